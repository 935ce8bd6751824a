"""Labels: boxes, polygons, masks and keypoints drawn on images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack
from uuid import UUID

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.batches import as_many, each, in_batches
from labelbridge.hasty._inputs.checks import boolean, optional, several
from labelbridge.hasty._inputs.labels import to_create, to_update
from labelbridge.hasty._paging import page
from labelbridge.hasty.filters import LabelFilters, label_query
from labelbridge.hasty.resources._image_files import ids
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
            include_border_mask: Whether to compute `border_mask` of each.
            include_errors: Whether to list labels with errors too, what is wrong in `error`.
        """
        project, image = ids(project_id, image_id)
        border_mask = optional(boolean, "include_border_mask", include_border_mask)
        errors = optional(boolean, "include_errors", include_errors)
        return lambda offset, limit: page(
            list_labels.plan(
                project,
                image,
                offset=offset,
                limit=limit,
                include_border_mask=border_mask,
                include_errors=errors,
            )
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
            include_border_mask: Whether to compute its `border_mask`.
            include_errors: Whether to say in `error` what is wrong with it.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            get_label.plan(
                check.uuid("project_id", project_id),
                check.uuid("label_id", label_id),
                include_border_mask=optional(boolean, "include_border_mask", include_border_mask),
                include_errors=optional(boolean, "include_errors", include_errors),
            )
        )

    @listing
    def search(self, project_id: Id, **filters: Unpack[LabelFilters]) -> PageFetcher[ProjectLabel]:
        """List labels of a whole project, with the names of their classes, images and datasets.

        The rows are flatter than those of `list`, and some fields have other names.

        Args:
            project_id: The project.
            **filters: As LabelFilters says: label_class_id, dataset_id, created_since and more.
        """
        project, query = check.uuid("project_id", project_id), label_query(filters)
        return lambda offset, limit: page(
            search_labels.plan(project, offset=offset, limit=limit, **query)
        )

    @operation
    def create(
        self, project_id: Id, image_id: Id, labels: Iterable[LabelCreate | Mapping[str, Any]]
    ) -> Flow[Sequence[Label]]:
        """Draw labels on an image, and return them in the same order.

        Any number: they go out 100 at a time, which is all that the vendor's SDK lets through. A
        request that failed is not sent again, since it may have drawn its labels all the same.

        Args:
            project_id: The project.
            image_id: The image.
            labels: Models, or dicts with the platform's own names. Each needs a `class_id`, and a
                `bbox` [left, top, right, bottom] or a `polygon` [[x, y], …], all in whole pixels. A
                `mask` (see `labelbridge.hasty.masks`) needs a bbox, and lies inside it. A label
                without a `z_index` gets 0.

        Raises:
            InvalidArgument: A label is wrong; the text says which and where. Nothing was sent.
            ResponseFormatError: The platform gave another number of labels back than were sent;
                `error.done` holds them too.
            LabelbridgeError: A request failed. `error.done` holds the labels that requests before
                it drew; of its own labels nothing is known unless the platform refused them.
        """
        project, image = ids(project_id, image_id)

        def draw(part: Sequence[LabelCreate]) -> Flow[Sequence[Label]]:
            plan = create_labels.plan(project, image, body=[*part])
            return as_many(part, (yield from send(plan)), operation=plan.operation)

        return in_batches("labels", each("labels", labels, to_create), draw)

    @operation
    def update(
        self, project_id: Id, image_id: Id, labels: Iterable[LabelUpdate | Mapping[str, Any]]
    ) -> Flow[Sequence[Label]]:
        """Change labels of an image, and return them in the same order.

        Any number, 100 at a time. What a label leaves out stays as it is, what it sets to NULL
        goes; the document marks nothing as needed, though the vendor's SDK always sends all.

        Args:
            project_id: The project.
            image_id: The image.
            labels: Models, or dicts with the platform's own names; each names its label by `id` or
                by `label_id`. A new `mask` comes with its bbox.

        Raises:
            InvalidArgument: A label is wrong; the text says which and where. Nothing was sent.
            ResponseFormatError: The platform gave another number of labels back than were sent;
                `error.done` holds them too.
            LabelbridgeError: A request failed. `error.done` holds the labels that requests before
                it changed.
        """
        project, image = ids(project_id, image_id)

        def change(part: Sequence[LabelUpdate]) -> Flow[Sequence[Label]]:
            plan = update_labels.plan(project, image, body=[*part])
            return as_many(part, (yield from send(plan)), operation=plan.operation)

        return in_batches("labels", each("labels", labels, to_update), change)

    @operation
    def delete(self, project_id: Id, image_id: Id, label_ids: Id | Iterable[Id]) -> Flow[None]:
        """Delete labels of an image: one, or any number, 100 at a time.

        Raises:
            NotFound: The image has no such label.
            LabelbridgeError: A request failed. `error.done` holds the ids that requests before it
                deleted.
        """
        project, image = ids(project_id, image_id)

        def remove(part: Sequence[UUID]) -> Flow[Sequence[UUID]]:
            body = [ObjectId(label_id) for label_id in part]
            yield from send(delete_labels.plan(project, image, body=body))
            return part

        listed = several(check.uuid)("label_ids", label_ids)
        yield from in_batches("labels", listed, remove)
