"""Attributes: properties of labels and images beside the class, and their values."""

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
from labelbridge.hasty._inputs.attributes import Choice, Link, attribute_body, link_body, link_key
from labelbridge.hasty._inputs.batches import convert_items
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._paging import pages
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
    """Optional fields of an attribute.

    Attributes:
        is_required: Whether every subject must have a value.
        subject_type: Type of its subjects: IMAGE, VIDEO, LABEL or SEGMENT; default LABEL.
        default: The value of subjects without a value, as text.
        description: Description of the attribute.
        min: The minimum of an INT or FLOAT.
        max: The maximum of an INT or FLOAT.
        norder: Sort position among the attributes; fractions are allowed. The document does not
            allow null, but the vendor's SDK sends it.
        prediction_type: How values are predicted: "llm" or "ocr".
        prediction_model: The model for predictions: "gemini-2.0-flash" or "gemini-2.0-flash-lite".
        prediction_prompt: The prompt of the model.
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
        """List the attributes of a project, with their predefined values."""
        return pages(list_attributes.plan, validate.uuid("project_id", project_id))

    @operation
    def create(
        self,
        project_id: Id,
        *,
        name: str,
        type: AttributeType | str,  # noqa: A002 - the platform's word
        values: Iterable[Choice] = (),
        check: bool = True,
        **fields: Unpack[AttributeFields],
    ) -> Flow[Attribute]:
        """Create an attribute. Use `set_classes` to link it with the label classes that have it.

        Args:
            project_id: The project.
            name: Name of the attribute.
            type: SELECTION, MULTIPLE-SELECTION, TEXT, INT, FLOAT or BOOL.
            values: The predefined values, required for SELECTION and MULTIPLE-SELECTION and only
                for these: texts, or models or dicts with `value` and optionally `id`.
            check: Whether values and limits must fit the type; False sends any.
            **fields: See AttributeFields: subject_type, min, max, norder and more.

        Raises:
            InvalidArgument: The values do not fit the type, or min is greater than max; no request
                was sent.
        """
        body = attribute_body({"name": name, "type": type, **fields}, values, check=check)
        return send(create_attribute.plan(validate.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        attribute_id: Id,
        *,
        name: str,
        type: AttributeType | str,  # noqa: A002 - the platform's word
        values: Iterable[Choice] = (),
        check: bool = True,
        **fields: Unpack[AttributeFields],
    ) -> Flow[Attribute]:
        """Update an attribute. The platform requires name, type and all values in every request.

        A value with the `id` of an existing value updates it, and labels keep it. A text without an
        id is a new value. So pass the existing values with your changes:

            values=[*color.values, "green"]

        The vendor's SDK sends no ids, so all its values are new.

        Args:
            project_id: The project.
            attribute_id: The attribute.
            name: The new or current name.
            type: The new or current type.
            values: All predefined values, as for `create`.
            check: Whether values and limits must fit the type; False sends any.
            **fields: See AttributeFields. Fields that are not given keep their values, NULL removes
                a value.

        Raises:
            InvalidArgument: As for `create`; no request was sent.
        """
        body = attribute_body({"name": name, "type": type, **fields}, values, check=check)
        ids = uuids(project_id=project_id, attribute_id=attribute_id)
        return send(update_attribute.plan(*ids, body=body))

    @operation
    def delete(self, project_id: Id, attribute_id: Id) -> Flow[None]:
        """Delete an attribute with all its values. Evidence: the vendor's SDK only.

        Raises:
            NotFound: The project has no attribute with this id.
        """
        ids = uuids(project_id=project_id, attribute_id=attribute_id)
        return send(delete_attribute.plan(*ids))

    @listing
    def classes(self, project_id: Id) -> PageFetcher[AttributeClass]:
        """List the links between attributes and label classes.

        The platform returns all links of a project in one response.
        """
        plan = list_attribute_classes.plan(validate.uuid("project_id", project_id))
        return single_page(plan, lambda links: links)

    @operation
    def set_classes(self, project_id: Id, links: Iterable[Link]) -> Flow[Sequence[AttributeClass]]:
        """Link attributes with label classes, or change the sort positions of links.

        Other links stay, as the tests of the vendor's SDK show.

        Args:
            project_id: The project.
            links: Models, or dicts with the platform's names: attribute_id and class_id are
                required. attribute_order, the position of the attribute in the class, and
                class_order, the position of the class in the attribute, may be fractions. Their
                default is 0, also for an existing link: the platform requires both in every
                request.

        Raises:
            InvalidArgument: A link is invalid, or the list is empty; no request was sent.
        """
        project, body = (
            validate.uuid("project_id", project_id),
            convert_items("links", links, link_body),
        )
        if not body:
            raise InvalidArgument("links", "is empty; remove_classes removes links")
        return send(set_attribute_classes.plan(project, body=body))

    @operation
    def remove_classes(self, project_id: Id, links: Iterable[Link]) -> Flow[None]:
        """Remove links between attributes and label classes. An empty list sends no request.

        Args:
            project_id: The project.
            links: As for `set_classes`, for example items of `classes`. Only the ids are sent.

        Raises:
            InvalidArgument: A link is invalid; no request was sent.
        """
        project, body = (
            validate.uuid("project_id", project_id),
            convert_items("links", links, link_key),
        )
        if body:
            yield from send(delete_attribute_classes.plan(project, body=body))
