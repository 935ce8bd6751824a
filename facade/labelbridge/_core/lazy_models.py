"""Re-export of a package of generated models, which are imported on first use."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import msgspec

_DEPRECATED = {"UNSET": msgspec.UNSET, "Unset": msgspec.UnsetType}
"""Names that models of responses do not use any more."""


def reexport(models: ModuleType) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` for a module that re-exports models.

    Args:
        models: The package of generated models.
    """
    names = sorted(models.__all__)

    def get(name: str) -> Any:
        if name in _DEPRECATED:
            warnings.warn(
                f"{name} is deprecated: a property that a response does not have is None",
                DeprecationWarning,
                stacklevel=2,
            )
            return _DEPRECATED[name]
        return getattr(models, name)

    return get, lambda: names, names
