"""Seeds of Roboflow; ids are those of the documents where they show some."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.roboflow.models import (
    Activity,
    Batch,
    Job,
    Member,
    Project,
    State,
    Version,
    Workspace,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from labelbridge_emulator.store import Store

_LAST_DAY = date(2024, 2, 29)


def demo(store: Store) -> None:
    """Add the workspace of the documents with batches, jobs, and seven months of activity."""
    workspace = _workspace(store)
    for member in (
        Member("labelerId124", "Mara", "mara@example.com"),
        Member("labelerId125", "Tomas", "labeler@example.com"),
        Member("labelerId126", "Priya", "priya@example.com"),
        Member("labelerId127", "Chen", "chen@example.com"),
        Member("g12lCVib0pgurZ6EqWLnApJJ4gr1", "Robin", "reviewer@example.com"),
    ):
        workspace.members[member.email] = member
    for project in (_racoons(), _streets()):
        workspace.projects[project.slug] = project
    projects = tuple(project.id for project in workspace.projects.values())
    labelers = tuple(
        each.id for each in workspace.members.values() if each.id.startswith("labeler")
    )
    workspace.activity += _documented_activity()
    workspace.activity += _later_activity(projects, labelers)


def empty(store: Store) -> None:
    """Add a workspace with one member and one empty project."""
    workspace = _workspace(store)
    created = datetime(2022, 11, 22, 19, 30, tzinfo=UTC)
    workspace.projects["my-cv-project"] = Project(
        id="PBDhem3YRI1rKtQZSqRK",
        slug="my-cv-project",
        name="My CV Project",
        kind="object-detection",
        annotation="racoons",
        created=created,
        updated=created,
        splits={"train": 0, "valid": 0, "test": 0},
        classes={},
        colors={},
    )


def _workspace(store: Store) -> Workspace:
    """Add the workspace of the documents with its first member."""
    workspace = Workspace("workspaceId123", "holeSv3hwbzrOv37vH5b", "my-workspace", "My Workspace")
    store.state(State).workspaces[workspace.slug] = workspace
    workspace.members["lenny@example.com"] = Member("labelerId123", "Lenny", "lenny@example.com")
    return workspace


def _racoons() -> Project:
    """Return the project of the documents, with the same batches, jobs and counts.

    The counts of the second job do not add up to its images, as in the document.
    """
    created = datetime(2022, 11, 22, 19, 30, tzinfo=UTC)
    uploaded = datetime(2022, 11, 22, 19, 40, 24, 818_000, tzinfo=UTC)
    batch = Batch("6VN0fFQIWU1E24bDjGsN", "Uploaded on 11/22/22 at 1:39 pm", 115, uploaded, jobs=2)
    by_api = Batch(
        "x0tNAq8ZLDTgMn2cPbVK",
        "Upload via API",
        11,
        datetime(2022, 11, 23, 20, 54, 33, 47_000, tzinfo=UTC),
    )
    jobs = (
        Job(
            id="5LfYNJg10Z9Kvx5Tt5Uq",
            name="Uploaded on 11/22/22 at 1:39 pm: Job 9",
            batch=batch.id,
            labeler="lenny@example.com",
            reviewer="reviewer@example.com",
            instructions="",
            created_by="g12lCVib0pgurZ6EqWLnApJJ4gr1",
            created=datetime(2022, 11, 22, 20, 14, 48, 297_000, tzinfo=UTC),
            images=26,
            annotated=3,
            unannotated=23,
        ),
        Job(
            id="h2E42jt686yLyMIxxqOQ",
            name="Test Job",
            batch=batch.id,
            labeler="mara@example.com",
            reviewer="reviewer@example.com",
            instructions="Please label all the racoons in the images using polygons",
            created_by="API",
            created=datetime(2022, 11, 22, 20, 16, 32, 651_000, tzinfo=UTC),
            images=25,
            annotated=12,
            unannotated=2,
        ),
    )
    return Project(
        id="PBDhem3YRI1rKtQZSqRK",
        slug="my-cv-project",
        name="My CV Project",
        kind="object-detection",
        annotation="racoons",
        created=created,
        updated=datetime(2022, 11, 23, 20, 54, 33, 47_000, tzinfo=UTC),
        splits={"train": 88, "valid": 25, "test": 13},
        classes={"racoon": 141},
        colors={"racoon": "#FF8000"},
        versions=[
            Version(
                1,
                "2022-11-24 9:12am",
                datetime(2022, 11, 24, 9, 12, tzinfo=UTC),
                {"train": 10, "valid": 3, "test": 2},
            )
        ],
        batches={each.id: each for each in (batch, by_api)},
        jobs={job.id: job for job in jobs},
    )


def _streets() -> Project:
    """Return a second project, with the id of the documents' insights."""
    return Project(
        id="projectId123",
        slug="street-scenes",
        name="Street Scenes",
        kind="instance-segmentation",
        annotation="road-users",
        created=datetime(2023, 7, 3, 8, 0, tzinfo=UTC),
        updated=datetime(2024, 2, 29, 16, 5, tzinfo=UTC),
        splits={"train": 640, "valid": 120, "test": 80},
        classes={"car": 2210, "cyclist": 318, "pedestrian": 1404},
        colors={"car": "#1F77B4", "cyclist": "#2CA02C", "pedestrian": "#D62728"},
        batches={
            "Wq3mVd81sYHtKzPj5eRa": Batch(
                "Wq3mVd81sYHtKzPj5eRa",
                "Dashcam, week 8",
                240,
                datetime(2024, 2, 23, 7, 30, 12, 405_000, tzinfo=UTC),
            )
        },
    )


def _documented_activity() -> Iterator[Activity]:
    """Yield the activity in the document on insights: one labeler, 73 images, 127 boxes."""
    counts = ((date(2023, 8, 2), 31, 54, 5, 1), (date(2023, 8, 9), 42, 73, 3, 0))
    for day, images, boxes, null, assisted in counts:
        yield Activity(
            day,
            "projectId123",
            "labelerId123",
            images_labeled=images,
            boxes_drawn=boxes,
            marked_null=null,
            model_assisted=assisted,
            approved=images,
        )


@cache
def _later_activity(projects: Sequence[str], labelers: Sequence[str]) -> Sequence[Activity]:
    """Return random activity on working days after the document's range.

    Each labeler has a different speed and error rate. The result is cached for later seeds.
    """
    chance = random.Random(7)  # noqa: S311 - must repeat, protects nothing
    pace = dict(zip(labelers, (46, 31, 58, 24, 39), strict=True))
    errors = dict(zip(labelers, (0.03, 0.11, 0.17, 0.02, 0.07), strict=True))
    activity = []
    day = date(2023, 8, 16)
    while day <= _LAST_DAY:
        for labeler in labelers if day.weekday() < 5 else ():
            if chance.random() < 0.4:
                continue
            images = round(pace[labeler] * chance.uniform(0.6, 1.3))
            rejected = sum(chance.random() < errors[labeler] for _ in range(images))
            activity.append(
                Activity(
                    day,
                    chance.choice(projects),
                    labeler,
                    images_labeled=images,
                    boxes_drawn=round(images * chance.uniform(1.2, 4.0)),
                    marked_null=round(images * chance.uniform(0, 0.08)),
                    model_assisted=round(images * chance.uniform(0, 0.3)),
                    approved=images - rejected,
                    rejected=rejected,
                )
            )
        day += timedelta(days=1)
    return tuple(activity)
