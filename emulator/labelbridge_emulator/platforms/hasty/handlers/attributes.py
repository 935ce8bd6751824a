"""Attributes of a project. Names may repeat: the document does not call them unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.attribute_values import refit
from labelbridge_emulator.platforms.hasty.lookups import attribute_of, project_of
from labelbridge_emulator.platforms.hasty.models.attributes import Attribute, remove_attribute
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_attributes")
def list_attributes(request: Request) -> JSON:
    """Attributes in the order of their creation."""
    project = project_of(request)
    found = list(project.attributes.by_id.values())
    return page(request, found, lambda attribute: _render(project, attribute))


@handlers("create_attribute")
def create_attribute(request: Request) -> JSON:
    """A new attribute; the document's offset and limit mean nothing, as nothing is listed."""
    project = project_of(request)
    values = _values(request)
    attribute = Attribute(id=request.store.ids.uuid(), **request.body | {"values": values})
    project.attributes.by_id[attribute.id] = attribute
    return _render(project, attribute)


@handlers("update_attribute")
def update_attribute(request: Request) -> JSON:
    """Change the fields that the body names; its list of values replaces the old one.

    An entry with an id is that entry, one without is new. So an edit by the vendor's SDK, which
    sends no ids (``attribute.py``), leaves no old entry. What labels have of those that are gone,
    and what does not fit the attribute any more, is gone too.
    """
    project, attribute = project_of(request), attribute_of(request)
    fields = request.body | {"values": _values(request, attribute)}
    for name, value in fields.items():
        setattr(attribute, name, value)
    refit(project, attribute)
    return _render(project, attribute)


@handlers("delete_attribute")
def delete_attribute(request: Request) -> Response:
    """Remove an attribute with its links and its values."""
    remove_attribute(project_of(request), attribute_of(request))
    return Response()


def _values(request: Request, attribute: Attribute | None = None) -> list[dict[str, str]]:
    """The body's list of values, with ids for the new ones; an id occurs once in it."""
    known = {choice["id"]: choice for choice in attribute.values} if attribute else {}
    values: dict[str, dict[str, str]] = {}
    for sent in request.body["values"]:
        id_ = sent["id"].lower() if "id" in sent else request.store.ids.uuid()
        if id_ in values:
            raise ApiError(400, f"Two values have the id {id_}.")
        values[id_] = {"value": ""} | known.get(id_, {}) | sent | {"id": id_}
    return list(values.values())


def _render(project: Project, attribute: Attribute) -> dict[str, Any]:
    return asdict(attribute) | {"class_count": project.attributes.class_count(attribute)}
