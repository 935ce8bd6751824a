"""The Roboflow part of the demo: assign images to a labeler, and read statistics of labelers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from attrs import evolve
from rich.table import Table

from labelbridge import Roboflow
from labelbridge.cli.demo.inputs import Inputs
from labelbridge.cli.demo.labeler_stats import LabelerStats, TeamStats
from labelbridge.cli.demo.part import DemoPart, PartResult
from labelbridge.cli.demo.plot import draw_team
from labelbridge.cli.demo.report import Check, counted, number_table, plural
from labelbridge.errors import ResponseFormatError
from labelbridge.roboflow.resources.insights import FIRST_DAY
from labelbridge_api.roboflow.models import Batch, Insights

PLATFORM: Final = "Roboflow"
PLOT: Final = "insights.png"
LAST_DAY: Final = date(2024, 2, 29)
"""The last day on which the emulator's demo labelers worked."""
IMAGES: Final = 25
"""The number of images to assign."""
INSTRUCTIONS: Final = "Outline each object tightly; leave out what is smaller than 8 pixels."


class Part(DemoPart):
    """Reads the annotation insights, creates a job, and plots the insights."""

    title = "Roboflow: read insights, assign images"
    files = (PLOT,)

    def __init__(self, inputs: Inputs) -> None:
        super().__init__(inputs)
        self.steps = 3

    def run(self, client: Roboflow, folder: Path, advance: Callable[[], object]) -> PartResult:
        """Run the part, and check that the numbers add up."""
        workspace = client.workspaces.check_key().workspace or ""
        team, checks = read_insights(client, workspace)
        advance()
        checks += assign_images(client, team, workspace)
        advance()
        draw_team(team, folder / PLOT)
        advance()
        return PartResult(checks, [labelers_table(team)])


def assign_images(roboflow: Roboflow, team: TeamStats, workspace: str) -> list[Check]:
    """Assign images of the first batch with images to the busiest labeler."""
    labeler, reviewer = team.labelers[:2]
    project, batch = _batch_with_images(roboflow, workspace)
    before, batch_id = batch.images or 0, batch.id or ""
    job = roboflow.jobs.create(
        workspace,
        project,
        name="labelbridge demo",
        batch_id=batch_id,
        num_images=min(IMAGES, before),
        labeler_email=labeler.email,
        reviewer_email=reviewer.email,
        instructions=INSTRUCTIONS,
    )
    assigned = job.num_images or 0
    left = roboflow.batches.get(workspace, project, batch_id).images or 0
    listed = [each for each in roboflow.jobs.list(workspace, project) if each.id == job.id]
    people = (job.labeler, job.reviewer) == (labeler.email, reviewer.email)
    return [
        Check(
            PLATFORM,
            "images of a batch assigned",
            f"{counted(assigned, before)} to {labeler.name}",
            assigned == min(IMAGES, before) and left == before - assigned and people,
        ),
        Check(PLATFORM, "job read back", plural(len(listed), "job"), listed == [job]),
    ]


def _batch_with_images(roboflow: Roboflow, workspace: str) -> tuple[str, Batch]:
    """Return the slug of a project, and a batch in it that has unassigned images."""
    for project in roboflow.workspaces.get(workspace).projects or []:
        slug = (project.id or "").rpartition("/")[2]
        for batch in roboflow.batches.list(workspace, slug):
            if batch.images:
                return slug, batch
    raise ResponseFormatError(
        "the workspace has no batch with unassigned images", operation="list_batches"
    )


def read_insights(roboflow: Roboflow, workspace: str) -> tuple[TeamStats, list[Check]]:
    """Read the statistics of all labelers, for the complete period and for each month."""
    period = roboflow.insights.get(workspace, start_date=FIRST_DAY, end_date=LAST_DAY)
    labelers = sorted(_totals(period).values(), key=lambda each: (-each.images, each.email))
    months = [FIRST_DAY]
    images: dict[str, list[int]] = {each.email: [] for each in labelers}
    while months[-1] <= LAST_DAY:
        following = (months[-1] + timedelta(days=31)).replace(day=1)
        month = roboflow.insights.get(
            workspace, start_date=months[-1], end_date=following - timedelta(days=1)
        )
        totals = _totals(month)
        for email, row in images.items():
            row.append(totals[email].images if email in totals else 0)
        months.append(following)
    total = period.stats.num_images_labeled
    counts = [sum(each.images for each in labelers), sum(map(sum, images.values()))]
    found = f"{plural(len(labelers), 'labeler')}, {total:,} images"
    team = TeamStats(labelers, months[:-1], images)
    return team, [Check(PLATFORM, "monthly insights add up", found, counts == [total, total])]


def _totals(insights: Insights) -> dict[str, LabelerStats]:
    """Add up the rows of each labeler; there is one row per project."""
    people = {each.id: each for each in insights.labelers}
    found: dict[str, LabelerStats] = {}
    for row in insights.data:
        person = people[row.labeler_id]
        email = person.email or ""
        stats = found.get(email, LabelerStats(person.display_name or email, email))
        found[email] = evolve(
            stats,
            images=stats.images + (row.images_labeled or 0),
            boxes=stats.boxes + (row.boxes_drawn or 0),
            marked_null=stats.marked_null + (row.marked_null or 0),
            model_assisted=stats.model_assisted + (row.model_assisted or 0),
            approved=stats.approved + (row.approved or 0),
            rejected=stats.rejected + (row.rejected or 0),
        )
    return found


def labelers_table(team: TeamStats) -> Table:
    """Return a table of the totals of each labeler."""
    columns = "Labeler", "images", "boxes", "null", "assisted", "approved", "rejected", "approval"
    first, last = team.months[0], team.months[-1]
    return number_table(
        f"Roboflow: work of the labelers, {first:%B %Y} to {last:%B %Y}",
        columns,
        (
            (
                each.name,
                f"{each.images:,}",
                f"{each.boxes:,}",
                f"{each.marked_null:,}",
                f"{each.model_assisted:,}",
                f"{each.approved:,}",
                f"{each.rejected:,}",
                f"{each.approval_rate:.1f} %",
            )
            for each in team.labelers
        ),
    )
