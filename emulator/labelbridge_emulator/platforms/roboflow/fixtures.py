"""Fixtures, called from Python or by ``POST /_emulator/roboflow/{fixture}``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.roboflow.handlers.batches import batch_json
from labelbridge_emulator.platforms.roboflow.handlers.insights import FIRST_DAY
from labelbridge_emulator.platforms.roboflow.handlers.jobs import job_json
from labelbridge_emulator.platforms.roboflow.models import (
    Activity,
    Batch,
    Member,
    Project,
    State,
    Workspace,
)

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store


def add_member(store: Store, *, email: str, name: str = "", workspace: str | None = None) -> JSON:
    """Add a member to a workspace, who can then be a labeler or reviewer.

    Args:
        store: The store.
        email: The e-mail address, which identifies the member in jobs.
        name: The display name; the default is the e-mail address.
        workspace: The slug of the workspace; the default is the workspace of the API keys.

    Returns:
        The member, in the format of the labelers in insights.

    Raises:
        ValueError: The workspace does not exist, or already has a member with this address.
    """
    home = _workspace(store, workspace)
    if email in home.members:
        raise ValueError(f"{email} is already a member")
    member = Member(store.ids.firestore_id(28), name or email, email)
    home.members[email] = member
    return {"id": member.id, "displayName": member.name, "email": member.email}


def add_batch(
    store: Store,
    *,
    name: str,
    images: int,
    project: str | None = None,
    workspace: str | None = None,
) -> JSON:
    """Add a batch of images to a project.

    Args:
        store: The store.
        name: The name, which need not be unique.
        images: The number of images.
        project: The slug of the project; the default is the first project of the workspace.
        workspace: The slug of the workspace; the default is the workspace of the API keys.

    Returns:
        The batch, in the format of the API.

    Raises:
        ValueError: The workspace or project does not exist, or ``images`` is negative.
    """
    if images < 0:
        raise ValueError(f"images must be at least 0, not {images}")
    home = _project(_workspace(store, workspace), project)
    batch = Batch(store.ids.firestore_id(), name, images, store.clock.now())
    home.batches[batch.id] = batch
    return batch_json(batch)


def add_activity(
    store: Store,
    *,
    email: str,
    day: str,
    images_labeled: int = 0,
    boxes_drawn: int = 0,
    marked_null: int = 0,
    model_assisted: int = 0,
    approved: int = 0,
    rejected: int = 0,
    project: str | None = None,
    workspace: str | None = None,
) -> JSON:
    """Add the activity of one labeler in one project on one day to the insights.

    Args:
        store: The store.
        email: The e-mail address of the labeler.
        day: ``YYYY-MM-DD``, 2023-08-01 or later; insights contain no earlier days.
        images_labeled: Number of labeled images.
        boxes_drawn: Number of drawn boxes.
        marked_null: Number of images marked as having no objects.
        model_assisted: Number of images labeled with the help of a model.
        approved: Number of approved images.
        rejected: Number of rejected images.
        project: The slug of the project; the default is the first project of the workspace.
        workspace: The slug of the workspace; the default is the workspace of the API keys.

    Returns:
        The day, and the ids of project and labeler.

    Raises:
        ValueError: The workspace, project or member does not exist, or the day is invalid.
    """
    home = _workspace(store, workspace)
    if email not in home.members:
        raise ValueError(f"{email} is not a member")
    when = date.fromisoformat(day)
    if when < FIRST_DAY:
        raise ValueError(f"day must be {FIRST_DAY} or later, not {day}")
    activity = Activity(
        when,
        _project(home, project).id,
        home.members[email].id,
        images_labeled,
        boxes_drawn,
        marked_null,
        model_assisted,
        approved,
        rejected,
    )
    home.activity.append(activity)
    return {"day": day, "projectId": activity.project, "labelerId": activity.labeler}


def work(
    store: Store,
    *,
    job: str,
    annotated: int,
    boxes: int = 0,
    approved: int = 0,
    rejected: int = 0,
    workspace: str | None = None,
) -> JSON:
    """Annotate and review images of a job, and add this work to the activity of the current day.

    Args:
        store: The store.
        job: The id of the job.
        annotated: Number of images to annotate.
        boxes: Number of boxes drawn on them.
        approved: Number of images that the reviewer approves.
        rejected: Number of images that the reviewer rejects.
        workspace: The slug of the workspace; the default is the workspace of the API keys.

    Returns:
        The job, in the format of the API. Its status is ``complete`` if all images are annotated.

    Raises:
        ValueError: The workspace or job does not exist, or has fewer images left to annotate.
    """
    home = _workspace(store, workspace)
    project = next((each for each in home.projects.values() if job in each.jobs), None)
    if project is None:
        raise ValueError(f"unknown job {job!r}")
    found = project.jobs[job]
    if not 0 <= annotated <= found.unannotated:
        raise ValueError(f"annotated must be from 0 to {found.unannotated}, not {annotated}")
    found.annotated += annotated
    found.unannotated -= annotated
    found.approved += approved
    found.rejected += rejected
    if found.unannotated == 0:
        found.status = "complete"
    add_activity(
        store,
        email=found.labeler,
        day=store.clock.now().date().isoformat(),
        images_labeled=annotated,
        boxes_drawn=boxes,
        approved=approved,
        rejected=rejected,
        project=project.slug,
        workspace=home.slug,
    )
    return job_json(home, project, found)


def _workspace(store: Store, slug: str | None) -> Workspace:
    state = store.state(State)
    if slug is None:
        return state.home()
    if slug not in state.workspaces:
        raise ValueError(f"unknown workspace {slug!r}")
    return state.workspaces[slug]


def _project(workspace: Workspace, slug: str | None) -> Project:
    if slug is None:
        return next(iter(workspace.projects.values()))
    if slug not in workspace.projects:
        raise ValueError(f"unknown project {slug!r}")
    return workspace.projects[slug]
