"""The path and query that a plan is asked at."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, Final, Literal
from urllib.parse import quote

from labelbridge.errors import ConfigurationError, InvalidArgument
from labelbridge_api.plan import Plan

_LONGEST: Final = 60_000
"""Characters of a request's path and query; httpx refuses a little more, servers much less."""


def build_url(plan: Plan[Any], paths: Mapping[str, str], lists: Literal["comma", "repeat"]) -> str:
    """Return path and query of an operation.

    Args:
        plan: The operation and its parameters.
        paths: Other paths for operations, by their ids.
        lists: How a list goes into the query: joined by commas, or the parameter repeated.

    Raises:
        InvalidArgument: It is longer than an address can be.
        ConfigurationError: The other path has not the names of the operation's own.
    """
    path = _template(plan, paths).format_map(
        {name: quote(value, safe="") for name, value in plan.path_parameters.items()}
    )
    query = "&".join(part for item in plan.query.items() for part in _parts(*item, lists))
    whole = f"{path}?{query}" if query else path
    if len(whole) > _LONGEST:
        given = {**plan.path_parameters, **plan.query}
        longest = max(given, key=lambda name: len(str(given[name])))
        raise InvalidArgument(
            longest, f"is too long: {len(whole)} characters, where a URL has {_LONGEST} at most"
        )
    return whole


def _template(plan: Plan[Any], paths: Mapping[str, str]) -> str:
    path = paths.get(plan.operation, plan.path)
    names = {name for _, name, _, _ in Formatter().parse(path) if name is not None}
    if names != set(plan.path_parameters):
        known = ", ".join(f"{{{name}}}" for name in plan.path_parameters)
        raise ConfigurationError(f"paths: that of {plan.operation} must hold {known}")
    return path


def _parts(name: str, value: Any, lists: Literal["comma", "repeat"]) -> list[str]:
    # a comma within an item is escaped, and the one between items is not: so both arrive
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
