"""The data behind tags: groups, classes, and what images are tagged with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.state import Image, Project


@dataclass(slots=True, kw_only=True, eq=False)
class TagGroup:
    """A tag group; its fields are the document's. ``norder`` is never null there."""

    id: str
    name: str
    type: str
    is_required: bool = False
    norder: float = 0


@dataclass(slots=True, kw_only=True, eq=False)
class TagClass:
    """What an image can be tagged with, in a group or in none."""

    id: str
    name: str
    norder: float | None = None
    group: TagGroup | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Tag:
    """That an image has a tag of a class."""

    id: str
    tag_class: TagClass


@dataclass(slots=True, eq=False)
class Tags:
    """The tag groups and tag classes of a project, by id."""

    groups: dict[str, TagGroup] = field(default_factory=dict)
    classes: dict[str, TagClass] = field(default_factory=dict)


def tag_of_class(image: Image, tag_class: TagClass) -> Tag | None:
    """The image's tag of a class; there is one at most."""
    return next((tag for tag in image.tags.values() if tag.tag_class is tag_class), None)


def tags_in_group(image: Image, group: TagGroup) -> list[Tag]:
    """The image's tags whose classes belong to a group."""
    return [tag for tag in image.tags.values() if tag.tag_class.group is group]


def misses_tag(image: Image) -> bool:
    """Whether the image has no tag of a group that requires one."""
    groups = image.dataset.project.tags.groups.values()
    return any(group.is_required and not tags_in_group(image, group) for group in groups)


def remove_tag_class(project: Project, tag_class: TagClass) -> None:
    """Remove a tag class, from the images too."""
    for image in project.images.values():
        tag = tag_of_class(image, tag_class)
        if tag is not None:
            del image.tags[tag.id]
    del project.tags.classes[tag_class.id]
