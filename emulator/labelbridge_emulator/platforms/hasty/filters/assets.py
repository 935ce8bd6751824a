"""Filters shared by the lists of images, videos and labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from labelbridge_emulator.platforms.hasty.responses import contains

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.project import Dataset
    from labelbridge_emulator.platforms.hasty.models.workflow import Workflow

Query = Mapping[str, Any]


class Asset(Protocol):
    """An image or a video."""

    dataset: Dataset
    name: str
    status: str
    workflow: Workflow


AssetTest = Callable[[Asset], bool]


def asset_tests(query: Query, kind: Literal["image", "video"]) -> list[AssetTest]:
    """Filter by dataset, status and name.

    ``image_name`` and ``video_name`` match a part of the name, ignoring case, as the document
    states for the names of projects and datasets.
    """
    tests: list[AssetTest] = []
    if datasets := ids(query, "dataset_id"):
        tests.append(lambda asset: asset.dataset.id in datasets)
    if statuses := frozenset(query.get(f"{kind}_status", ())):
        tests.append(lambda asset: asset.status in statuses)
    if status_ids := ids(query, "status_id"):
        tests.append(lambda asset: asset.dataset.project.statuses[asset.status] in status_ids)
    if name := query.get(f"{kind}_name"):
        tests.append(lambda asset: contains(asset.name, name))
    return tests


def workflow_tests(query: Query) -> list[AssetTest]:
    """Filter by labeling queue and by batch.

    The document has "string or string" for both and does not say what the other string is, so only
    ids match.
    """
    tests: list[AssetTest] = []
    if queue_id := query.get("queue_id", "").lower():
        tests.append(lambda asset: queue_id in asset.workflow.queue_ids)
    if batch_id := query.get("batch_id", "").lower():
        tests.append(lambda asset: batch_id in asset.workflow.batch_ids)
    return tests


def ids(values: Query, name: str) -> frozenset[str]:
    """The ids in an array of a query or a body, in lower case: UUIDs ignore case."""
    return frozenset(id_.lower() for id_ in values.get(name, ()))
