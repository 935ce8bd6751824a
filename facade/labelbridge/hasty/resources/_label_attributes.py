"""Values that labels have of attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import listing, operation
from labelbridge.hasty._inputs.attributes import (
    Assignment,
    Value,
    attribute_uuid,
    to_assignment,
    to_value,
)
from labelbridge.hasty._inputs.batches import each, in_batches
from labelbridge.hasty._inputs.checks import filled
from labelbridge.hasty._paging import page, whole
from labelbridge.hasty.resources._image_files import ids
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

_LABELS: Final = filled(check.uuid, empty="is empty; name at least one label")


class LabelAttributes:
    """The methods of `attributes` that are about values."""

    @listing
    def values(self, project_id: Id, label_id: Id) -> PageFetcher[LabelAttribute]:
        """List the values that a label has. The `id` of each is that of its attribute.

        The platform gives them all at once.
        """
        plan = list_label_attributes.plan(
            check.uuid("project_id", project_id), check.uuid("label_id", label_id)
        )
        return whole(
            plan, lambda answer: list_items(answer.items, "items", answer, operation=plan.operation)
        )

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
        """Set an attribute of a label, and return what it is now.

        What the value is depends on the attribute's type:

        - SELECTION: the id of one of the attribute's `values`, or that entry itself; not its text.
        - MULTIPLE-SELECTION: a list of them, all that shall be chosen.
        - TEXT: text.
        - INT and FLOAT: a number.
        - BOOL: True or False.

        Args:
            project_id: The project.
            label_id: The label.
            attribute_id: The attribute: its id, or itself, as `list` and `create` return it. Itself
                it tells its type, its `values` and its limits, which the value is then held to.
            value: The value. NULL takes it away; an empty list is refused, since the document does
                not tell what one does.
            predicted_values: What a model had predicted: one text or id, or several.

        Raises:
            InvalidArgument: The value does not fit; nothing was sent.
            BadRequest: The value does not fit, as only the platform could tell.
        """
        return send(
            set_label_attribute.plan(
                check.uuid("project_id", project_id),
                check.uuid("label_id", label_id),
                attribute_uuid("attribute_id", attribute_id),
                body=to_value(value, predicted_values, attribute_id),
            )
        )

    @listing
    def image_values(self, project_id: Id, image_id: Id) -> PageFetcher[LabelAttribute]:
        """List the values of all labels of an image. The `id` of each is that of its attribute.

        The document shows the answer; that it is asked for this way is concluded from `values`.
        """
        project, image = ids(project_id, image_id)
        return lambda offset, limit: page(
            list_image_label_attributes.plan(project, image, offset=offset, limit=limit)
        )

    @operation
    def set_image_values(
        self, project_id: Id, image_id: Id, values: Iterable[Assignment]
    ) -> Flow[Sequence[LabelAttribute]]:
        """Set values of many labels of an image, and return what they are now.

        Any number, 100 at a time: no limit is documented, and no client is known to send more of
        anything. Setting a value again changes nothing, so that a request that failed is repeated.
        The document shows what goes in and comes out; that it is sent this way is a guess.

        Args:
            project_id: The project.
            image_id: The image.
            values: Models, or dicts with the platform's own names: `id`, which is the attribute's
                (or the attribute itself), `label_id` and `value`, both as for `set_value`. What
                `values` and `image_values` return can be given as it is.

        Raises:
            InvalidArgument: A value is wrong; the text says which and where. Nothing was sent.
            LabelbridgeError: A request failed. `error.done` holds the values that requests before
                it set.
        """
        project, image = ids(project_id, image_id)

        def assign(part: Sequence[LabelAttributeAssignment]) -> Flow[Sequence[LabelAttribute]]:
            return send(set_image_label_attributes.plan(project, image, body=[*part]))

        return in_batches("values", each("values", values, to_assignment), assign)

    @operation
    def common(
        self, project_id: Id, image_id: Id, label_ids: Id | Iterable[Id]
    ) -> Flow[Sequence[CommonAttribute]]:
        """Return the attributes that labels of an image share.

        `is_conflicting` says of each whether their values of it differ. The document shows a list
        of ids that goes in, and what comes out: the rest is a guess, even that the ids are those of
        labels.

        Args:
            project_id: The project.
            image_id: The image.
            label_ids: One or several labels of it.
        """
        project, image = ids(project_id, image_id)
        body = _LABELS("label_ids", label_ids)
        return send(list_common_attributes.plan(project, image, body=body))
