"""Emulated platforms for the tests of applications, as fixtures of pytest.

    def test_an_image_is_uploaded(hasty_emulator):
        project = hasty_emulator.add_project("Traffic")
        my_application.main(["photos/"])                       # reads HASTY_API_KEY and _BASE_URL
        assert hasty_emulator.client.images.list(project.id).total() == 3

Installed with the extra `testing`, the fixtures `hasty_emulator`, `roboflow_emulator`,
`labelbox_emulator` and `annotation_platforms` are there without any import. The classes here are
what they give, for annotations. `docs/testing.md` is the guide.

What is imported here is loaded when it is first used: pytest imports this package in every run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge.testing.hasty import HastyEmulator
    from labelbridge.testing.labelbox import LabelboxEmulator
    from labelbridge.testing.pictures import picture
    from labelbridge.testing.platform import Fault
    from labelbridge.testing.platforms import AnnotationPlatforms
    from labelbridge.testing.requests import RecordedRequest
    from labelbridge.testing.roboflow import RoboflowEmulator

_HOMES = {
    "AnnotationPlatforms": "platforms",
    "Fault": "platform",
    "HastyEmulator": "hasty",
    "LabelboxEmulator": "labelbox",
    "RecordedRequest": "requests",
    "RoboflowEmulator": "roboflow",
    "picture": "pictures",
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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
