"""Finds and loads the specs."""

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
    """Loads only JSON types.

    Dates stay strings, as on the wire, and so do words that YAML 1.1 reads as booleans, such as
    ``no``. libyaml is ten times as fast as the readers of YAML 1.2.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [pair for pair in pairs if pair[0] not in _NOT_JSON]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_JsonLoader.add_implicit_resolver(_BOOL, re.compile("^(?:true|false)$"), list("tf"))


def specs_folder() -> Path:
    """Return the folder of the specs: ``openapi/`` of the checkout, else the packaged copy.

    A wheel contains a copy. An editable install uses the folder of its checkout.
    """
    return _CHECKOUT if any(_CHECKOUT.glob("*.yaml")) else _PACKAGED


def spec_path(platform: str) -> Path:
    """Return the path of a platform's OpenAPI document.

    Raises:
        FileNotFoundError: The platform has no spec.
    """
    path = specs_folder() / f"{platform}.yaml"
    if not path.is_file():
        raise FileNotFoundError(f"no contract for {platform!r}: {path} is missing")
    return path


@cache
def load_spec(platform: str) -> Mapping[str, Any]:
    """Return a platform's OpenAPI document as JSON values. It is cached; do not modify it."""
    text = spec_path(platform).read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.load(text, _JsonLoader))  # noqa: S506 - a safe loader
