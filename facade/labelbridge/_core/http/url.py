"""Building path and query of a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, Final, Literal
from urllib.parse import quote

from labelbridge.errors import ConfigurationError, InvalidArgument
from labelbridge_api.plan import Plan

_MAX_LENGTH: Final = 60_000
"""Characters of path and query; the limit of httpx is slightly higher, those of servers lower."""


def is_host(name: str) -> bool:
    """Return whether a host name can be looked up: its labels have 1 to 63 characters."""
    try:
        name.encode("idna")  # as the module socket does
    except UnicodeError:
        return False
    return bool(name)


def build_url(plan: Plan[Any], paths: Mapping[str, str], lists: Literal["comma", "repeat"]) -> str:
    """Return path and query of an operation.

    Args:
        plan: The operation and its parameters.
        paths: Replacement paths by operation id.
        lists: How lists are sent in the query: joined by commas, or with a repeated parameter.

    Raises:
        InvalidArgument: The URL is too long.
        ConfigurationError: The replacement path does not have the parameters of the operation.
    """
    path = _template(plan, paths).format_map(
        {name: quote(value, safe="") for name, value in plan.path_parameters.items()}
    )
    query = "&".join(part for item in plan.query.items() for part in _parts(*item, lists))
    url = f"{path}?{query}" if query else path
    if len(url) > _MAX_LENGTH:
        given = {**plan.path_parameters, **plan.query}
        longest = max(given, key=lambda name: len(str(given[name])))
        raise InvalidArgument(
            longest, f"is too long: the URL has {len(url)} characters, the limit is {_MAX_LENGTH}"
        )
    return url


def _template(plan: Plan[Any], paths: Mapping[str, str]) -> str:
    path = paths.get(plan.operation, plan.path)
    if _names(path) != plan.path_parameters.keys():
        known = ", ".join(f"{{{name}}}" for name in plan.path_parameters)
        raise ConfigurationError(f"paths: the path of {plan.operation} must contain {known}")
    return path


@lru_cache(maxsize=1024)
def _names(path: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(path) if name is not None)


def _parts(name: str, value: Any, lists: Literal["comma", "repeat"]) -> list[str]:
    # only commas inside an item are escaped
    texts = [
        quote(_text(item), safe="") for item in (value if isinstance(value, list) else [value])
    ]
    if lists == "comma":
        texts = [",".join(texts)]
    return [f"{quote(name, safe='')}={text}" for text in texts]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
