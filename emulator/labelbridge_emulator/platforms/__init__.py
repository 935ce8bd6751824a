"""The emulated platforms: one package for each, with the name of its spec in openapi/."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelbridge_emulator.handler import Platform


@cache
def all_platforms() -> Sequence[Platform]:
    """Return all platforms: each package in this folder defines one as ``PLATFORM``."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]
    return tuple(importlib.import_module(f"{__name__}.{name}").PLATFORM for name in names)
