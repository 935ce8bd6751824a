"""Labels: boxes, polygons, masks and keypoints on images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Unpack
from uuid import UUID

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.batches import convert_items, in_batches, returned_labels
from labelbridge.hasty._inputs.checks import boolean, list_of, optional, uuids
from labelbridge.hasty._inputs.labels import label_to_create, label_to_update
from labelbridge.hasty._paging import pages
from labelbridge.hasty.filters import LabelFilters, label_query
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.labels import (
    create_labels,
    delete_labels,
    get_label,
    list_labels,
    search_labels,
    update_labels,
)
from labelbridge_api.hasty.models import Label, LabelCreate, LabelUpdate, ObjectId, ProjectLabel


class Labels(Resource[C]):
    """The labels of a project."""

    @listing
    def list(
        self,
        project_id: Id,
        image_id: Id,
        *,
        include_border_mask: bool | None = None,
        include_errors: bool | None = None,
    ) -> PageFetcher[Label]:
        """List the labels of an image.

        Args:
            project_id: The project.
            image_id: The image.
            include_border_mask: Whether to compute the `border_mask` of each label.
            include_errors: Whether to include labels with errors, described in `error`.
        """
        return pages(
            list_labels.plan,
            *uuids(project_id=project_id, image_id=image_id),
            include_border_mask=optional(boolean, "include_border_mask", include_border_mask),
            include_errors=optional(boolean, "include_errors", include_errors),
        )

    @operation
    def get(
        self,
        project_id: Id,
        label_id: Id,
        *,
        include_border_mask: bool | None = None,
        include_errors: bool | None = None,
    ) -> Flow[Label]:
        """Return one label.

        Args:
            project_id: The project.
            label_id: The label.
            include_border_mask: Whether to compute the `border_mask`.
            include_errors: Whether to describe errors of the label in `error`.

        Raises:
            NotFound: The project has no label with this id.
        """
        return send(
            get_label.plan(
                *uuids(project_id=project_id, label_id=label_id),
                include_border_mask=optional(boolean, "include_border_mask", include_border_mask),
                include_errors=optional(boolean, "include_errors", include_errors),
            )
        )

    @listing
    def search(self, project_id: Id, **filters: Unpack[LabelFilters]) -> PageFetcher[ProjectLabel]:
        """List labels of a project, with the names of their classes, images and datasets.

        The rows have fewer nested objects than those of `list`, and some fields have other names.

        Args:
            project_id: The project.
            **filters: See LabelFilters: label_class_id, dataset_id, created_since and more.
        """
        project, query = validate.uuid("project_id", project_id), label_query(filters)
        return pages(search_labels.plan, project, **query)

    @operation
    def create(
        self,
        project_id: Id,
        image_id: Id,
        labels: Iterable[LabelCreate | Mapping[str, Any]],
        *,
        check: bool = True,
    ) -> Flow[Sequence[Label]]:
        """Create labels on an image, and return them in the same order.

        Any number of labels is sent in requests of 100, the limit of the vendor's SDK. A failed
        request is retried only if the platform cannot have created its labels.

        Args:
            project_id: The project.
            image_id: The image.
            labels: Models, or dicts with the platform's names. Each requires a `class_id`, and a
                `bbox` [left, top, right, bottom] or a `polygon` [[x, y], …], in integer pixels. A
                `mask` (see `labelbridge.hasty.masks`) requires a bbox, and must be inside it. The
                default `z_index` is 0.
            check: Whether classes and shapes must be valid; False sends any.

        Raises:
            InvalidArgument: A label is invalid; the message has its position. No request was sent.
            ResponseFormatError: The number of labels in the response differs; `error.done` has
                these labels too.
            LabelbridgeError: A request failed. `error.done` has the labels that the requests before
                it created. Whether its own labels exist is unknown, except after an ApiError.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)

        def send_batch(part: Sequence[LabelCreate]) -> Flow[Sequence[Label]]:
            plan = create_labels.plan(project, image, body=[*part])
            return returned_labels(part, (yield from send(plan)), operation=plan.operation)

        to_create = partial(label_to_create, check=boolean("check", check))
        return in_batches("labels", convert_items("labels", labels, to_create), send_batch)

    @operation
    def update(
        self,
        project_id: Id,
        image_id: Id,
        labels: Iterable[LabelUpdate | Mapping[str, Any]],
        *,
        check: bool = True,
    ) -> Flow[Sequence[Label]]:
        """Update labels of an image, and return them in the same order.

        Any number of labels is sent in requests of 100. Fields that are not given keep their
        values, NULL removes a value. The document requires no field; the vendor's SDK always sends
        all.

        Args:
            project_id: The project.
            image_id: The image.
            labels: Models, or dicts with the platform's names. Each requires the id of its label
                as `id` or `label_id`. A new `mask` requires its bbox.
            check: Whether shapes must be valid; False sends any.

        Raises:
            InvalidArgument: A label is invalid; the message has its position. No request was sent.
            ResponseFormatError: The number of labels in the response differs; `error.done` has
                these labels too.
            LabelbridgeError: A request failed. `error.done` has the labels that the requests before
                it changed.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)

        def send_batch(part: Sequence[LabelUpdate]) -> Flow[Sequence[Label]]:
            plan = update_labels.plan(project, image, body=[*part])
            return returned_labels(part, (yield from send(plan)), operation=plan.operation)

        to_update = partial(label_to_update, check=boolean("check", check))
        return in_batches("labels", convert_items("labels", labels, to_update), send_batch)

    @operation
    def delete(self, project_id: Id, image_id: Id, label_ids: Id | Iterable[Id]) -> Flow[None]:
        """Delete one or several labels of an image, in requests of 100.

        Raises:
            NotFound: The image has no such label.
            LabelbridgeError: A request failed. `error.done` has the ids that the requests before it
                deleted.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)

        def send_batch(part: Sequence[UUID]) -> Flow[Sequence[UUID]]:
            body = [ObjectId(label_id) for label_id in part]
            yield from send(delete_labels.plan(project, image, body=body))
            return part

        found = list_of(validate.uuid)("label_ids", label_ids)
        yield from in_batches("labels", found, send_batch)
