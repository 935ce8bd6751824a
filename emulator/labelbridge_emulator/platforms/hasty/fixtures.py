"""Setting state that no operation sets, from Python or with ``POST /_emulator/hasty/{name}``."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeVar

from labelbridge_emulator.platforms.hasty.handlers import workspaces
from labelbridge_emulator.platforms.hasty.models.state import State, Workspace
from labelbridge_emulator.platforms.hasty.models.workflow import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.platforms.hasty.models.project import Image, Video
    from labelbridge_emulator.store import Store

T = TypeVar("T")

HEALTH = ("OK", "ERROR", "UNHEALTHY", "PROCESSING")
"""The document's VideoHealthStatus."""


def add_workspace(store: Store, *, name: str) -> JSON:
    """Add a workspace.

    Returns:
        The workspace as the platform returns it.

    Raises:
        ValueError: The name is not a text.
    """
    check_text(name=name)
    workspace = Workspace(id=store.ids.uuid(), name=name)
    store.state(State).workspaces[workspace.id] = workspace
    return workspaces.render(workspace)


def set_status(
    store: Store, *, status: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Set any status of an image or a video, including those that the API cannot set.

    Args:
        store: The state of the emulator.
        status: AUTO-LABELLED, or any other. A new name becomes a status of the project.
        image_id: The id of the image.
        video_id: The id of the video, instead of ``image_id``.

    Returns:
        The status and its id.

    Raises:
        ValueError: The image or video does not exist, or the status is not a text.
    """
    check_text(status=status)
    asset = _asset(store, image_id, video_id)
    statuses = asset.dataset.project.statuses
    if status not in statuses:
        statuses[status] = store.ids.uuid()
    asset.status = status
    asset.status_on = store.clock.now()
    if image_id is not None:
        _find_image(store, image_id).update_date = asset.status_on
    return {"status": status, "status_id": statuses[status]}


def set_health(store: Store, *, video_id: str, health_status: str) -> JSON:
    """Set the health status of a video. It no longer depends on the file.

    Returns:
        The health status.

    Raises:
        ValueError: The video does not exist, or the health status is unknown.
    """
    if health_status not in HEALTH:
        raise ValueError(f"health_status must be one of {HEALTH}, not {health_status!r}")
    _find_video(store, video_id).health = health_status
    return {"health_status": health_status}


def add_to_queue(
    store: Store, *, queue_id: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Add an image or a video to a labeling queue.

    Args:
        store: The state of the emulator.
        queue_id: Any UUID. Queues have no state of their own.
        image_id: The id of the image.
        video_id: The id of the video, instead of ``image_id``.

    Returns:
        The ids of all queues that contain it.

    Raises:
        ValueError: The image or video does not exist, or the queue id is not a UUID.
    """
    return {"queue_ids": _add_id(_asset(store, image_id, video_id).workflow.queue_ids, queue_id)}


def add_to_batch(
    store: Store, *, batch_id: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Add an image or a video to a batch. The arguments are like those of ``add_to_queue``.

    Returns:
        The ids of all batches that contain it.

    Raises:
        ValueError: The image or video does not exist, or the batch id is not a UUID.
    """
    return {"batch_ids": _add_id(_asset(store, image_id, video_id).workflow.batch_ids, batch_id)}


def add_finding(
    store: Store, *, image_id: str, run_id: str, error_type: str, resolved: bool = False
) -> JSON:
    """Add an error that a run of the error finder reports for an image.

    Args:
        store: The state of the emulator.
        image_id: The id of the image.
        run_id: The run, any UUID.
        error_type: A value of the document's ErrorType, such as ``"LOW_IOU"``.
        resolved: Whether a user has resolved it.

    Returns:
        The number of findings of the image.

    Raises:
        ValueError: The image does not exist, or a value has the wrong type.
    """
    check_text(error_type=error_type)
    if resolved not in {True, False}:
        raise ValueError(f"resolved must be true or false, not {resolved!r}")
    findings = _find_image(store, image_id).workflow.findings
    findings.append(Finding(parse_id(run_id), error_type, resolved))
    return {"findings": len(findings)}


def check_text(**values: object) -> None:
    """Raise ValueError for a value that is not a text, or is empty."""
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            raise ValueError(f"{name} must be a non-empty text, not {value!r}")


def parse_id(text: str) -> str:
    """Convert a UUID to lower case with hyphens.

    Raises:
        ValueError: The text is not a UUID.
    """
    return str(uuid.UUID(text))


def _asset(store: Store, image_id: str | None, video_id: str | None) -> Image | Video:
    if (image_id is None) == (video_id is None):
        raise ValueError("pass either image_id or video_id")
    if video_id is not None:
        return _find_video(store, video_id)
    return _find_image(store, str(image_id))


def _find_image(store: Store, image_id: str) -> Image:
    check_text(image_id=image_id)
    projects = store.state(State).projects.values()
    return _find((project.images for project in projects), image_id, "image")


def _find_video(store: Store, video_id: str) -> Video:
    check_text(video_id=video_id)
    projects = store.state(State).projects.values()
    return _find((project.videos for project in projects), video_id, "video")


def _find(groups: Iterable[Mapping[str, T]], id_: str, kind: str) -> T:
    for items in groups:
        if id_.lower() in items:
            return items[id_.lower()]
    raise ValueError(f"{kind} {id_} does not exist")


def _add_id(ids: list[str], text: str) -> list[str]:
    id_ = parse_id(text)
    if id_ not in ids:
        ids.append(id_)
    return ids
