"""The registry of platforms, derived from the installed packages.

A platform is a subpackage of `labelbridge_api` with operations, and a subpackage of `labelbridge`
of the same name with a sync and an async client. Importing this module imports no platform.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from labelbridge._core.operations import operation_ids

if TYPE_CHECKING:
    from labelbridge._core.client import AsyncClient, SyncClient

__all__ = ["client_classes", "operation_ids", "platform_names"]

T = TypeVar("T")


@cache
def platform_names() -> tuple[str, ...]:
    """Return the names of all platforms, sorted."""
    return tuple(
        sorted(
            package.name
            for package in files("labelbridge_api").iterdir()
            if package.is_dir() and package.joinpath("api").is_dir()
        )
    )


@cache
def client_classes(name: str) -> tuple[type[SyncClient], type[AsyncClient]]:
    """Import a platform, and return its sync and its async client class.

    Args:
        name: The platform's name, one of `platform_names()`.
    """
    # the client module imports httpx, which a program that only lists platforms does not need
    from labelbridge._core.client import AsyncClient, SyncClient  # noqa: PLC0415

    package = import_module(f"labelbridge.{name}")
    return _subclass(package, SyncClient), _subclass(package, AsyncClient)


def _subclass(package: object, base: type[T]) -> type[T]:
    """Return the only subclass of `base` that a package exports."""
    (found,) = (
        value
        for value in vars(package).values()
        if isinstance(value, type) and issubclass(value, base)
    )
    return found
