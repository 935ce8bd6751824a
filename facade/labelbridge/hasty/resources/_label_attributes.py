"""Attribute values of labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.hasty._inputs.attributes import (
    Assignment,
    Value,
    assignment_body,
    attribute_uuid,
    value_body,
)
from labelbridge.hasty._inputs.batches import convert_items, in_batches
from labelbridge.hasty._inputs.checks import non_empty, uuids
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.attributes import (
    list_common_attributes,
    list_image_label_attributes,
    list_label_attributes,
    set_image_label_attributes,
    set_label_attribute,
)
from labelbridge_api.hasty.models import (
    Attribute,
    CommonAttribute,
    LabelAttribute,
    LabelAttributeAssignment,
)

_LABELS: Final = non_empty(check.uuid, problem="is empty; give at least one label")


class LabelAttributes:
    """The methods of `attributes` for values."""

    @listing
    def values(self, project_id: Id, label_id: Id) -> PageFetcher[LabelAttribute]:
        """List the attribute values of a label. The `id` of a value is the id of its attribute.

        The platform returns the full list in one response.
        """
        plan = list_label_attributes.plan(*uuids(project_id=project_id, label_id=label_id))
        return single_page(plan, lambda found: list_items(found, "items", operation=plan.operation))

    @operation
    def set_value(
        self,
        project_id: Id,
        label_id: Id,
        attribute_id: Id | Attribute,
        *,
        value: Value,
        predicted_values: Id | Iterable[Id] | None = None,
    ) -> Flow[LabelAttribute]:
        """Set an attribute of a label, and return the new value.

        The form of the value depends on the type of the attribute:

        - SELECTION: the id of one of the attribute's `values`, or the entry itself; not its text.
        - MULTIPLE-SELECTION: a list of these, with all values to select.
        - TEXT: text.
        - INT and FLOAT: a number.
        - BOOL: True or False.

        Args:
            project_id: The project.
            label_id: The label.
            attribute_id: The id of the attribute, or the attribute as returned by `list` and
                `create`. For a model, the value is checked against its type, `values` and limits.
            value: The value. NULL removes it; an empty list raises InvalidArgument, because its
                effect is not documented.
            predicted_values: The prediction of a model: one or several texts or ids.

        Raises:
            InvalidArgument: The value is invalid; no request was sent.
            BadRequest: The platform rejects the value.
        """
        return send(
            set_label_attribute.plan(
                check.uuid("project_id", project_id),
                check.uuid("label_id", label_id),
                attribute_uuid("attribute_id", attribute_id),
                body=value_body(value, predicted_values, attribute_id),
            )
        )

    @listing
    def image_values(self, project_id: Id, image_id: Id) -> PageFetcher[LabelAttribute]:
        """List the values of all labels of an image. The `id` of a value is that of its attribute.

        The document shows the response; method and path are derived from `values`.
        """
        ids = uuids(project_id=project_id, image_id=image_id)
        return pages(list_image_label_attributes.plan, *ids)

    @operation
    def set_image_values(
        self, project_id: Id, image_id: Id, values: Iterable[Assignment]
    ) -> Flow[Sequence[LabelAttribute]]:
        """Set values of several labels of an image, and return the new values.

        Any number of values is sent in requests of 100: no limit is documented, and no known client
        sends more of anything. Setting a value again changes nothing, so failed requests are
        retried. The document shows body and response; method and path are guesses.

        Args:
            project_id: The project.
            image_id: The image.
            values: Models, or dicts with the platform's names: `id`, the id of the attribute or the
                attribute itself, `label_id`, and `value` as for `set_value`. The items of `values`
                and `image_values` are accepted.

        Raises:
            InvalidArgument: A value is invalid; the message has its position. No request was sent.
            LabelbridgeError: A request failed. `error.done` has the values that the requests before
                it set.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)

        def assign(part: Sequence[LabelAttributeAssignment]) -> Flow[Sequence[LabelAttribute]]:
            return send(set_image_label_attributes.plan(project, image, body=[*part]))

        return in_batches("values", convert_items("values", values, assignment_body), assign)

    @operation
    def common(
        self, project_id: Id, image_id: Id, label_ids: Id | Iterable[Id]
    ) -> Flow[Sequence[CommonAttribute]]:
        """Return the attributes that several labels of an image have in common.

        `is_conflicting` is true for an attribute whose values differ. The document shows a list of
        ids as the body, and the response. The rest is a guess, also that these are ids of labels.

        Args:
            project_id: The project.
            image_id: The image.
            label_ids: One or several labels of the image.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)
        body = _LABELS("label_ids", label_ids)
        return send(list_common_attributes.plan(project, image, body=body))
