"""Tag groups, tag classes, and the tags of images."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True, eq=False)
class TagGroup:
    """A tag group, with the fields of the document, in which ``norder`` is never null."""

    id: str
    name: str
    type: str
    is_required: bool = False
    norder: float = 0


@dataclass(slots=True, kw_only=True, eq=False)
class TagClass:
    """A tag class, with or without a group."""

    id: str
    name: str
    norder: float | None = None
    group: TagGroup | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Tag:
    """A tag of an image."""

    id: str
    tag_class: TagClass


@dataclass(slots=True, eq=False)
class Tags:
    """The tag groups and tag classes of a project, by id."""

    groups: dict[str, TagGroup] = field(default_factory=dict)
    classes: dict[str, TagClass] = field(default_factory=dict)
