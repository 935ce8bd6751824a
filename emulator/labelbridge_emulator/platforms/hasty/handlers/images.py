"""Images of a project: content, file name, dataset and status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.assets import add_image, mark_updated, move_image
from labelbridge_emulator.platforms.hasty.filters.images import matching_images
from labelbridge_emulator.platforms.hasty.lookups import find, image_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.media.image_sources import image_content
from labelbridge_emulator.platforms.hasty.responses import page, timestamp
from labelbridge_emulator.platforms.hasty.statuses import requested_status

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Image

handlers = Handlers()


@handlers("list_images")
def list_images(request: Request) -> JSON:
    """List images that pass all filters, in the order of their import."""
    found = matching_images(project_of(request), request.query)
    return page(request, found, lambda image: render(request, image))


@handlers("create_image")
def create_image(request: Request) -> JSON:
    """Import an image. With ``replace`` an image of that name gets the content and keeps its id.

    The response to an import by URL has no ``dataset_name``, as the vendor's quick start shows.
    """
    project = project_of(request)
    dataset = find(project.datasets, request.body["dataset_id"], "dataset")
    content = image_content(request, project)
    image = dataset.images.get(content.name) if request.query.get("replace") else None
    if image is None:
        image = add_image(request, dataset, content)
    else:
        mark_updated(request, image)
        content.apply_to(request.store.files, image)
    image.external_id = request.body.get("external_id", image.external_id)
    by_url = "url" in request.body and "bucket_id" not in request.body
    return render(request, image) | ({"dataset_name": None} if by_url else {})


@handlers("get_image")
def get_image(request: Request) -> JSON:
    """Get an image."""
    return render(request, image_of(request))


@handlers("replace_image")
def replace_image(request: Request) -> JSON:
    """Replace the content and the file name of an image. Its labels and its status stay."""
    image = image_of(request)
    content = image_content(request, image.dataset.project, image.name)
    move_image(image, image.dataset, content.name)
    content.apply_to(request.store.files, image)
    image.external_id = request.body.get("external_id", image.external_id)
    mark_updated(request, image)
    return render(request, image)


@handlers("update_image")
def update_image(request: Request) -> JSON:
    """Rename an image or move it to another dataset. Null changes nothing."""
    image = image_of(request)
    dataset_id: str | None = request.body.get("dataset_id")
    datasets = image.dataset.project.datasets
    dataset = find(datasets, dataset_id, "dataset") if dataset_id else image.dataset
    move_image(image, dataset, request.body.get("filename") or image.name)
    mark_updated(request, image)
    return render(request, image)


@handlers("set_image_status")
def set_image_status(request: Request) -> None:
    """Set the status by name or by id."""
    image = image_of(request)
    image.status = requested_status(request, image.dataset.project)
    image.status_on = mark_updated(request, image)


@handlers("get_image_position")
def get_image_position(request: Request) -> JSON:
    """Get the index of an image in the filtered list. 404 if the list does not contain it."""
    image = image_of(request)
    for position, other in enumerate(matching_images(image.dataset.project, request.query)):
        if other is image:
            return {"offset": position}
    raise ApiError(404, f"Image {image.id} does not pass the filters.")


@handlers("delete_image")
def delete_image(request: Request) -> None:
    """Remove an image with its labels and its bytes."""
    state_of(request).remove_image(image_of(request))


def render(request: Request, image: Image) -> JSON:
    """An image as the platform returns it. The thumbnail is the image itself."""
    info, url = image.info, public_url(request, image)
    return {
        "dataset_id": image.dataset.id,
        "dataset_name": image.dataset.name,
        "height": info.height,
        "id": image.id,
        "format": info.format,
        "mode": info.mode,
        "name": image.name,
        "health_status": "OK",
        "status": image.status,
        "status_id": image.dataset.project.statuses[image.status],
        "is_locked": False,
        "public_url": url,
        "thumbnail_url": url,
        "uploaded_on": timestamp(image.uploaded_on),
        "update_date": timestamp(image.update_date),
        "updated_by": image.updated_by,
        "url": url,
        "width": info.width,
        "external_id": image.external_id,
        "queue_ids": image.workflow.queue_ids,
        "exif": {"orientation": info.orientation} if info.orientation else {},
    }
