"""Re-export of a package of generated models, which are imported on first use."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any


def reexport(
    models: ModuleType, *own: str
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` for a module that re-exports models.

    Args:
        models: The package of generated models.
        *own: Names that the module defines itself.
    """
    names = sorted({*own, *models.__all__})

    def get(name: str) -> Any:
        return getattr(models, name)

    return get, lambda: names, names
