"""Keypoint schemas: the keypoints of labels of a class, and the edges between them.

No known client uses these operations. The document shows bodies and responses; the paths are
derived, with least confidence for the links with label classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.encode import Null
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import convert_items
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._inputs.keypoint_schemas import Edge, Keypoint, Link, link_body, schema_body
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.keypoint_schemas import (
    create_keypoint_schema,
    delete_keypoint_schema_classes,
    list_keypoint_schema_classes,
    list_keypoint_schemas,
    set_keypoint_schema_classes,
    update_keypoint_schema,
)
from labelbridge_api.hasty.models import (
    KeypointSchema,
    KeypointSchemaLabelClass,
    KeypointSchemaType,
)


class KeypointSchemaFields(TypedDict, total=False):
    """Optional fields of a keypoint schema.

    Attributes:
        description: Description of the schema.
        norder: Sort position among the schemas; fractions are allowed.
        keypoint_classes: The keypoints, as models or as dicts with the platform's names: name,
            description, min_points and max_points (number of points in a label), norder, and
            editor_x and editor_y, the position in the schema editor.
        keypoint_skeleton: The edges between the keypoints, as models or dicts:
            keypoint_class_id_a and keypoint_class_id_b, and color as #RRGGBB.
        template_id: The template of the schema.
    """

    description: str | Null | None
    norder: float | Null | None
    keypoint_classes: Iterable[Keypoint] | Null | None
    keypoint_skeleton: Iterable[Edge] | Null | None
    template_id: Id | Null | None


class KeypointSchemas(Resource[C]):
    """The keypoint schemas of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[KeypointSchema]:
        """List the keypoint schemas of a project. The platform returns them in one response."""
        plan = list_keypoint_schemas.plan(validate.uuid("project_id", project_id))
        return single_page(plan, lambda schemas: schemas)

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        type: KeypointSchemaType | str,  # noqa: A002 - the platform's word
        check: bool = True,
        **fields: Unpack[KeypointSchemaFields],
    ) -> Flow[KeypointSchema]:
        """Create a keypoint schema.

        Edges refer to the ids of keypoint classes, which new keypoint classes do not have yet; the
        document does not explain how to send both in one request. Create the schema with its
        keypoint classes, then add the edges with `update`.

        Args:
            project_id: The project.
            name: Name of the schema.
            type: "pose" (keypoints with a skeleton), "points" (keypoints without edges) or
                "polyline".
            check: Whether numbers of points and ends of edges must be valid; False sends any.
            **fields: See KeypointSchemaFields: keypoint_classes, keypoint_skeleton and more.

        Raises:
            InvalidArgument: A part is invalid; the message names it. No request was sent.
        """
        body = schema_body({"name": name, "type": type, **fields}, check=check)
        return send(create_keypoint_schema.plan(validate.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        keypoint_schema_id: Id,
        *,
        name: str,
        type: KeypointSchemaType | str,  # noqa: A002 - the platform's word
        check: bool = True,
        **fields: Unpack[KeypointSchemaFields],
    ) -> Flow[KeypointSchema]:
        """Update a keypoint schema. The platform requires name and type in every request.

        Keypoint classes are sent without ids, because the contract has no field for them. How the
        platform matches them with the existing classes is not documented. Leave the list out to
        keep the existing classes.

        Args:
            project_id: The project.
            keypoint_schema_id: The schema.
            name: The new or current name.
            type: The new or current type.
            check: Whether numbers of points and ends of edges must be valid; False sends any.
            **fields: See KeypointSchemaFields. NULL removes a value.

        Raises:
            InvalidArgument: A part is invalid; the message names it. No request was sent.
        """
        body = schema_body({"name": name, "type": type, **fields}, check=check)
        ids = uuids(project_id=project_id, keypoint_schema_id=keypoint_schema_id)
        return send(update_keypoint_schema.plan(*ids, body=body))

    @listing
    def classes(self, project_id: Id) -> PageFetcher[KeypointSchemaLabelClass]:
        """List the links between keypoint schemas and label classes.

        The platform returns all links of a project in one response.
        """
        plan = list_keypoint_schema_classes.plan(validate.uuid("project_id", project_id))
        return single_page(plan, lambda links: links)

    @operation
    def set_classes(
        self, project_id: Id, links: Iterable[Link]
    ) -> Flow[Sequence[KeypointSchemaLabelClass]]:
        """Link keypoint schemas with label classes, or change the sort positions of links.

        Other links stay; this is derived from the links of attributes.

        Args:
            project_id: The project.
            links: Models, or dicts with the platform's names: keypoint_schema_id and
                label_class_id are required; label_class_order, the position of the class in the
                schema, defaults to 0. The contract requires the order but not the class; this
                method requires the class.

        Raises:
            InvalidArgument: A link is invalid, or the list is empty; no request was sent.
        """
        project, body = (
            validate.uuid("project_id", project_id),
            convert_items("links", links, link_body),
        )
        if not body:
            raise InvalidArgument("links", "is empty; remove_classes removes links")
        return send(set_keypoint_schema_classes.plan(project, body=body))

    @operation
    def remove_classes(self, project_id: Id, links: Iterable[Link]) -> Flow[None]:
        """Remove links between keypoint schemas and label classes. An empty list sends no request.

        Args:
            project_id: The project.
            links: As for `set_classes`, for example items of `classes`. The platform requires a
                label_class_order, which has no effect here; the default is 0.

        Raises:
            InvalidArgument: A link is invalid; no request was sent.
        """
        project, body = (
            validate.uuid("project_id", project_id),
            convert_items("links", links, link_body),
        )
        if body:
            yield from send(delete_keypoint_schema_classes.plan(project, body=body))
