"""Typed clients, sync and async, for the annotation platforms Hasty, Roboflow and Labelbox.

    from labelbridge import Hasty

    with Hasty() as hasty:
        project = hasty.projects.create(name="Traffic")

Names are imported when they are first used, so that a program loads only the platforms that it
uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge._core.json.encode import NULL
    from labelbridge._core.version import __version__
    from labelbridge.hasty import AsyncHasty, Hasty
    from labelbridge.labelbox import AsyncLabelbox, Labelbox
    from labelbridge.options import ClientOptions, RetryPolicy, Timeout
    from labelbridge.roboflow import AsyncRoboflow, Roboflow

_MODULES = {
    "NULL": "labelbridge._core.json.encode",
    "__version__": "labelbridge._core.version",
    "AsyncHasty": "labelbridge.hasty",
    "AsyncLabelbox": "labelbridge.labelbox",
    "AsyncRoboflow": "labelbridge.roboflow",
    "ClientOptions": "labelbridge.options",
    "Hasty": "labelbridge.hasty",
    "Labelbox": "labelbridge.labelbox",
    "RetryPolicy": "labelbridge.options",
    "Roboflow": "labelbridge.roboflow",
    "Timeout": "labelbridge.options",
}

__all__ = [
    "NULL",
    "AsyncHasty",
    "AsyncLabelbox",
    "AsyncRoboflow",
    "ClientOptions",
    "Hasty",
    "Labelbox",
    "RetryPolicy",
    "Roboflow",
    "Timeout",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
