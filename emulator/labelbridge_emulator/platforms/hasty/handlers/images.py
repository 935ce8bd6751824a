"""Images of a project: their content, their place and their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.filters.images import matching_images
from labelbridge_emulator.platforms.hasty.lookups import find, image_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.media.image_sources import image_content
from labelbridge_emulator.platforms.hasty.models.state import Image
from labelbridge_emulator.platforms.hasty.responses import instant, page
from labelbridge_emulator.platforms.hasty.statuses import requested_status

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.media.content import Content
    from labelbridge_emulator.platforms.hasty.media.image_probe import Facts
    from labelbridge_emulator.platforms.hasty.models.state import Dataset

handlers = Handlers()


@handlers("list_images")
def list_images(request: Request) -> JSON:
    """Images that pass all filters, in the order of their import."""
    found = matching_images(project_of(request), request.query)
    return page(request, found, lambda image: render(request, image))


@handlers("create_image")
def create_image(request: Request) -> JSON:
    """Import an image; with ``replace`` one of that name gets the new content and keeps its id.

    The answer to an import by URL has no ``dataset_name`` yet, as the vendor's quick start shows.
    """
    project = project_of(request)
    dataset = find(project.datasets, request.body["dataset_id"], "dataset")
    content = image_content(request, project)
    image = dataset.images.get(content.name) if request.query.get("replace") else None
    if image is None:
        image = add_image(request, dataset, content)
    else:
        _touch(request, image)
        content.give(request.store.files, image)
    image.external_id = request.body.get("external_id", image.external_id)
    by_url = "url" in request.body and "bucket_id" not in request.body
    return render(request, image) | ({"dataset_name": None} if by_url else {})


@handlers("get_image")
def get_image(request: Request) -> JSON:
    """One image."""
    return render(request, image_of(request))


@handlers("replace_image")
def replace_image(request: Request) -> JSON:
    """Give an image other content and its name; its labels and status stay."""
    image = image_of(request)
    content = image_content(request, image.dataset.project, image.name)
    _place(image, image.dataset, content.name)
    content.give(request.store.files, image)
    image.external_id = request.body.get("external_id", image.external_id)
    _touch(request, image)
    return render(request, image)


@handlers("update_image")
def update_image(request: Request) -> JSON:
    """Rename an image, move it to another dataset, or both; null changes nothing."""
    image = image_of(request)
    dataset_id: str | None = request.body.get("dataset_id")
    datasets = image.dataset.project.datasets
    dataset = find(datasets, dataset_id, "dataset") if dataset_id else image.dataset
    _place(image, dataset, request.body.get("filename") or image.name)
    _touch(request, image)
    return render(request, image)


@handlers("set_image_status")
def set_image_status(request: Request) -> Response:
    """Set the status by its name or by the project's id of it."""
    image = image_of(request)
    image.status = requested_status(request, image.dataset.project)
    image.status_on = _touch(request, image)
    return Response()


@handlers("get_image_position")
def get_image_position(request: Request) -> JSON:
    """How many images stand before this one in the filtered list; 404 when it is not in it."""
    image = image_of(request)
    for position, other in enumerate(matching_images(image.dataset.project, request.query)):
        if other is image:
            return {"offset": position}
    raise ApiError(404, f"Image {image.id} is not among those that pass the filters.")


@handlers("delete_image")
def delete_image(request: Request) -> Response:
    """Remove an image with its labels and its bytes."""
    state_of(request).remove_image(image_of(request))
    return Response()


def add_image(request: Request, dataset: Dataset, content: Content[Facts]) -> Image:
    """A new image; 409 when the dataset has one of its name."""
    _refuse_taken(dataset, content.name)
    now = request.store.clock.now()
    image = Image(
        id=request.store.ids.uuid(),
        dataset=dataset,
        name=content.name,
        facts=content.facts,
        status="NEW",
        status_on=now,
        uploaded_on=now,
        update_date=now,
        updated_by=state_of(request).user(request.key),
        external_id=None,
    )
    dataset.images[image.name] = dataset.project.images[image.id] = image
    content.give(request.store.files, image)
    return image


def _touch(request: Request, image: Image) -> datetime:
    image.update_date = request.store.clock.now()
    image.updated_by = state_of(request).user(request.key)
    return image.update_date


def _place(image: Image, dataset: Dataset, name: str) -> None:
    """Put an image into a dataset under a name."""
    if dataset.images.get(name) is not image:
        _refuse_taken(dataset, name)
        del image.dataset.images[image.name]
        image.dataset, image.name = dataset, name
        dataset.images[name] = image


def _refuse_taken(dataset: Dataset, name: str) -> None:
    """File names are unique in a dataset (the vendor's upload guide); the status is HTTP's own."""
    if name in dataset.images:
        raise ApiError(409, f"Dataset {dataset.name!r} already has an image named {name!r}.")


def render(request: Request, image: Image) -> JSON:
    """An image as the platform shows it; the thumbnail is the picture itself."""
    facts, url = image.facts, public_url(request, image)
    return {
        "dataset_id": image.dataset.id,
        "dataset_name": image.dataset.name,
        "height": facts.height,
        "id": image.id,
        "format": facts.format,
        "mode": facts.mode,
        "name": image.name,
        "health_status": "OK",
        "status": image.status,
        "status_id": image.dataset.project.statuses[image.status],
        "is_locked": False,
        "public_url": url,
        "thumbnail_url": url,
        "uploaded_on": instant(image.uploaded_on),
        "update_date": instant(image.update_date),
        "updated_by": image.updated_by,
        "url": url,
        "width": facts.width,
        "external_id": image.external_id,
        "queue_ids": image.workflow.queue_ids,
        "exif": {"orientation": facts.orientation} if facts.orientation else {},
    }
