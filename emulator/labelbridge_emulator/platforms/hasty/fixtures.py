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
    from labelbridge_emulator.store import World

HEALTH = ("OK", "ERROR", "UNHEALTHY", "PROCESSING")
"""The document's VideoHealthStatus."""


def add_workspace(world: World, *, name: str) -> JSON:
    """Add a workspace.

    Returns:
        The workspace as the platform shows it.

    Raises:
        ValueError: The name is no text.
    """
    check_text(name=name)
    workspace = Workspace(id=world.ids.uuid(), name=name)
    world.of(State).workspaces[workspace.id] = workspace
    return workspaces.render(workspace)


def set_status(
    world: World, *, status: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Set the status of an image or a video as only people and machines on the platform do.

    Args:
        world: Where.
        status: AUTO-LABELLED, or any other; a new name becomes a status of the medium's project.
        image_id: The image's id.
        video_id: The video's id, instead.

    Returns:
        The status and its id.

    Raises:
        ValueError: There is no such medium, or the status is no text.
    """
    check_text(status=status)
    medium = _medium(world, image_id, video_id)
    statuses = medium.dataset.project.statuses
    if status not in statuses:
        statuses[status] = world.ids.uuid()
    medium.status = status
    medium.status_on = world.clock.now()
    if image_id is not None:
        image(world, image_id).update_date = medium.status_on
    return {"status": status, "status_id": statuses[status]}


def set_health(world: World, *, video_id: str, health_status: str) -> JSON:
    """Set the health of a video, and keep it there.

    Returns:
        The health.

    Raises:
        ValueError: There is no such video, or no such health.
    """
    if health_status not in HEALTH:
        raise ValueError(f"health_status must be one of {HEALTH}, not {health_status!r}")
    video(world, video_id).health = health_status
    return {"health_status": health_status}


def add_to_queue(
    world: World, *, queue_id: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Let an image or a video wait in a labeling queue.

    Args:
        world: Where.
        queue_id: Any UUID: a queue is nothing but what waits in it.
        image_id: The image's id.
        video_id: The video's id, instead.

    Returns:
        The ids of the queues it waits in.

    Raises:
        ValueError: There is no such medium, or the queue's id is no UUID.
    """
    workflow: Workflow = _medium(world, image_id, video_id).workflow
    _add(workflow.queue_ids, id_of(queue_id))
    return {"queue_ids": workflow.queue_ids}


def add_to_batch(
    world: World, *, batch_id: str, image_id: str | None = None, video_id: str | None = None
) -> JSON:
    """Make an image or a video a part of a batch; the arguments are those of ``add_to_queue``.

    Returns:
        The ids of the batches it is a part of.

    Raises:
        ValueError: There is no such medium, or the batch's id is no UUID.
    """
    workflow: Workflow = _medium(world, image_id, video_id).workflow
    _add(workflow.batch_ids, id_of(batch_id))
    return {"batch_ids": workflow.batch_ids}


def add_finding(
    world: World, *, image_id: str, run_id: str, error_type: str, resolved: bool = False
) -> JSON:
    """Let a run of the error finder find something on an image.

    Args:
        world: Where.
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
    findings = image(world, image_id).workflow.findings
    findings.append(Finding(id_of(run_id), error_type, resolved))
    return {"findings": len(findings)}


def image(world: World, image_id: str) -> Image:
    """The image of that id, in whichever project.

    Raises:
        ValueError: There is none.
    """
    check_text(image_id=image_id)
    for project in world.of(State).projects.values():
        if image_id.lower() in project.images:
            return project.images[image_id.lower()]
    raise ValueError(f"there is no image {image_id}")


def video(world: World, video_id: str) -> Video:
    """The video of that id, likewise.

    Raises:
        ValueError: There is none.
    """
    check_text(video_id=video_id)
    for project in world.of(State).projects.values():
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


def _medium(world: World, image_id: str | None, video_id: str | None) -> Image | Video:
    if (image_id is None) == (video_id is None):
        raise ValueError("name either an image_id or a video_id")
    if video_id is not None:
        return video(world, video_id)
    return image(world, str(image_id))


def _add(ids: list[str], id_: str) -> None:
    if id_ not in ids:
        ids.append(id_)
