"""Tag groups: tag classes that exclude each other, or belong together.

No client is known that asks for them. The document has all four requests, and the paths follow
those of the tag classes.
"""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._paging import page
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
        project = check.uuid("project_id", project_id)
        return lambda offset, limit: page(list_tag_groups.plan(project, offset=offset, limit=limit))

    @operation
    def get(self, project_id: Id, tag_group_id: Id) -> Flow[TagGroup]:
        """Return one tag group.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            get_tag_group.plan(
                check.uuid("project_id", project_id), check.uuid("tag_group_id", tag_group_id)
            )
        )

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        type: TagGroupType | str,  # noqa: A002 - the platform's own word
        is_required: bool | None = None,
        norder: float | None = None,
    ) -> Flow[TagGroup]:
        """Make a tag group. Tag classes come into it by their own `tag_group_id`.

        Args:
            project_id: The project.
            name: Its name.
            type: SELECTION, an image can have one tag of the group, or MULTIPLE-SELECTION, it can
                have several.
            is_required: Whether every image must have a tag of it; False when not given.
            norder: Its place among the groups; a fraction puts it between two others. It cannot be
                null, as that of a tag class can.
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
        type: TagGroupType | str,  # noqa: A002 - the platform's own word
        is_required: bool | None = None,
        norder: float | None = None,
    ) -> Flow[TagGroup]:
        """Change a tag group; the platform wants name and type each time.

        Args:
            project_id: The project.
            tag_group_id: The group.
            name: Its name, new or old.
            type: Its type, new or old. What becomes of images that have several tags of a group
                that turns to SELECTION the document does not tell.
            is_required: Whether every image must have a tag of it.
            norder: Its place among the groups.
        """
        body = request_body(
            TagGroupInput,
            {"name": name, "type": type, "is_required": is_required, "norder": norder},
        )
        return send(
            update_tag_group.plan(
                check.uuid("project_id", project_id),
                check.uuid("tag_group_id", tag_group_id),
                body=body,
            )
        )
