"""Adding what no operation adds, from Python or by ``POST /_emulator/hasty/{face}``."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.hasty.handlers import workspaces
from labelbridge_emulator.platforms.hasty.models.state import State, Workspace
from labelbridge_emulator.platforms.hasty.models.workflow import Finding

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.platforms.hasty.models.state import Image
    from labelbridge_emulator.platforms.hasty.models.video_state import Video
    from labelbridge_emulator.platforms.hasty.models.workflow import Workflow
    from labelbridge_emulator.store import Store

HEALTH = ("OK", "ERROR", "UNHEALTHY", "PROCESSING")
"""The document's VideoHealthStatus."""


def add_workspace(store: Store, *, name: str) -> JSON:
    """Add a workspace.

    Returns:
        The workspace as the platform shows it.

    Raises:
        ValueError: The name is no text.
    """
    check_text(name=name)
    workspace = Workspace(id=store.ids.uuid(), name=name)
    store.state(State).workspaces[workspace.id] = workspace
    return workspaces.render(workspace)


def set_status(
    store: Store, *, status: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Set the status of an image or a video as only people and machines on the platform do.

    Args:
        store: Where.
        status: AUTO-LABELLED, or any other; a new name becomes a status of the medium's project.
        image_id: The image's id.
        video_id: The video's id, instead.

    Returns:
        The status and its id.

    Raises:
        ValueError: There is no such medium, or the status is no text.
    """
    check_text(status=status)
    medium = _medium(store, image_id, video_id)
    statuses = medium.dataset.project.statuses
    if status not in statuses:
        statuses[status] = store.ids.uuid()
    medium.status = status
    medium.status_on = store.clock.now()
    if image_id is not None:
        image(store, image_id).update_date = medium.status_on
    return {"status": status, "status_id": statuses[status]}


def set_health(store: Store, *, video_id: str, health_status: str) -> JSON:
    """Set the health of a video, and keep it there.

    Returns:
        The health.

    Raises:
        ValueError: There is no such video, or no such health.
    """
    if health_status not in HEALTH:
        raise ValueError(f"health_status must be one of {HEALTH}, not {health_status!r}")
    video(store, video_id).health = health_status
    return {"health_status": health_status}


def add_to_queue(
    store: Store, *, queue_id: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Let an image or a video wait in a labeling queue.

    Args:
        store: Where.
        queue_id: Any UUID: a queue is nothing but what waits in it.
        image_id: The image's id.
        video_id: The video's id, instead.

    Returns:
        The ids of the queues it waits in.

    Raises:
        ValueError: There is no such medium, or the queue's id is no UUID.
    """
    workflow: Workflow = _medium(store, image_id, video_id).workflow
    _add(workflow.queue_ids, id_of(queue_id))
    return {"queue_ids": workflow.queue_ids}


def add_to_batch(
    store: Store, *, batch_id: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Make an image or a video a part of a batch; the arguments are those of ``add_to_queue``.

    Returns:
        The ids of the batches it is a part of.

    Raises:
        ValueError: There is no such medium, or the batch's id is no UUID.
    """
    workflow: Workflow = _medium(store, image_id, video_id).workflow
    _add(workflow.batch_ids, id_of(batch_id))
    return {"batch_ids": workflow.batch_ids}


def add_finding(
    store: Store, *, image_id: str, run_id: str, error_type: str, resolved: bool = False
) -> JSON:
    """Let a run of the error finder find something on an image.

    Args:
        store: Where.
        image_id: The image's id.
        run_id: The run: any UUID.
        error_type: One of the document's ErrorType, such as ``"LOW_IOU"``.
        resolved: Whether a person has dealt with it.

    Returns:
        How many findings the image has.

    Raises:
        ValueError: There is no such image, or a value is not what it must be.
    """
    check_text(error_type=error_type)
    if resolved not in {True, False}:
        raise ValueError(f"resolved must be true or false, not {resolved!r}")
    findings = image(store, image_id).workflow.findings
    findings.append(Finding(id_of(run_id), error_type, resolved))
    return {"findings": len(findings)}


def image(store: Store, image_id: str) -> Image:
    """The image of that id, in whichever project.

    Raises:
        ValueError: There is none.
    """
    check_text(image_id=image_id)
    for project in store.state(State).projects.values():
        if image_id.lower() in project.images:
            return project.images[image_id.lower()]
    raise ValueError(f"there is no image {image_id}")


def video(store: Store, video_id: str) -> Video:
    """The video of that id, likewise.

    Raises:
        ValueError: There is none.
    """
    check_text(video_id=video_id)
    for project in store.state(State).projects.values():
        if video_id.lower() in project.videos:
            return project.videos[video_id.lower()]
    raise ValueError(f"there is no video {video_id}")


def check_text(**values: object) -> None:
    """Raise ValueError for a value that is no text, or an empty one."""
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            raise ValueError(f"{name} must be a text, not {value!r}")


def id_of(text: str) -> str:
    """The id that a text says, in the form in which ids are kept.

    Raises:
        ValueError: It is no UUID.
    """
    return str(uuid.UUID(text))


def _medium(store: Store, image_id: str | None, video_id: str | None) -> Image | Video:
    if (image_id is None) == (video_id is None):
        raise ValueError("name either an image_id or a video_id")
    if video_id is not None:
        return video(store, video_id)
    return image(store, str(image_id))


def _add(ids: list[str], id_: str) -> None:
    if id_ not in ids:
        ids.append(id_)
