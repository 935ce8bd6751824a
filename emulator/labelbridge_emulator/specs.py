"""Where the contracts lie, and how they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1] / "openapi"
_PACKAGED = _PACKAGE / "_openapi"


class _JsonConstructor(SafeConstructor):
    """Makes only what JSON has: a date in an example is the string that it is on the wire."""


_JsonConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


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
    """The OpenAPI document as JSON values, read once as YAML 1.2; not to be changed."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _JsonConstructor
    return cast("Mapping[str, Any]", yaml.load(spec_path(vendor)))
