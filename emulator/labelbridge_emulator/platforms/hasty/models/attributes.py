"""Attributes, and their links to label classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass


@dataclass(slots=True, kw_only=True, eq=False)
class Attribute:
    """An attribute, with the fields of the document.

    ``default`` is stored and returned but has no effect: in the tests of the vendor's SDK
    (``tests/test_attribute.py``) a new label has no value of any attribute of its class.

    Attributes:
        values: The options of a SELECTION or MULTIPLE-SELECTION, each with an id and a text.
    """

    id: str
    name: str
    type: str
    subject_type: str = "LABEL"
    is_required: bool = False
    default: str | None = None
    description: str | None = None
    min: float | None = None
    max: float | None = None
    norder: float | None = None
    prediction_type: str | None = None
    prediction_model: str | None = None
    prediction_prompt: str | None = None
    values: list[dict[str, str]] = field(default_factory=list)

    def display_value(self, value: Any) -> Any:
        """Return a value with the ids of selected options replaced by their texts."""
        texts = {option["id"]: option["value"] for option in self.values}
        if self.type == "SELECTION":
            return texts[value]
        return [texts[id_] for id_ in value] if self.type == "MULTIPLE-SELECTION" else value


@dataclass(slots=True, kw_only=True, eq=False)
class AttributeClass:
    """A link between an attribute and a label class."""

    attribute: Attribute
    label_class: LabelClass
    attribute_order: float
    class_order: float


@dataclass(slots=True, eq=False)
class Attributes:
    """The attributes of a project by id, and their links by attribute id and class id."""

    by_id: dict[str, Attribute] = field(default_factory=dict)
    links: dict[tuple[str, str], AttributeClass] = field(default_factory=dict)

    def of_class(self, label_class: LabelClass) -> list[Attribute]:
        """The attributes linked to a class, sorted by ``attribute_order``."""
        links = [link for link in self.links.values() if link.label_class is label_class]
        return [link.attribute for link in sorted(links, key=lambda link: link.attribute_order)]

    def class_count(self, attribute: Attribute) -> int:
        """The number of classes that an attribute is linked to."""
        return sum(link.attribute is attribute for link in self.links.values())

    def remove(self, attribute: Attribute) -> None:
        """Remove an attribute and its links."""
        self.links = {
            key: link for key, link in self.links.items() if link.attribute is not attribute
        }
        del self.by_id[attribute.id]

    def remove_class(self, label_class: LabelClass) -> None:
        """Remove the links of a class."""
        self.links = {
            key: link for key, link in self.links.items() if link.label_class is not label_class
        }
