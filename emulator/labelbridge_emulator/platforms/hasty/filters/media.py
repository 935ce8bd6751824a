"""The filters that lists of images, of videos and of labels have in common.

A parameter that was not sent, and an empty list, let everything through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from labelbridge_emulator.platforms.hasty.responses import contains

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.state import Dataset
    from labelbridge_emulator.platforms.hasty.models.workflow import Workflow

Query = Mapping[str, Any]


class Medium(Protocol):
    """An image or a video."""

    dataset: Dataset
    name: str
    status: str
    workflow: Workflow


MediumTest = Callable[[Medium], bool]


def media_tests(query: Query, kind: Literal["image", "video"]) -> list[MediumTest]:
    """The filters by dataset, status and name.

    ``image_name`` and ``video_name`` ask for a part of the name in any case, as the document says
    of a project's and a dataset's name.
    """
    tests: list[MediumTest] = []
    if datasets := ids(query, "dataset_id"):
        tests.append(lambda medium: medium.dataset.id in datasets)
    if statuses := frozenset(query.get(f"{kind}_status", ())):
        tests.append(lambda medium: medium.status in statuses)
    if status_ids := ids(query, "status_id"):
        tests.append(lambda medium: medium.dataset.project.statuses[medium.status] in status_ids)
    if name := query.get(f"{kind}_name"):
        tests.append(lambda medium: contains(medium.name, name))
    return tests


def workflow_tests(query: Query) -> list[MediumTest]:
    """The filters by labeling queue and by batch.

    The document says "string or string" of both: which keyword the other string is, it lost; so
    only ids find something.
    """
    tests: list[MediumTest] = []
    if queue_id := query.get("queue_id", "").lower():
        tests.append(lambda medium: queue_id in medium.workflow.queue_ids)
    if batch_id := query.get("batch_id", "").lower():
        tests.append(lambda medium: batch_id in medium.workflow.batch_ids)
    return tests


def ids(query: Query, name: str) -> frozenset[str]:
    """The ids of an array parameter, comparable: UUIDs are the same in any case."""
    return frozenset(id_.lower() for id_ in query.get(name, ()))
