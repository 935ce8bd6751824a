"""Tag classes: the classes that tags of images can have."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.batches import ids_as_text
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._paging import pages
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
        return pages(list_tag_classes.plan, check.uuid("project_id", project_id))

    @operation
    def get(self, project_id: Id, tag_class_id: Id) -> Flow[TagClass]:
        """Return one tag class.

        Raises:
            NotFound: The project has no tag class with this id.
        """
        return send(get_tag_class.plan(*uuids(project_id=project_id, tag_class_id=tag_class_id)))

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
        """Create a tag class for images of the project.

        Args:
            project_id: The project.
            name: Name of the class.
            norder: Sort position among the tag classes; fractions are allowed.
            tag_group_id: The tag group of the class.
            tag_group_name: Name of this group. The document has it beside the id; its effect
                without an id is not documented.
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
        """Update a tag class.

        Arguments that are not given keep their values; the platform requires the name in every
        request.

        Args:
            project_id: The project.
            tag_class_id: The class.
            name: The new or current name.
            norder: Sort position among the tag classes; NULL removes it.
            tag_group_id: The tag group to move it to; NULL removes it from its group.
            tag_group_name: Name of this group, as for `create`.
        """
        body = _body(name, norder, tag_group_id, tag_group_name)
        ids = uuids(project_id=project_id, tag_class_id=tag_class_id)
        return send(update_tag_class.plan(*ids, body=body))

    @operation
    def delete(self, project_id: Id, tag_class_id: Id) -> Flow[None]:
        """Delete a tag class. What happens to its tags is not documented.

        Evidence: the vendor's SDK only.

        Raises:
            NotFound: The project has no tag class with this id.
        """
        ids = uuids(project_id=project_id, tag_class_id=tag_class_id)
        return send(delete_tag_class.plan(*ids))


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
    return request_body(TagClassInput, ids_as_text(values, "tag_group_id"))
