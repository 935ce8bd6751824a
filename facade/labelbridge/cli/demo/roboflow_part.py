"""Roboflow's part of the demo: a labeler gets images, and all labelers' work is counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from attrs import evolve, frozen
from rich.table import Table

from labelbridge import Roboflow
from labelbridge.cli.demo.report import Check, counted, numbers, plural
from labelbridge.errors import ResponseFormatError
from labelbridge.roboflow.resources.insights import FIRST_DAY
from labelbridge_api.roboflow.models import Batch, Insights

PLATFORM: Final = "Roboflow"
LAST_DAY: Final = date(2024, 2, 29)
"""Of the insights: the emulator's labelers work until then."""
WANTED: Final = 25
"""Images for the new job."""
INSTRUCTIONS: Final = "Outline each object tightly; leave out what is smaller than 8 pixels."


@frozen
class Work:
    """What one labeler did in all projects, counted."""

    name: str
    email: str
    images: int = 0
    boxes: int = 0
    marked_null: int = 0
    model_assisted: int = 0
    approved: int = 0
    rejected: int = 0

    @property
    def approval_rate(self) -> float:
        """Percent of the reviews that approved; 0 when there was none."""
        return 100 * self.approved / max(self.approved + self.rejected, 1)


@frozen
class Labeling:
    """The labelers' work.

    Attributes:
        labelers: Each one's sums, most images first.
        months: The first days of the months.
        images: Images labeled in each month, by the labeler's address.
    """

    labelers: list[Work]
    months: list[date]
    images: dict[str, list[int]]


def assign_work(roboflow: Roboflow, labeling: Labeling, workspace: str) -> list[Check]:
    """Give images of the first batch that has some to the busiest labeler; the next one reviews."""
    labeler, reviewer = labeling.labelers[:2]
    project, batch = _waiting(roboflow, workspace)
    before, batch_id = batch.images or 0, batch.id or ""
    job = roboflow.jobs.create(
        workspace,
        project,
        name="labelbridge demo",
        batch_id=batch_id,
        num_images=min(WANTED, before),
        labeler_email=labeler.email,
        reviewer_email=reviewer.email,
        instructions=INSTRUCTIONS,
    )
    given = job.num_images or 0
    left = roboflow.batches.get(workspace, project, batch_id).images or 0
    listed = [each for each in roboflow.jobs.list(workspace, project) if each.id == job.id]
    people = (job.labeler, job.reviewer) == (labeler.email, reviewer.email)
    return [
        Check(
            PLATFORM,
            "images of a batch assigned",
            f"{counted(given, before)} to {labeler.name}",
            given == min(WANTED, before) and left == before - given and people,
        ),
        Check(PLATFORM, "job read back", plural(len(listed), "job"), listed == [job]),
    ]


def _waiting(roboflow: Roboflow, workspace: str) -> tuple[str, Batch]:
    """Find a batch whose images wait for a labeler, and the slug of its project."""
    for project in roboflow.workspaces.get(workspace).projects or []:
        slug = (project.id or "").rpartition("/")[2]
        for batch in roboflow.batches.list(workspace, slug):
            if batch.images:
                return slug, batch
    raise ResponseFormatError("no batch of the workspace has images", operation="list_batches")


def read_insights(roboflow: Roboflow, workspace: str) -> tuple[Labeling, list[Check]]:
    """Read what the labelers did, in all and month by month."""
    whole = roboflow.insights.get(workspace, start_date=FIRST_DAY, end_date=LAST_DAY)
    people = sorted(_sums(whole).values(), key=lambda work: (-work.images, work.email))
    months = [FIRST_DAY]
    images: dict[str, list[int]] = {work.email: [] for work in people}
    while months[-1] <= LAST_DAY:
        following = (months[-1] + timedelta(days=31)).replace(day=1)
        month = roboflow.insights.get(
            workspace, start_date=months[-1], end_date=following - timedelta(days=1)
        )
        sums = _sums(month)
        for email, row in images.items():
            row.append(sums[email].images if email in sums else 0)
        months.append(following)
    total = whole.stats.num_images_labeled if whole.stats else 0
    counts = [sum(work.images for work in people), sum(map(sum, images.values()))]
    found = f"{plural(len(people), 'labeler')}, {total:,} images"
    labeling = Labeling(people, months[:-1], images)
    return labeling, [Check(PLATFORM, "insights add up", found, counts == [total, total])]


def _sums(insights: Insights) -> dict[str, Work]:
    """Sum the rows of each labeler, which are one a project."""
    people = {each.id: each for each in insights.labelers or []}
    found: dict[str, Work] = {}
    for row in insights.data or []:
        person = people[row.labeler_id]
        email = person.email or ""
        work = found.get(email, Work(person.display_name or email, email))
        found[email] = evolve(
            work,
            images=work.images + (row.images_labeled or 0),
            boxes=work.boxes + (row.boxes_drawn or 0),
            marked_null=work.marked_null + (row.marked_null or 0),
            model_assisted=work.model_assisted + (row.model_assisted or 0),
            approved=work.approved + (row.approved or 0),
            rejected=work.rejected + (row.rejected or 0),
        )
    return found


def labelers_table(labeling: Labeling) -> Table:
    """Return what each labeler did."""
    columns = "Labeler", "images", "boxes", "null", "assisted", "approved", "rejected", "approval"
    first, last = labeling.months[0], labeling.months[-1]
    return numbers(
        f"Roboflow: work of the labelers, {first:%B %Y} to {last:%B %Y}",
        columns,
        (
            (
                work.name,
                f"{work.images:,}",
                f"{work.boxes:,}",
                f"{work.marked_null:,}",
                f"{work.model_assisted:,}",
                f"{work.approved:,}",
                f"{work.rejected:,}",
                f"{work.approval_rate:.1f} %",
            )
            for work in labeling.labelers
        ),
    )
