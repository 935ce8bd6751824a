"""Keypoint schemas with their classes and edges, and their links to label classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass


@dataclass(slots=True, kw_only=True, eq=False)
class KeypointSchema:
    """A keypoint schema.

    Attributes:
        classes: The keypoint classes by id: the fields of the request, and who created and updated
            each class, and when.
        skeleton: The edges between them, with the fields of the request.
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
    """A link between a keypoint schema and a label class."""

    schema: KeypointSchema
    label_class: LabelClass
    label_class_order: float


@dataclass(slots=True, eq=False)
class Keypoints:
    """The keypoint schemas of a project by id, and their links by schema id and class id."""

    schemas: dict[str, KeypointSchema] = field(default_factory=dict)
    links: dict[tuple[str, str], KeypointSchemaClass] = field(default_factory=dict)

    def schema_with(self, keypoint_class_id: str) -> KeypointSchema | None:
        """The schema that has a keypoint class."""
        schemas = self.schemas.values()
        return next((schema for schema in schemas if keypoint_class_id in schema.classes), None)

    def remove_class(self, label_class: LabelClass) -> None:
        """Remove the links of a label class."""
        self.links = {
            key: link for key, link in self.links.items() if link.label_class is not label_class
        }
