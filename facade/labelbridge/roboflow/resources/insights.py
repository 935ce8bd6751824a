"""Annotation insights: statistics of labelers."""

from __future__ import annotations

import warnings
from datetime import date
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, operation
from labelbridge.roboflow._inputs.checks import slug
from labelbridge_api.roboflow import models
from labelbridge_api.roboflow.api.insights import get_insights

FIRST_DAY: Final = date(2023, 8, 1)
"""The first day with data."""


class NoDataWarning(UserWarning):
    """Insights are requested for days before the first day with data."""


class Insights(Resource[C]):
    """Statistics of labelers."""

    @operation
    def get(
        self,
        workspace: Name,
        *,
        start_date: str | date | None = None,
        end_date: str | date | None = None,
        project_id: str | None = None,
        user_id: str | None = None,
    ) -> Flow[models.Insights]:
        """Return statistics of the labelers of a workspace for a range of days.

        The result has a row for each labeler and project (`data`), the labelers (`labelers`, joined
        by `labeler_id`) and totals (`stats`). Rows have no date. Rates are percentages, 0 to 100;
        `rejected` is the number of rejections, of which one image can have several. Insights are
        available only in some plans.

        Documented in "Annotation Insights". A later edition of this page requires both dates, and
        has a filter `project` with a slug; this method sends `projectId`.

        Args:
            workspace: Slug of the workspace.
            start_date: First day, `YYYY-MM-DD` or a date. Data starts at 2023-08-01; an earlier day
                causes a NoDataWarning.
            end_date: Last day. Whether it is included is not documented.
            project_id: Only rows of this project (`row.project_id`, not the slug).
            user_id: Only rows of this labeler (`labeler.id`).

        Raises:
            InvalidArgument: A date is invalid, or the range ends before it starts.
        """
        start, end = check.day("start_date", start_date), check.day("end_date", end_date)
        check.check_range("start_date", start, "end_date", end)
        for argument, day in (("start_date", start), ("end_date", end)):
            if day is not None and day < FIRST_DAY:
                warnings.warn(
                    f"{argument} ({day}) is before {FIRST_DAY}, the first day with data",
                    NoDataWarning,
                    stacklevel=3,  # the caller of the bound method
                )
        return send(
            get_insights.plan(
                slug("workspace", workspace),
                start_date=start,
                end_date=end,
                project_id=None if project_id is None else check.name("project_id", project_id),
                user_id=None if user_id is None else check.name("user_id", user_id),
            )
        )
