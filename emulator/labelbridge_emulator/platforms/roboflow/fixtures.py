"""Adding to the Roboflow side of a world, from Python or by ``POST /_emulator/roboflow/{face}``."""

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
    """Make somebody a member, who can then be a labeler or reviewer.

    Args:
        store: Where.
        email: The address, by which jobs name people.
        name: The display name; the address when empty.
        workspace: The slug; the one that keys belong to when None.

    Returns:
        The member as insights list labelers.

    Raises:
        ValueError: There is no such workspace, or the address is a member's already.
    """
    home = _workspace(store, workspace)
    if email in home.members:
        raise ValueError(f"{email} is a member already")
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
        store: Where.
        name: Need not be unique.
        images: How many images it holds.
        project: The slug; the workspace's first project when None.
        workspace: The slug; the one that keys belong to when None.

    Returns:
        The batch as the API shows it.

    Raises:
        ValueError: There is no such workspace or project, or ``images`` is negative.
    """
    if images < 0:
        raise ValueError(f"a batch cannot hold {images} images")
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
    """Add what one labeler did in one project on one day to the insights.

    Args:
        store: Where.
        email: The labeler's address.
        day: ``YYYY-MM-DD``, 2023-08-01 or later: insights have nothing older.
        images_labeled: Counts, like those that follow.
        boxes_drawn: See the contract's ``InsightsRow``.
        marked_null: Likewise.
        model_assisted: Likewise.
        approved: Likewise.
        rejected: Likewise.
        project: The slug; the workspace's first project when None.
        workspace: The slug; the one that keys belong to when None.

    Returns:
        The day, and the ids by which insights filter.

    Raises:
        ValueError: There is no such workspace, project or member; the day is none or too early.
    """
    home = _workspace(store, workspace)
    if email not in home.members:
        raise ValueError(f"{email} is not a member")
    when = date.fromisoformat(day)
    if when < FIRST_DAY:
        raise ValueError(f"insights begin on {FIRST_DAY}, {day} is earlier")
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
    """Let a job's labeler annotate and its reviewer review; it counts as activity of the day.

    Args:
        store: Where; its clock says what day it is.
        job: The job's id.
        annotated: How many of its images get annotated.
        boxes: How many boxes are drawn on them.
        approved: How many annotated images the reviewer approves.
        rejected: How many the reviewer rejects.
        workspace: The slug; the one that keys belong to when None.

    Returns:
        The job as the API shows it; its status is ``complete`` once every image is annotated.

    Raises:
        ValueError: There is no such workspace or job, or not so many images are left to annotate.
    """
    home = _workspace(store, workspace)
    project = next((each for each in home.projects.values() if job in each.jobs), None)
    if project is None:
        raise ValueError(f"there is no job {job}")
    found = project.jobs[job]
    if not 0 <= annotated <= found.unannotated:
        raise ValueError(f"{found.unannotated} images are left to annotate, not {annotated}")
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
        raise ValueError(f"there is no workspace {slug}")
    return state.workspaces[slug]


def _project(workspace: Workspace, slug: str | None) -> Project:
    if slug is None:
        return next(iter(workspace.projects.values()))
    if slug not in workspace.projects:
        raise ValueError(f"there is no project {slug}")
    return workspace.projects[slug]
