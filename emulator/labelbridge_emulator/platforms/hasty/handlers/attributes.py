"""Attributes of a project. Names may repeat: the document does not call them unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers, Refusal, Reply
from labelbridge_emulator.platforms.hasty.attribute_values import refit
from labelbridge_emulator.platforms.hasty.lookups import attribute_of, project_of
from labelbridge_emulator.platforms.hasty.models.attributes import Attribute, remove_attribute
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_attributes")
def list_attributes(call: Call) -> JSON:
    """Attributes in the order of their creation."""
    project = project_of(call)
    found = list(project.attributes.by_id.values())
    return page(call, found, lambda attribute: _render(project, attribute))


@handlers("create_attribute")
def create_attribute(call: Call) -> JSON:
    """A new attribute; the document's offset and limit mean nothing, as nothing is listed."""
    project = project_of(call)
    values = _values(call)
    attribute = Attribute(id=call.world.ids.uuid(), **call.body | {"values": values})
    project.attributes.by_id[attribute.id] = attribute
    return _render(project, attribute)


@handlers("update_attribute")
def update_attribute(call: Call) -> JSON:
    """Change the fields that the body names; its list of values replaces the old one.

    An entry with an id is that entry, one without is new. So an edit by the vendor's SDK, which
    sends no ids (``attribute.py``), leaves no old entry. What labels have of those that are gone,
    and what does not fit the attribute any more, is gone too.
    """
    project, attribute = project_of(call), attribute_of(call)
    fields = call.body | {"values": _values(call, attribute)}
    for name, value in fields.items():
        setattr(attribute, name, value)
    refit(project, attribute)
    return _render(project, attribute)


@handlers("delete_attribute")
def delete_attribute(call: Call) -> Reply:
    """Remove an attribute with its links and its values."""
    remove_attribute(project_of(call), attribute_of(call))
    return Reply()


def _values(call: Call, attribute: Attribute | None = None) -> list[dict[str, str]]:
    """The body's list of values, with ids for the new ones; an id occurs once in it."""
    known = {choice["id"]: choice for choice in attribute.values} if attribute else {}
    values: dict[str, dict[str, str]] = {}
    for sent in call.body["values"]:
        id_ = sent["id"].lower() if "id" in sent else call.world.ids.uuid()
        if id_ in values:
            raise Refusal(400, f"Two values have the id {id_}.")
        values[id_] = {"value": ""} | known.get(id_, {}) | sent | {"id": id_}
    return list(values.values())


def _render(project: Project, attribute: Attribute) -> dict[str, Any]:
    return asdict(attribute) | {"class_count": project.attributes.class_count(attribute)}
