"""Seeds of Labelbox; ids are those of the contract's examples where it has some."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.annotation_defaults import MEDIA
from labelbridge_emulator.platforms.labelbox.demo import exports, media, texts
from labelbridge_emulator.platforms.labelbox.demo.features import Features
from labelbridge_emulator.platforms.labelbox.models import (
    DataRow,
    Label,
    Project,
    State,
    timestamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.store import Store

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
VIDEO = "cle84ypw37jsfo6urmx02eetw"
IMAGE = "cle9n3masks0of0label00001"

_ASSETS: tuple[tuple[Callable[[Features], media.Content], str, str, str], ...] = (
    # what, dataset, created, last activity; in UTC
    (media.image, "Streets", "2023-01-16T09:12:41", "2023-02-08T14:03:26"),
    (media.video, "Jellyfish", "2023-01-23T22:38:27", "2023-01-23T22:40:02"),
    (texts.text, "Letters", "2023-01-30T10:57:30", "2023-02-06T00:00:00"),
    (media.tiles, "Tiles", "2023-02-02T15:43:41", "2023-02-12T22:34:02"),
    (texts.audio, "Calls", "2023-02-06T08:01:07", "2023-02-20T11:15:00"),
    (texts.document, "Invoices", "2023-02-14T18:37:18", "2023-03-06T17:45:10"),
    (texts.conversation, "Conversations", "2023-02-15T11:20:03", "2023-03-07T08:30:00"),
    (media.dicom, "Angiographies", "2023-02-27T07:45:12", "2023-02-27T07:51:33"),
    (texts.web_page, "Articles", "2023-03-03T13:30:00", "2023-03-04T09:00:00"),
    (media.skipped, "Streets", "2023-03-06T10:00:00", "2023-03-06T10:00:00"),
    (media.benchmark, "Streets", "2020-01-01T12:00:00", "2023-02-10T16:20:45"),
)
_MEDIA: dict[Callable[[Features], media.Content], str] = {
    media.video: "video",
    media.tiles: "geospatial",
    media.dicom: "dicom",
    texts.text: "text",
    texts.audio: "audio",
    texts.document: "document",
    texts.conversation: "conversational",
    texts.web_page: "html",
}
"""Kinds of media other than images."""
_REVIEWED = {media.image: 1, texts.web_page: -1, media.benchmark: 1}
"""The scores of reviewed labels: 1 approved, -1 rejected."""


def demo(store: Store) -> None:
    """Add a project with a label of each of the nine asset types, one skipped and one benchmark.

    They were created from January to March 2023, the benchmark in 2020. The last activity is later,
    so that the two filters give different results.
    """
    project = _project(store, "Everything", "One asset of every type")
    project.is_benchmark_enabled = True
    state = store.state(State)
    state.datasets["Streets"] = exports.STREETS
    make = Features(store.ids)
    for number, (asset, dataset, created, last_activity) in enumerate(_ASSETS):
        content = asset(make)
        label_id = VIDEO if asset is media.video else store.ids.cuid()
        row = DataRow(
            id=store.ids.cuid(),
            row_data=content.pop("labeled_data"),
            created=_instant(created),
            last_activity=_instant(last_activity),
            dataset=dataset,
            external_id=content.pop("external_id", None),
            global_key=content.pop("global_key", None),
            media=_media(asset, content.get("canvas")),
        )
        label = Label(
            id=label_id,
            row=row,
            created=_instant(created),
            updated=_instant(created) + timedelta(milliseconds=118 * (number + 1)),
            seconds=15.25 * (number + 1),
            **content,
        )
        if asset is media.image:
            label.id = IMAGE
        if asset in _REVIEWED:
            _review(store, label, _REVIEWED[asset])
        if label.is_benchmark:
            label.benchmark_id = label.id
        state.dataset(dataset)
        state.rows[row.id] = row
        project.add(row, label, status=_status(label), batch=state.batch("First batch"))
    exports.add(store, project)


def _media(
    asset: Callable[[Features], media.Content], canvas: tuple[int, int] | None
) -> dict[str, Any]:
    if asset in _MEDIA or canvas is None:
        return MEDIA[_MEDIA[asset]]
    return {**MEDIA["image"], "width": canvas[0], "height": canvas[1]}


def _status(label: Label) -> str:
    if label.skipped or not label.reviews:
        return "InReview"
    return "Done" if label.reviews[0]["score"] > 0 else "InRework"


def empty(store: Store) -> None:
    """Add a project without labels."""
    _project(store, "Empty", None)


def _project(store: Store, name: str, description: str | None) -> Project:
    created = _instant("2023-01-09T08:14:02")
    project = Project(PROJECT, name, description, created=created, updated=created)
    store.state(State).projects[project.id] = project
    return project


def _review(store: Store, label: Label, score: int) -> None:
    """Add a review to a label, and the steps of its data row in the workflow.

    A rejected label has an open issue.
    """
    reviewed = timestamp(label.row.last_activity)
    review_task, next_task = store.ids.uuid(), store.ids.uuid()
    label.reviews.append(
        {
            "id": store.ids.cuid(),
            "score": score,
            "labelId": label.id,
            "createdAt": reviewed,
            "createdBy": "reviewer@example.com",
        }
    )
    label.open_issues = int(score < 0)
    next_name = "Done" if score > 0 else "Rework (all rejected)"
    first: dict[str, Any] = {
        "actorId": store.ids.cuid(),
        "action": "Move",
        "createdAt": timestamp(label.created),
        "nextTaskId": review_task,
        "nextTaskName": "Initial review task",
    }
    second: dict[str, Any] = {
        "actorId": store.ids.cuid(),
        "action": "Approve" if score > 0 else "Reject",
        "createdAt": reviewed,
        "previousTaskId": review_task,
        "previousTaskName": "Initial review task",
        "nextTaskId": next_task,
        "nextTaskName": next_name,
    }
    label.workflow = {"taskName": next_name, "Workflow History": [second, first]}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
