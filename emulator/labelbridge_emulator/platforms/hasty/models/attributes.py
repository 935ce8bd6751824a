"""The data behind attributes: what can be said of labels, and of labels of which classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.hasty.models.state import Image, Label, LabelClass, Project


@dataclass(slots=True, kw_only=True, eq=False)
class Attribute:
    """An attribute; its fields are the document's.

    ``default`` is kept and shown, no more: in the tests of the vendor's SDK
    (``tests/test_attribute.py``) a label whose class has attributes begins with no value of any.

    Attributes:
        values: What a SELECTION or MULTIPLE-SELECTION chooses from, each with an id and a text.
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

    def words(self, value: Any) -> Any:
        """A value in words: the texts of what was chosen instead of the ids."""
        texts = {choice["id"]: choice["value"] for choice in self.values}
        if self.type == "SELECTION":
            return texts[value]
        return [texts[id_] for id_ in value] if self.type == "MULTIPLE-SELECTION" else value


@dataclass(slots=True, kw_only=True, eq=False)
class AttributeClass:
    """A link: labels of the class can have the attribute."""

    attribute: Attribute
    label_class: LabelClass
    attribute_order: float
    class_order: float


@dataclass(slots=True, eq=False)
class Attributes:
    """The attributes of a project by id, and their links by the ids of both ends."""

    by_id: dict[str, Attribute] = field(default_factory=dict)
    links: dict[tuple[str, str], AttributeClass] = field(default_factory=dict)

    def of_class(self, label_class: LabelClass) -> list[Attribute]:
        """The attributes that a class is linked with, in their order within the class."""
        links = [link for link in self.links.values() if link.label_class is label_class]
        return [link.attribute for link in sorted(links, key=lambda link: link.attribute_order)]

    def class_count(self, attribute: Attribute) -> int:
        """How many classes an attribute is linked with."""
        return sum(link.attribute is attribute for link in self.links.values())

    def remove_class(self, label_class: LabelClass) -> None:
        """Remove the links of a class that goes."""
        for key, link in list(self.links.items()):
            if link.label_class is label_class:
                del self.links[key]


def remove_attribute(project: Project, attribute: Attribute) -> None:
    """Remove an attribute with its links and all values of it."""
    for key, link in list(project.attributes.links.items()):
        if link.attribute is attribute:
            del project.attributes.links[key]
    for label in project.labels.values():
        label.attributes.pop(attribute.id, None)
    del project.attributes.by_id[attribute.id]


def has_attribute(label: Label, attribute: Attribute) -> bool:
    """Whether an attribute is one of the label's: by its class, or since it has a value of it."""
    links = label.image.dataset.project.attributes.links
    return (attribute.id, label.label_class.id) in links or attribute.id in label.attributes


def misses_attribute(image: Image) -> bool:
    """Whether a label of the image has no value of an attribute that its class requires."""
    attributes = image.dataset.project.attributes
    required = {
        label_class: [a for a in attributes.of_class(label_class) if a.is_required]
        for label_class in {label.label_class for label in image.labels.values()}
    }
    return any(
        attribute.id not in label.attributes
        for label in image.labels.values()
        for attribute in required[label.label_class]
    )
