"""The operations of a platform, derived from the generated package."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages


def operation_ids(platform: str) -> frozenset[str]:
    """Return the ids of a platform's operations: the names of the modules with their plans."""
    package = import_module(f"labelbridge_api.{platform}.api")
    modules = walk_packages(package.__path__, f"{package.__name__}.")
    return frozenset(module.name.rpartition(".")[2] for module in modules if not module.ispkg)
