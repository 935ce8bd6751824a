"""Typical tests of an application, only type-checked: the fixtures have precise types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_type

from labelbridge import AsyncHasty, Hasty, Labelbox, Roboflow
from labelbridge.hasty.models import Image, Project
from labelbridge.roboflow.models import Batch, Job
from labelbridge.testing import (
    AnnotationPlatforms,
    HastyEmulator,
    LabelboxEmulator,
    RecordedRequest,
    RoboflowEmulator,
    picture,
)


def test_hasty(hasty_emulator: HastyEmulator) -> None:
    assert_type(hasty_emulator.client, Hasty)
    assert_type(hasty_emulator.async_client, AsyncHasty)
    project = hasty_emulator.add_project("Traffic")
    assert_type(project, Project)
    dataset = hasty_emulator.add_dataset(project.id)
    image = hasty_emulator.add_image(project.id, dataset.id, "a.jpg", picture(format="JPEG"))
    assert_type(image, Image)
    hasty_emulator.faults("get_project", status=429, headers={"Retry-After": "1"}, count=2)
    hasty_emulator.faults(body="half")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    hasty_emulator.faults(times=2)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    assert_type(hasty_emulator.requests, Sequence[RecordedRequest])
    assert_type(hasty_emulator.requests[0].headers, Mapping[str, str])


def test_roboflow(roboflow_emulator: RoboflowEmulator) -> None:
    assert_type(roboflow_emulator.client, Roboflow)
    assert_type(roboflow_emulator.workspace, str)
    assert_type(roboflow_emulator.add_batch("June", 12), Batch)
    assert_type(roboflow_emulator.work("job", 3, boxes=4), Job)


def test_all(annotation_platforms: AnnotationPlatforms) -> None:
    assert_type(annotation_platforms.hasty, HastyEmulator)
    assert_type(annotation_platforms.labelbox, LabelboxEmulator)
    assert_type(annotation_platforms.labelbox.client, Labelbox)
    assert_type(annotation_platforms.environment, Mapping[str, str])
