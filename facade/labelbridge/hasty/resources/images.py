"""Images: their files, their place in a workflow and in a list."""

from __future__ import annotations

from typing import Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import ResponseFormatError
from labelbridge.hasty._inputs.media import patch, status_body
from labelbridge.hasty._paging import page
from labelbridge.hasty.filters import ImageFilters, image_query
from labelbridge.hasty.resources._image_files import ImageFiles, ids
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.images import (
    delete_image,
    get_image,
    get_image_position,
    list_images,
    set_image_status,
    update_image,
)
from labelbridge_api.hasty.models import DefaultStatusWrite, Image


class Images(ImageFiles, Resource[C]):
    """The images of a project."""

    @listing
    def list(self, project_id: Id, **filters: Unpack[ImageFilters]) -> PageFetcher[Image]:
        """List the images of a project.

        Args:
            project_id: The project.
            **filters: As ImageFilters says: dataset_id, image_status, image_name and more.
        """
        project, query = check.uuid("project_id", project_id), image_query(filters)
        return lambda offset, limit: page(
            list_images.plan(project, offset=offset, limit=limit, **query)
        )

    @operation
    def get(self, project_id: Id, image_id: Id) -> Flow[Image]:
        """Return one image, with its size in pixels, its status, and where its file lies.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(get_image.plan(*ids(project_id, image_id)))

    @operation
    def update(
        self,
        project_id: Id,
        image_id: Id,
        *,
        filename: str | None = None,
        dataset_id: Id | None = None,
    ) -> Flow[Image]:
        """Rename an image, move it to another dataset, or both.

        Args:
            project_id: The project.
            image_id: The image.
            filename: Its new name, unique in its dataset.
            dataset_id: The dataset to move it to.

        Raises:
            Conflict: The dataset has an image of this name.
        """
        body = patch(filename, dataset_id)
        return send(update_image.plan(*ids(project_id, image_id), body=body))

    @operation
    def set_status(
        self,
        project_id: Id,
        image_id: Id,
        *,
        status: DefaultStatusWrite | str | None = None,
        status_id: Id | None = None,
    ) -> Flow[None]:
        """Move an image in the workflow, by the name or by the id of a status: one of the two.

        Args:
            project_id: The project.
            image_id: The image.
            status: A status that every project has: NEW, IN PROGRESS, TO REVIEW, DONE, SKIPPED or
                COMPLETED. AUTO-LABELLED cannot be set, by the document.
            status_id: Id of any status; the only way to a project's own ones.
        """
        body = status_body(status, status_id)
        return send(set_image_status.plan(*ids(project_id, image_id), body=body))

    @operation
    def position(self, project_id: Id, image_id: Id, **filters: Unpack[ImageFilters]) -> Flow[int]:
        """Return how many images come before an image in the list that the same filters give.

        Args:
            project_id: The project.
            image_id: The image.
            **filters: As those of `list`.

        Raises:
            NotFound: The project has no such image.
        """
        plan = get_image_position.plan(*ids(project_id, image_id), **image_query(filters))
        offset = (yield from send(plan)).offset
        if not isinstance(offset, int):
            raise ResponseFormatError(
                f"{plan.operation}: the answer has no offset", operation=plan.operation
            )
        return offset

    @operation
    def delete(self, project_id: Id, image_id: Id) -> Flow[None]:
        """Delete an image with its labels."""
        return send(delete_image.plan(*ids(project_id, image_id)))
