"""Tags of images, added and removed in batches. They do not change ``update_date`` of the image."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, image_of
from labelbridge_emulator.platforms.hasty.models.tags import Tag, TagClass
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Image

handlers = Handlers()


@handlers("list_image_tags")
def list_image_tags(request: Request) -> JSON:
    """List tags of an image in the order in which they were added."""
    image = image_of(request)
    return page(request, image.tags.values(), lambda tag: _render(image, tag))


@handlers("add_image_tags")
def add_image_tags(request: Request) -> JSON:
    """Add tags to an image; if one is invalid, none is added.

    Existing tags stay unchanged (the vendor's ``tests/test_tag.py``). The response has the tag of
    each item of the body.
    """
    image = image_of(request)
    classes = [_class_of(image, item["tag_class_id"]) for item in request.body]
    tags = {tag.tag_class: tag for tag in image.tags.values()}
    _check_selections(dict.fromkeys([*tags, *classes]))
    for tag_class in classes:
        if tag_class not in tags:
            tag = tags[tag_class] = Tag(id=request.store.ids.uuid(), tag_class=tag_class)
            image.tags[tag.id] = tag
    return [_render(image, tags[tag_class]) for tag_class in classes]


@handlers("remove_image_tags")
def remove_image_tags(request: Request) -> None:
    """Remove tags from an image; if an id is unknown, none is removed.

    An item has the id of a tag or of a tag class. Classes without a tag on the image are ignored:
    the vendor's tests remove a tag twice (``tests/test_tag.py``).
    """
    image = image_of(request)
    for tag in [_tag_of(image, item) for item in request.body]:
        if tag is not None:
            image.tags.pop(tag.id, None)


def _tag_of(image: Image, item: dict[str, Any]) -> Tag | None:
    if item.get("tag_id") is not None:
        return find(image.tags, item["tag_id"], "tag")
    return image.tag_of(_class_of(image, item["tag_class_id"]))


def _class_of(image: Image, id_: str) -> TagClass:
    return find(image.dataset.project.tags.classes, id_, "tag class")


def _check_selections(classes: Iterable[TagClass]) -> None:
    """Reject more than one tag of a SELECTION group."""
    counts = Counter(tag_class.group for tag_class in classes)
    for group, number in counts.items():
        if group is not None and group.type == "SELECTION" and number > 1:
            raise ApiError(400, f"Tag group {group.name!r} allows only one tag per image.")


def _render(image: Image, tag: Tag) -> JSON:
    return {
        "id": tag.id,
        "tag_class_id": tag.tag_class.id,
        "tag_class_name": tag.tag_class.name,
        "image_id": image.id,
    }
