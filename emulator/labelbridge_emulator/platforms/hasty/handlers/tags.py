"""Tags of images, given and taken in batches.

A tag is not part of its image: giving one does not change when the image was changed last.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import find, image_of
from labelbridge_emulator.platforms.hasty.models.tags import Tag, TagClass, tag_of_class
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Image

handlers = Handlers()


@handlers("list_image_tags")
def list_image_tags(request: Request) -> JSON:
    """Tags of an image in the order in which it got them."""
    image = image_of(request)
    return page(request, list(image.tags.values()), lambda tag: _render(image, tag))


@handlers("add_image_tags")
def add_image_tags(request: Request) -> JSON:
    """Tag an image, with all of the tags or, when one is refused, with none.

    A tag that is there already stays as it is (the vendor's ``tests/test_tag.py``). The answer has
    the tag for each item of the body.
    """
    image = image_of(request)
    classes = [_class_of(image, item["tag_class_id"]) for item in request.body]
    tags = {tag.tag_class: tag for tag in image.tags.values()}
    _refuse_second(dict.fromkeys([*tags, *classes]))
    for tag_class in classes:
        if tag_class not in tags:
            tag = tags[tag_class] = Tag(id=request.store.ids.uuid(), tag_class=tag_class)
            image.tags[tag.id] = tag
    return [_render(image, tags[tag_class]) for tag_class in classes]


@handlers("remove_image_tags")
def remove_image_tags(request: Request) -> Response:
    """Take tags from an image, all of them or none.

    A tag is named by its own id or by its class. A class that the image has no tag of is passed
    over: the vendor's own tests remove one that is gone already (``tests/test_tag.py``).
    """
    image = image_of(request)
    for tag in [_tag_of(image, item) for item in request.body]:
        if tag is not None:
            image.tags.pop(tag.id, None)
    return Response()


def _tag_of(image: Image, item: dict[str, Any]) -> Tag | None:
    if item.get("tag_id") is not None:
        return find(image.tags, item["tag_id"], "tag")
    return tag_of_class(image, _class_of(image, item["tag_class_id"]))


def _class_of(image: Image, id_: str) -> TagClass:
    return find(image.dataset.project.tags.classes, id_, "tag class")


def _refuse_second(classes: Iterable[TagClass]) -> None:
    """An image has one tag of a SELECTION at most."""
    chosen = Counter(tag_class.group for tag_class in classes)
    for group, number in chosen.items():
        if group is not None and group.type == "SELECTION" and number > 1:
            raise ApiError(400, f"Tag group {group.name!r} allows an image one tag only.")


def _render(image: Image, tag: Tag) -> JSON:
    return {
        "id": tag.id,
        "tag_class_id": tag.tag_class.id,
        "tag_class_name": tag.tag_class.name,
        "image_id": image.id,
    }
