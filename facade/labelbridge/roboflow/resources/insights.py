"""Annotation insights: what labelers did, counted."""

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
"""There is no data of earlier days."""


class NoDataWarning(UserWarning):
    """Insights are asked for days of which the platform has no data."""


class Insights(Resource[C]):
    """What labelers did, counted."""

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
        """Count what labelers did in a range of days.

        The answer has a row for each labeler and project (`data`), the labelers (`labelers`, joined
        by `labeler_id`) and totals (`stats`). Rows bear no date. Rates are percent, 0 to 100;
        `rejected` counts rejections, of which one image can have several. Some plans only.

        Documented in "Annotation Insights". A later edition of that page requires both dates, and
        names the filter by project `project`, with a slug; this sends `projectId`.

        Args:
            workspace: Slug of the workspace.
            start_date: First day, `YYYY-MM-DD` or a date. Data starts at 2023-08-01; an earlier day
                warns with NoDataWarning.
            end_date: Last day. Whether it is counted itself is not documented.
            project_id: Only rows of this project (`row.project_id`, not the slug).
            user_id: Only rows of this labeler (`labeler.id`).

        Raises:
            InvalidArgument: A date is none, or the range ends before it starts.
        """
        start, end = check.day("start_date", start_date), check.day("end_date", end_date)
        check.check_range("start_date", start, "end_date", end)
        for argument, day in (("start_date", start), ("end_date", end)):
            if day is not None and day < FIRST_DAY:
                warnings.warn(
                    f"{argument} ({day}) lies before {FIRST_DAY}, where the platform's data starts",
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
