"""Keypoint schemas: which points labels of a class can have, and how they hang together.

No client is known that asks for them. The document shows what goes in and comes out; the paths are
concluded, those of the links with label classes least surely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import each
from labelbridge.hasty._inputs.keypoint_schemas import to_link, to_schema
from labelbridge.hasty._paging import whole
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
    KeypointClass,
    KeypointSchema,
    KeypointSchemaLabelClass,
    KeypointSchemaType,
    KeypointSkeleton,
)


class KeypointSchemaFields(TypedDict, total=False):
    """What a keypoint schema can have besides its name and its type.

    Attributes:
        description: What it is for.
        norder: Its place among the schemas; a fraction puts it between two others.
        keypoint_classes: Its points, as models or as dicts with the platform's own names: name,
            description, min_points and max_points (how many of it a label has), norder, and
            editor_x and editor_y, where the editor of schemas shows it.
        keypoint_skeleton: The edges between its points, likewise: keypoint_class_id_a and
            keypoint_class_id_b, color as #RRGGBB.
        template_id: The template that it was made from.
    """

    description: str | Null | None
    norder: float | Null | None
    keypoint_classes: Iterable[KeypointClass | Mapping[str, Any]] | Null | None
    keypoint_skeleton: Iterable[KeypointSkeleton | Mapping[str, Any]] | Null | None
    template_id: Id | Null | None


class KeypointSchemas(Resource[C]):
    """The keypoint schemas of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[KeypointSchema]:
        """List the keypoint schemas of a project. The platform gives them all at once."""
        plan = list_keypoint_schemas.plan(check.uuid("project_id", project_id))
        return whole(plan, lambda schemas: schemas)

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        type: KeypointSchemaType | str,  # noqa: A002 - the platform's own word
        **fields: Unpack[KeypointSchemaFields],
    ) -> Flow[KeypointSchema]:
        """Make a keypoint schema.

        Edges name keypoint classes by their ids, and new keypoint classes have none yet: how the
        document means the two in one request it does not tell. Make the schema with its keypoint
        classes, then give it the edges with `update`.

        Args:
            project_id: The project.
            name: Its name.
            type: "pose", points that make a skeleton, "points", which stand alone, or "polyline".
            **fields: As KeypointSchemaFields says: keypoint_classes, keypoint_skeleton and more.

        Raises:
            InvalidArgument: A part is wrong; the text says which. Nothing was sent.
        """
        body = to_schema({"name": name, "type": type, **fields})
        return send(create_keypoint_schema.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        keypoint_schema_id: Id,
        *,
        name: str,
        type: KeypointSchemaType | str,  # noqa: A002 - the platform's own word
        **fields: Unpack[KeypointSchemaFields],
    ) -> Flow[KeypointSchema]:
        """Change a keypoint schema; the platform wants name and type each time.

        Keypoint classes go out without their ids, for which the contract has no place: what makes
        a class of the list the one that exists the document does not tell. Leave the list out to
        keep the classes as they are.

        Args:
            project_id: The project.
            keypoint_schema_id: The schema.
            name: Its name, new or old.
            type: Its type, new or old.
            **fields: As KeypointSchemaFields says. NULL removes what there is.

        Raises:
            InvalidArgument: A part is wrong; the text says which. Nothing was sent.
        """
        body = to_schema({"name": name, "type": type, **fields})
        return send(
            update_keypoint_schema.plan(
                check.uuid("project_id", project_id),
                check.uuid("keypoint_schema_id", keypoint_schema_id),
                body=body,
            )
        )

    @listing
    def classes(self, project_id: Id) -> PageFetcher[KeypointSchemaLabelClass]:
        """List which label classes have which keypoint schema.

        The platform gives the links of a project all at once.
        """
        plan = list_keypoint_schema_classes.plan(check.uuid("project_id", project_id))
        return whole(plan, lambda links: links)

    @operation
    def set_classes(
        self, project_id: Id, links: Iterable[KeypointSchemaLabelClass | Mapping[str, Any]]
    ) -> Flow[Sequence[KeypointSchemaLabelClass]]:
        """Link keypoint schemas with label classes, or give links another place in the order.

        That links which are not named stay is concluded from those of attributes.

        Args:
            project_id: The project.
            links: Models, or dicts with the platform's own names: keypoint_schema_id and
                label_class_id are needed, label_class_order, the place of the class in the schema,
                is 0 when not given. The platform wants the order and not the class: without one
                there would be nothing to link.

        Raises:
            InvalidArgument: A link is wrong, or there is none; nothing was sent.
        """
        project, body = check.uuid("project_id", project_id), each("links", links, to_link)
        if not body:
            raise InvalidArgument("links", "is empty; remove_classes removes links")
        return send(set_keypoint_schema_classes.plan(project, body=body))

    @operation
    def remove_classes(
        self, project_id: Id, links: Iterable[KeypointSchemaLabelClass | Mapping[str, Any]]
    ) -> Flow[None]:
        """Unlink keypoint schemas from label classes; none at all is no request.

        Args:
            project_id: The project.
            links: As for `set_classes`; what `classes` returned, say. The platform wants a
                label_class_order here too, where it means nothing: 0 is sent when none is given.

        Raises:
            InvalidArgument: A link is wrong; nothing was sent.
        """
        project, body = check.uuid("project_id", project_id), each("links", links, to_link)
        if body:
            yield from send(delete_keypoint_schema_classes.plan(project, body=body))
