"""The filters of image lists; those about an image's place and status serve label lists too.

A parameter that was not sent, and an empty list, let everything through. Filters by things that
nothing makes here yet (tags, queues, batches, findings of the error finder, rankings) compare with
what is stored, so with an id they let nothing through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handling import Refusal
from labelbridge_emulator.hasty.answers import contains

if TYPE_CHECKING:
    from labelbridge_emulator.hasty.state import Image, Project

Query = Mapping[str, Any]
Test = Callable[["Image"], bool]

ABSENT = ("tag_class_ids", "queue_id", "batch_id", "ef_run_ids", "ef_error_type", "aldi_session_id")
"""Parameters that name something no image has here."""


def matching_images(project: Project, query: Query) -> list[Image]:
    """The images of a project that pass all filters of a query, in the order of their import."""
    tests = [*media_tests(query), *_image_tests(query)]
    return [image for image in project.images.values() if all(test(image) for test in tests)]


def media_tests(query: Query) -> list[Test]:
    """The filters by dataset, status and name.

    ``image_name`` asks for a part of the name in any case, as the document says of a project's and
    a dataset's name.
    """
    tests: list[Test] = []
    if datasets := _ids(query, "dataset_id"):
        tests.append(lambda image: image.dataset.id in datasets)
    if statuses := frozenset(query.get("image_status", ())):
        tests.append(lambda image: image.status in statuses)
    if status_ids := _ids(query, "status_id"):
        tests.append(lambda image: image.dataset.project.statuses[image.status] in status_ids)
    if name := query.get("image_name"):
        tests.append(lambda image: contains(image.name, name))
    return tests


def _image_tests(query: Query) -> list[Test]:
    tests: list[Test] = []
    if "created_since" in query:
        created_since = _unix_time(query["created_since"])
        tests.append(lambda image: image.uploaded_on >= created_since)
    if "updated_since" in query:
        updated_since = _unix_time(query["updated_since"])
        tests.append(lambda image: image.update_date >= updated_since)
    if any(query.get(name) for name in ABSENT) or query.get("ef_user_action", "ALL") != "ALL":
        tests.append(lambda _: False)
    if query.get("has_missing_attributes") or query.get("has_missing_tags"):
        tests.append(lambda _: False)  # nothing is required here, so nothing is missing
    return tests


def _ids(query: Query, name: str) -> frozenset[str]:
    return frozenset(id_.lower() for id_ in query.get(name, ()))


def _unix_time(seconds: int) -> datetime:
    """The instant that a number means.

    The document gives the number no unit; the contract takes it for Unix time in seconds.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise Refusal(400, f"{seconds} is no Unix time in seconds.") from None
