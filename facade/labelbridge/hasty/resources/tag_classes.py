"""Tag classes: what a whole image can be said to be."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.batches import with_ids
from labelbridge.hasty._paging import page
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.tag_classes import (
    create_tag_class,
    delete_tag_class,
    get_tag_class,
    list_tag_classes,
    update_tag_class,
)
from labelbridge_api.hasty.models import TagClass, TagClassInput


class TagClasses(Resource[C]):
    """The tag classes of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[TagClass]:
        """List the tag classes of a project."""
        project = check.uuid("project_id", project_id)
        return lambda offset, limit: page(
            list_tag_classes.plan(project, offset=offset, limit=limit)
        )

    @operation
    def get(self, project_id: Id, tag_class_id: Id) -> Flow[TagClass]:
        """Return one tag class.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            get_tag_class.plan(
                check.uuid("project_id", project_id), check.uuid("tag_class_id", tag_class_id)
            )
        )

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        norder: float | Null | None = None,
        tag_group_id: Id | Null | None = None,
        tag_group_name: str | Null | None = None,
    ) -> Flow[TagClass]:
        """Make a class that images of the project can be tagged with.

        Args:
            project_id: The project.
            name: Its name.
            norder: Its place among the tag classes; a fraction puts it between two others.
            tag_group_id: The tag group that it shall belong to.
            tag_group_name: Name of that group. The document has it beside the id, and does not
                tell what it does without one.
        """
        body = _body(name, norder, tag_group_id, tag_group_name)
        return send(create_tag_class.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        tag_class_id: Id,
        *,
        name: str,
        norder: float | Null | None = None,
        tag_group_id: Id | Null | None = None,
        tag_group_name: str | Null | None = None,
    ) -> Flow[TagClass]:
        """Change a tag class.

        What is not given stays as it is; the platform wants the name each time.

        Args:
            project_id: The project.
            tag_class_id: The class.
            name: Its name, new or old.
            norder: Its place among the tag classes; NULL gives it none.
            tag_group_id: The tag group to move it to; NULL takes it out of its group.
            tag_group_name: Name of that group, as for `create`.
        """
        body = _body(name, norder, tag_group_id, tag_group_name)
        return send(
            update_tag_class.plan(
                check.uuid("project_id", project_id),
                check.uuid("tag_class_id", tag_class_id),
                body=body,
            )
        )

    @operation
    def delete(self, project_id: Id, tag_class_id: Id) -> Flow[None]:
        """Delete a tag class. Only the vendor's SDK shows this; of its tags it says nothing.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            delete_tag_class.plan(
                check.uuid("project_id", project_id), check.uuid("tag_class_id", tag_class_id)
            )
        )


def _body(
    name: str,
    norder: float | Null | None,
    tag_group_id: Id | Null | None,
    tag_group_name: str | Null | None,
) -> TagClassInput:
    values = {
        "name": name,
        "norder": norder,
        "tag_group_id": tag_group_id,
        "tag_group_name": tag_group_name,
    }
    return request_body(TagClassInput, with_ids(values, "tag_group_id"))
