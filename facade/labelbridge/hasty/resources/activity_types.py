"""Activity types: what can happen in a segment of a video."""

from __future__ import annotations

from uuid import UUID

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._paging import page
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.activity_types import (
    create_activity_type,
    delete_activity_type,
    list_activity_types,
    update_activity_type,
)
from labelbridge_api.hasty.models import ActivityType, ActivityTypeInput


class ActivityTypes(Resource[C]):
    """The activity types of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[ActivityType]:
        """List the activity types of a project, page by page as the vendor's SDK does."""
        project = check.uuid("project_id", project_id)
        return lambda offset, limit: page(
            list_activity_types.plan(project, offset=offset, limit=limit)
        )

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        color: str | Null | None = None,
        prefix: str | Null | None = None,
    ) -> Flow[ActivityType]:
        """Make an activity type that segments of the project's videos can have.

        Args:
            project_id: The project.
            name: Its name.
            color: Colour of its segments, #RRGGBBAA.
            prefix: A text that the document calls so, and does not explain.
        """
        body = request_body(ActivityTypeInput, {"name": name, "color": color, "prefix": prefix})
        return send(create_activity_type.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        activity_type_id: Id,
        *,
        name: str,
        color: str | Null | None = None,
        prefix: str | Null | None = None,
    ) -> Flow[ActivityType]:
        """Change an activity type.

        What is not given stays as it is; the platform wants the name each time.

        Args:
            project_id: The project.
            activity_type_id: The activity type.
            name: Its name, new or old.
            color: Colour of its segments, #RRGGBBAA; NULL removes it.
            prefix: A text that the document calls so, and does not explain; NULL removes it.
        """
        body = request_body(ActivityTypeInput, {"name": name, "color": color, "prefix": prefix})
        return send(update_activity_type.plan(*_ids(project_id, activity_type_id), body=body))

    @operation
    def delete(self, project_id: Id, activity_type_id: Id) -> Flow[None]:
        """Delete an activity type. Only the vendor's SDK shows this.

        What becomes of the segments that have it, no source tells.
        """
        return send(delete_activity_type.plan(*_ids(project_id, activity_type_id)))


def _ids(project_id: Id, activity_type_id: Id) -> tuple[UUID, UUID]:
    return (
        check.uuid("project_id", project_id),
        check.uuid("activity_type_id", activity_type_id),
    )
