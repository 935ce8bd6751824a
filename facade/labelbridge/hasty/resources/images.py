"""Images: files, workflow status, and position in a list."""

from __future__ import annotations

from typing import Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import ResponseFormatError
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._inputs.media import media_patch, media_status
from labelbridge.hasty._paging import pages
from labelbridge.hasty.filters import ImageFilters, image_query
from labelbridge.hasty.resources._image_files import ImageFiles
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
            **filters: See ImageFilters: dataset_id, image_status, image_name and more.
        """
        project, query = check.uuid("project_id", project_id), image_query(filters)
        return pages(list_images.plan, project, **query)

    @operation
    def get(self, project_id: Id, image_id: Id) -> Flow[Image]:
        """Return one image, with its size in pixels, its status and the URL of its file.

        Raises:
            NotFound: The project has no image with this id.
        """
        return send(get_image.plan(*uuids(project_id=project_id, image_id=image_id)))

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
            filename: The new name, unique in the dataset.
            dataset_id: The dataset to move it to.

        Raises:
            Conflict: The dataset has an image with this name.
        """
        body = media_patch(filename, dataset_id)
        return send(update_image.plan(*uuids(project_id=project_id, image_id=image_id), body=body))

    @operation
    def set_status(
        self,
        project_id: Id,
        image_id: Id,
        *,
        status: DefaultStatusWrite | str | None = None,
        status_id: Id | None = None,
    ) -> Flow[None]:
        """Set the workflow status of an image, either by name or by id.

        Args:
            project_id: The project.
            image_id: The image.
            status: A default status: NEW, IN PROGRESS, TO REVIEW, DONE, SKIPPED or COMPLETED. The
                document does not allow AUTO-LABELLED.
            status_id: Id of a status; required for custom statuses of a project.
        """
        body = media_status(status, status_id)
        return send(
            set_image_status.plan(*uuids(project_id=project_id, image_id=image_id), body=body)
        )

    @operation
    def position(self, project_id: Id, image_id: Id, **filters: Unpack[ImageFilters]) -> Flow[int]:
        """Return the offset of an image in the list of images with the same filters.

        Args:
            project_id: The project.
            image_id: The image.
            **filters: As for `list`.

        Raises:
            NotFound: The project has no such image.
        """
        plan = get_image_position.plan(
            *uuids(project_id=project_id, image_id=image_id), **image_query(filters)
        )
        offset = (yield from send(plan)).offset
        if not isinstance(offset, int):
            raise ResponseFormatError(
                f"{plan.operation}: the response has no offset", operation=plan.operation
            )
        return offset

    @operation
    def delete(self, project_id: Id, image_id: Id) -> Flow[None]:
        """Delete an image with its labels."""
        return send(delete_image.plan(*uuids(project_id=project_id, image_id=image_id)))
