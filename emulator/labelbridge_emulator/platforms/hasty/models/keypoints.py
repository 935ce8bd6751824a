"""The data behind keypoints: schemas, their classes and edges, and links with label classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.models.state import Label, LabelClass


@dataclass(slots=True, kw_only=True, eq=False)
class KeypointSchema:
    """A keypoint schema.

    Attributes:
        classes: Its keypoint classes by id, with the fields that were sent and who made and changed
            them when.
        skeleton: The edges between them, with the fields that were sent.
    """

    id: str
    name: str
    type: str
    created_by: str
    create_date: datetime
    updated_by: str
    update_date: datetime
    description: str | None = None
    norder: float | None = None
    template_id: str | None = None
    classes: dict[str, dict[str, Any]] = field(default_factory=dict)
    skeleton: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class KeypointSchemaClass:
    """A link: labels of the class can have keypoints of the schema."""

    schema: KeypointSchema
    label_class: LabelClass
    label_class_order: float


@dataclass(slots=True, eq=False)
class Keypoints:
    """The keypoint schemas of a project by id, and their links by the ids of both ends."""

    schemas: dict[str, KeypointSchema] = field(default_factory=dict)
    links: dict[tuple[str, str], KeypointSchemaClass] = field(default_factory=dict)

    def schema_with(self, keypoint_class_id: str) -> KeypointSchema | None:
        """The schema that a keypoint class belongs to."""
        schemas = self.schemas.values()
        return next((schema for schema in schemas if keypoint_class_id in schema.classes), None)

    def remove_class(self, label_class: LabelClass) -> None:
        """Remove the links of a label class that goes."""
        for key, link in list(self.links.items()):
            if link.label_class is label_class:
                del self.links[key]


def schema_of(label: Label) -> KeypointSchema | None:
    """The schema of a label's keypoints; all of them are of one."""
    if not label.keypoints:
        return None
    keypoints = label.image.dataset.project.keypoints
    return keypoints.schema_with(label.keypoints[0]["keypoint_class_id"])
