"""Activity types: the activities that segments of videos can have."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._paging import pages
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
        """List the activity types of a project, with pages like the vendor's SDK."""
        return pages(list_activity_types.plan, check.uuid("project_id", project_id))

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        color: str | Null | None = None,
        prefix: str | Null | None = None,
    ) -> Flow[ActivityType]:
        """Create an activity type for segments of the project's videos.

        Args:
            project_id: The project.
            name: Name of the activity type.
            color: Color of its segments, #RRGGBBAA.
            prefix: A text that the document does not explain.
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
        """Update an activity type.

        Arguments that are not given keep their values; the platform requires the name in every
        request.

        Args:
            project_id: The project.
            activity_type_id: The activity type.
            name: The new or current name.
            color: Color of its segments, #RRGGBBAA; NULL removes it.
            prefix: A text that the document does not explain; NULL removes it.
        """
        body = request_body(ActivityTypeInput, {"name": name, "color": color, "prefix": prefix})
        ids = uuids(project_id=project_id, activity_type_id=activity_type_id)
        return send(update_activity_type.plan(*ids, body=body))

    @operation
    def delete(self, project_id: Id, activity_type_id: Id) -> Flow[None]:
        """Delete an activity type.

        What happens to the segments with this type is not documented. Evidence: the vendor's SDK
        only.
        """
        ids = uuids(project_id=project_id, activity_type_id=activity_type_id)
        return send(delete_activity_type.plan(*ids))
