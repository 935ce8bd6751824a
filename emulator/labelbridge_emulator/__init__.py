"""A stateful emulator of annotation platforms, driven by the contracts in openapi/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge_emulator.server.app import create_app
    from labelbridge_emulator.server.server import Emulator, running, serve

__all__ = ["Emulator", "create_app", "running", "serve"]

_MODULES = {
    "create_app": "server.app",
    "Emulator": "server.server",
    "running": "server.server",
    "serve": "server.server",
}


def __getattr__(name: str) -> Any:
    """Import public names on first access, so that loading a spec does not import a web server."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415 - lazy like the rest

    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
