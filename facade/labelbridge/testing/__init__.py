"""Emulated annotation platforms for the tests of applications, as pytest fixtures.

    def test_image_is_uploaded(hasty_emulator):
        project = hasty_emulator.add_project("Traffic")
        my_application.main(["photos/"])                       # reads HASTY_API_KEY and _BASE_URL
        assert hasty_emulator.client.images.list(project.id).total() == 3

With the extra `testing` installed, the fixtures `hasty_emulator`, `roboflow_emulator`,
`labelbox_emulator` and `annotation_platforms` are available without an import. The classes of this
package are their types. See `docs/testing.md`.

All names are imported on first use, because pytest imports this package in every run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge.testing.annotation_platforms import AnnotationPlatforms
    from labelbridge.testing.emulated_platform import Fault
    from labelbridge.testing.hasty import HastyEmulator
    from labelbridge.testing.images import picture
    from labelbridge.testing.labelbox import LabelboxEmulator
    from labelbridge.testing.recorded_requests import RecordedRequest
    from labelbridge.testing.roboflow import RoboflowEmulator

_MODULES = {
    "AnnotationPlatforms": "annotation_platforms",
    "Fault": "emulated_platform",
    "HastyEmulator": "hasty",
    "LabelboxEmulator": "labelbox",
    "RecordedRequest": "recorded_requests",
    "RoboflowEmulator": "roboflow",
    "picture": "images",
}

__all__ = [
    "AnnotationPlatforms",
    "Fault",
    "HastyEmulator",
    "LabelboxEmulator",
    "RecordedRequest",
    "RoboflowEmulator",
    "picture",
]


class PlatformAttributes:
    """The types of the platforms of `AnnotationPlatforms`."""

    hasty: HastyEmulator
    labelbox: LabelboxEmulator
    roboflow: RoboflowEmulator


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
