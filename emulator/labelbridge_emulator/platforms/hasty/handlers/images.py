"""Images of a project: their content, their place and their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Refusal, Reply
from labelbridge_emulator.platforms.hasty.filters.images import matching_images
from labelbridge_emulator.platforms.hasty.lookups import find, image_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.media.image_sources import image_content
from labelbridge_emulator.platforms.hasty.models.state import Image
from labelbridge_emulator.platforms.hasty.responses import instant, page
from labelbridge_emulator.platforms.hasty.statuses import requested_status

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.media.content import Content
    from labelbridge_emulator.platforms.hasty.media.image_probe import Facts
    from labelbridge_emulator.platforms.hasty.models.state import Dataset

handlers = Handlers()


@handlers("list_images")
def list_images(call: Call) -> JSON:
    """Images that pass all filters, in the order of their import."""
    found = matching_images(project_of(call), call.query)
    return page(call, found, lambda image: render(call, image))


@handlers("create_image")
def create_image(call: Call) -> JSON:
    """Import an image; with ``replace`` one of that name gets the new content and keeps its id.

    The answer to an import by URL has no ``dataset_name`` yet, as the vendor's quick start shows.
    """
    project = project_of(call)
    dataset = find(project.datasets, call.body["dataset_id"], "dataset")
    content = image_content(call, project)
    image = dataset.images.get(content.name) if call.query.get("replace") else None
    if image is None:
        image = add_image(call, dataset, content)
    else:
        _touch(call, image)
        content.give(call.world.files, image)
    image.external_id = call.body.get("external_id", image.external_id)
    by_url = "url" in call.body and "bucket_id" not in call.body
    return render(call, image) | ({"dataset_name": None} if by_url else {})


@handlers("get_image")
def get_image(call: Call) -> JSON:
    """One image."""
    return render(call, image_of(call))


@handlers("replace_image")
def replace_image(call: Call) -> JSON:
    """Give an image other content and its name; its labels and status stay."""
    image = image_of(call)
    content = image_content(call, image.dataset.project, image.name)
    _place(image, image.dataset, content.name)
    content.give(call.world.files, image)
    image.external_id = call.body.get("external_id", image.external_id)
    _touch(call, image)
    return render(call, image)


@handlers("update_image")
def update_image(call: Call) -> JSON:
    """Rename an image, move it to another dataset, or both; null changes nothing."""
    image = image_of(call)
    dataset_id: str | None = call.body.get("dataset_id")
    datasets = image.dataset.project.datasets
    dataset = find(datasets, dataset_id, "dataset") if dataset_id else image.dataset
    _place(image, dataset, call.body.get("filename") or image.name)
    _touch(call, image)
    return render(call, image)


@handlers("set_image_status")
def set_image_status(call: Call) -> Reply:
    """Set the status by its name or by the project's id of it."""
    image = image_of(call)
    image.status = requested_status(call, image.dataset.project)
    image.status_on = _touch(call, image)
    return Reply()


@handlers("get_image_position")
def get_image_position(call: Call) -> JSON:
    """How many images stand before this one in the filtered list; 404 when it is not in it."""
    image = image_of(call)
    for position, other in enumerate(matching_images(image.dataset.project, call.query)):
        if other is image:
            return {"offset": position}
    raise Refusal(404, f"Image {image.id} is not among those that pass the filters.")


@handlers("delete_image")
def delete_image(call: Call) -> Reply:
    """Remove an image with its labels and its bytes."""
    state_of(call).remove_image(image_of(call))
    return Reply()


def add_image(call: Call, dataset: Dataset, content: Content[Facts]) -> Image:
    """A new image; 409 when the dataset has one of its name."""
    _refuse_taken(dataset, content.name)
    now = call.world.clock.now()
    image = Image(
        id=call.world.ids.uuid(),
        dataset=dataset,
        name=content.name,
        facts=content.facts,
        status="NEW",
        status_on=now,
        uploaded_on=now,
        update_date=now,
        updated_by=state_of(call).user(call.key),
        external_id=None,
    )
    dataset.images[image.name] = dataset.project.images[image.id] = image
    content.give(call.world.files, image)
    return image


def _touch(call: Call, image: Image) -> datetime:
    image.update_date = call.world.clock.now()
    image.updated_by = state_of(call).user(call.key)
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
        raise Refusal(409, f"Dataset {dataset.name!r} already has an image named {name!r}.")


def render(call: Call, image: Image) -> JSON:
    """An image as the platform shows it; the thumbnail is the picture itself."""
    facts, url = image.facts, public_url(call, image)
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
