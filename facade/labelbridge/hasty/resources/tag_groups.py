"""Tag groups: groups of tag classes of which an image can have one or several tags.

No known client uses these operations. The document has all four requests; the paths follow those of
the tag classes.
"""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.tag_groups import (
    create_tag_group,
    get_tag_group,
    list_tag_groups,
    update_tag_group,
)
from labelbridge_api.hasty.models import TagGroup, TagGroupInput, TagGroupType


class TagGroups(Resource[C]):
    """The tag groups of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[TagGroup]:
        """List the tag groups of a project."""
        return pages(list_tag_groups.plan, check.uuid("project_id", project_id))

    @operation
    def get(self, project_id: Id, tag_group_id: Id) -> Flow[TagGroup]:
        """Return one tag group.

        Raises:
            NotFound: The project has no tag group with this id.
        """
        ids = uuids(project_id=project_id, tag_group_id=tag_group_id)
        return send(get_tag_group.plan(*ids))

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        type: TagGroupType | str,  # noqa: A002 - the platform's word
        is_required: bool | None = None,
        norder: float | None = None,
    ) -> Flow[TagGroup]:
        """Create a tag group. Tag classes join it with their `tag_group_id`.

        Args:
            project_id: The project.
            name: Name of the group.
            type: SELECTION, an image can have one tag of the group, or MULTIPLE-SELECTION, an image
                can have several.
            is_required: Whether every image must have a tag of the group; default False.
            norder: Sort position among the groups; fractions are allowed. Unlike for a tag class,
                it cannot be null.
        """
        body = request_body(
            TagGroupInput,
            {"name": name, "type": type, "is_required": is_required, "norder": norder},
        )
        return send(create_tag_group.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        tag_group_id: Id,
        *,
        name: str,
        type: TagGroupType | str,  # noqa: A002 - the platform's word
        is_required: bool | None = None,
        norder: float | None = None,
    ) -> Flow[TagGroup]:
        """Update a tag group. The platform requires name and type in every request.

        Args:
            project_id: The project.
            tag_group_id: The group.
            name: The new or current name.
            type: The new or current type. What happens to images with several tags of a group that
                becomes SELECTION is not documented.
            is_required: Whether every image must have a tag of the group.
            norder: Sort position among the groups.
        """
        body = request_body(
            TagGroupInput,
            {"name": name, "type": type, "is_required": is_required, "norder": norder},
        )
        ids = uuids(project_id=project_id, tag_group_id=tag_group_id)
        return send(update_tag_group.plan(*ids, body=body))
