"""Where the contracts lie, and how they are read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOOL, _TIMESTAMP = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
_NOT_JSON = {_BOOL, _TIMESTAMP}

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parents[1] / "openapi"
_PACKAGED = _PACKAGE / "_openapi"


class _JsonLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # either
    """Makes only what JSON has, and only of what looks like it.

    A date is the string that it is on the wire, and so are the words that YAML 1.1 takes for
    booleans, as ``no``. libyaml reads ten times as fast as what reads YAML 1.2.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [pair for pair in pairs if pair[0] not in _NOT_JSON]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_JsonLoader.add_implicit_resolver(_BOOL, re.compile("^(?:true|false)$"), list("tf"))


def contracts() -> Path:
    """The folder of the contracts: the checkout's ``openapi/``, else the copy in the package.

    A wheel carries a copy; an editable install has none, but lies in a checkout.
    """
    return _CHECKOUT if (_CHECKOUT / "hasty.yaml").is_file() else _PACKAGED


def spec_path(platform: str) -> Path:
    """The OpenAPI document of one vendor.

    Raises:
        FileNotFoundError: There is none.
    """
    path = contracts() / f"{platform}.yaml"
    if not path.is_file():
        raise FileNotFoundError(f"no contract for {platform!r}: {path} is missing")
    return path


@cache
def load_spec(platform: str) -> Mapping[str, Any]:
    """The OpenAPI document as JSON values, read once; not to be changed."""
    text = spec_path(platform).read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.load(text, _JsonLoader))  # noqa: S506 - a safe loader
