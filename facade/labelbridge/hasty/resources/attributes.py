"""Attributes: what labels can be said to be besides their class, and the values they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.attributes import Choice, Link, to_attribute, to_key, to_link
from labelbridge.hasty._inputs.batches import each
from labelbridge.hasty._paging import page, whole
from labelbridge.hasty.resources._label_attributes import LabelAttributes
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.attributes import (
    create_attribute,
    delete_attribute,
    delete_attribute_classes,
    list_attribute_classes,
    list_attributes,
    set_attribute_classes,
    update_attribute,
)
from labelbridge_api.hasty.models import (
    Attribute,
    AttributeClass,
    AttributeSubjectType,
    AttributeType,
    PredictionModel,
    PredictionType,
)


class AttributeFields(TypedDict, total=False):
    """What an attribute can have besides its name, its type and the values to choose from.

    Attributes:
        is_required: Whether everything it belongs to must have a value.
        subject_type: What has it: IMAGE, VIDEO, LABEL or SEGMENT; LABEL when not given.
        default: The value that holds until one is set, as text.
        description: What it says.
        min: The lowest value of an INT or FLOAT.
        max: The highest value of an INT or FLOAT.
        norder: Its place among the attributes; a fraction puts it between two others. The document
            does not allow null here, yet the vendor's SDK sends it.
        prediction_type: What predicts its values: "llm" or "ocr".
        prediction_model: Which model does: "gemini-2.0-flash" or "gemini-2.0-flash-lite".
        prediction_prompt: What the model is asked.
    """

    is_required: bool | None
    subject_type: AttributeSubjectType | str | None
    default: str | Null | None
    description: str | Null | None
    min: float | Null | None
    max: float | Null | None
    norder: float | Null | None
    prediction_type: PredictionType | str | Null | None
    prediction_model: PredictionModel | str | Null | None
    prediction_prompt: str | Null | None


class Attributes(LabelAttributes, Resource[C]):
    """The attributes of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[Attribute]:
        """List the attributes of a project, with the values to choose from."""
        project = check.uuid("project_id", project_id)
        return lambda offset, limit: page(list_attributes.plan(project, offset=offset, limit=limit))

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        type: AttributeType | str,  # noqa: A002 - the platform's own word
        values: Iterable[Choice] = (),
        **fields: Unpack[AttributeFields],
    ) -> Flow[Attribute]:
        """Make an attribute. Labels have it once it is linked with their class: see `set_classes`.

        Args:
            project_id: The project.
            name: Its name.
            type: SELECTION, MULTIPLE-SELECTION, TEXT, INT, FLOAT or BOOL.
            values: What a SELECTION or MULTIPLE-SELECTION chooses from, and no other type has: the
                texts, or models or dicts of `value` and, if the id shall be a certain one, `id`.
            **fields: As AttributeFields says: subject_type, min, max, norder and more.

        Raises:
            InvalidArgument: Values are missing, or there are some for a type that has none; min is
                greater than max. Nothing was sent.
        """
        body = to_attribute({"name": name, "type": type, **fields}, values)
        return send(create_attribute.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        attribute_id: Id,
        *,
        name: str,
        type: AttributeType | str,  # noqa: A002 - the platform's own word
        values: Iterable[Choice] = (),
        **fields: Unpack[AttributeFields],
    ) -> Flow[Attribute]:
        """Change an attribute; the platform wants name, type and all of the values each time.

        A value with the `id` of one that exists stays that one, and labels keep it, even with
        another text. A text alone is a new value. So give what the attribute has, with changes:

            values=[*color.values, "green"]

        The vendor's SDK sends no ids, so that all of its values are new.

        Args:
            project_id: The project.
            attribute_id: The attribute.
            name: Its name, new or old.
            type: Its type, new or old.
            values: What it chooses from now on, as for `create`.
            **fields: As AttributeFields says. What is not given stays as it is, NULL removes it.

        Raises:
            InvalidArgument: As for `create`; nothing was sent.
        """
        body = to_attribute({"name": name, "type": type, **fields}, values)
        return send(
            update_attribute.plan(
                check.uuid("project_id", project_id),
                check.uuid("attribute_id", attribute_id),
                body=body,
            )
        )

    @operation
    def delete(self, project_id: Id, attribute_id: Id) -> Flow[None]:
        """Delete an attribute with all of its values. Only the vendor's SDK shows this.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            delete_attribute.plan(
                check.uuid("project_id", project_id), check.uuid("attribute_id", attribute_id)
            )
        )

    @listing
    def classes(self, project_id: Id) -> PageFetcher[AttributeClass]:
        """List which label classes have which attributes.

        The platform gives the links of a project all at once.
        """
        plan = list_attribute_classes.plan(check.uuid("project_id", project_id))
        return whole(plan, lambda links: links)

    @operation
    def set_classes(self, project_id: Id, links: Iterable[Link]) -> Flow[Sequence[AttributeClass]]:
        """Link attributes with label classes, or give links another place in the order.

        It adds: links that are not named stay, as the tests of the vendor's SDK show.

        Args:
            project_id: The project.
            links: Models, or dicts with the platform's own names: attribute_id and class_id are
                needed. attribute_order, the place of the attribute in the class, and class_order,
                the place of the class in the attribute, may be fractions, and are 0 when not given,
                also for a link that exists: the platform wants both each time.

        Raises:
            InvalidArgument: A link is wrong, or there is none; nothing was sent.
        """
        project, body = check.uuid("project_id", project_id), each("links", links, to_link)
        if not body:
            # whoever gives none by intent hopes to remove all
            raise InvalidArgument("links", "is empty; remove_classes removes links")
        return send(set_attribute_classes.plan(project, body=body))

    @operation
    def remove_classes(self, project_id: Id, links: Iterable[Link]) -> Flow[None]:
        """Unlink attributes from label classes; none at all is no request.

        Args:
            project_id: The project.
            links: As for `set_classes`; what `classes` returned, say. Only the ids are sent.

        Raises:
            InvalidArgument: A link is wrong; nothing was sent.
        """
        project, body = check.uuid("project_id", project_id), each("links", links, to_key)
        if body:
            yield from send(delete_attribute_classes.plan(project, body=body))
