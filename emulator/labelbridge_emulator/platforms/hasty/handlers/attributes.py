"""Attributes of a project. Names are not unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.attribute_values import remove_invalid_values
from labelbridge_emulator.platforms.hasty.lookups import attribute_of, project_of, update_fields
from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project

handlers = Handlers()


@handlers("list_attributes")
def list_attributes(request: Request) -> JSON:
    """List attributes in the order of their creation."""
    project = project_of(request)
    return page(request, project.attributes.by_id.values(), lambda each: _render(project, each))


@handlers("create_attribute")
def create_attribute(request: Request) -> JSON:
    """Create an attribute. The document's offset and limit are ignored: nothing is listed."""
    project, values = project_of(request), _values(request)
    attribute = Attribute(id=request.store.ids.uuid(), **request.body | {"values": values})
    project.attributes.by_id[attribute.id] = attribute
    return _render(project, attribute)


@handlers("update_attribute")
def update_attribute(request: Request) -> JSON:
    """Update the fields in the body. Its list of values replaces the old one.

    A value with an id is the existing one, a value without an id is new. The vendor's SDK sends no
    ids (``attribute.py``), so its updates replace all values. Values on labels that the attribute
    no longer allows are removed.
    """
    project, attribute = project_of(request), attribute_of(request)
    update_fields(attribute, request.body | {"values": _values(request, attribute)})
    remove_invalid_values(project, attribute)
    return _render(project, attribute)


@handlers("delete_attribute")
def delete_attribute(request: Request) -> None:
    """Remove an attribute with its links and its values on labels."""
    project_of(request).remove_attribute(attribute_of(request))


def _values(request: Request, attribute: Attribute | None = None) -> list[dict[str, str]]:
    """The list of values in the body, with ids for new values. An id can occur only once."""
    known = {option["id"]: option for option in attribute.values} if attribute else {}
    values: dict[str, dict[str, str]] = {}
    for sent in request.body["values"]:
        id_ = sent["id"].lower() if "id" in sent else request.store.ids.uuid()
        if id_ in values:
            raise ApiError(400, f"Two values have the id {id_}.")
        values[id_] = {"value": ""} | known.get(id_, {}) | sent | {"id": id_}
    return list(values.values())


def _render(project: Project, attribute: Attribute) -> dict[str, Any]:
    return asdict(attribute) | {"class_count": project.attributes.class_count(attribute)}
