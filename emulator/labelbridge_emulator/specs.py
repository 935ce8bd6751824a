"""Where the contracts lie, and how they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1] / "openapi"
_PACKAGED = _PACKAGE / "_openapi"


class _JsonLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # either
    """Makes only what JSON has: a date in an example is the string that it is on the wire.

    It reads YAML 1.1, ten times as fast as what reads 1.2; the lint of the contracts sees to it
    that they say the same in both.
    """


_JsonLoader.add_constructor(
    "tag:yaml.org,2002:timestamp", yaml.constructor.SafeConstructor.construct_yaml_str
)


def contracts() -> Path:
    """The folder of the contracts: the checkout's ``openapi/``, else the copy in the package.

    A wheel carries a copy; an editable install has none, but lies in a checkout.
    """
    return _CHECKOUT if (_CHECKOUT / "hasty.yaml").is_file() else _PACKAGED


def spec_path(vendor: str) -> Path:
    """The OpenAPI document of one vendor.

    Raises:
        FileNotFoundError: There is none.
    """
    path = contracts() / f"{vendor}.yaml"
    if not path.is_file():
        raise FileNotFoundError(f"no contract for {vendor!r}: {path} is missing")
    return path


@cache
def load_spec(vendor: str) -> Mapping[str, Any]:
    """The OpenAPI document as JSON values, read once; not to be changed."""
    text = spec_path(vendor).read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.load(text, _JsonLoader))  # noqa: S506 - a safe loader
