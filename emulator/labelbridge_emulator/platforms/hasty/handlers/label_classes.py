"""Label classes of a project. Names are not unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import (
    in_path,
    project_of,
    state_of,
    update_fields,
)
from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("list_label_classes")
def list_label_classes(request: Request) -> JSON:
    """List label classes in the order of their creation."""
    return page(request, project_of(request).label_classes.values(), asdict)


@handlers("create_label_class")
def create_label_class(request: Request) -> JSON:
    """Create a label class."""
    project = project_of(request)
    label_class = LabelClass(id=request.store.ids.uuid(), **request.body)
    project.label_classes[label_class.id] = label_class
    return asdict(label_class)


@handlers("get_label_class")
def get_label_class(request: Request) -> JSON:
    """Get a label class."""
    return asdict(_label_class_of(request))


@handlers("update_label_class")
def update_label_class(request: Request) -> JSON:
    """Update the fields in the body."""
    label_class = _label_class_of(request)
    update_fields(label_class, request.body)
    return asdict(label_class)


@handlers("delete_label_class")
def delete_label_class(request: Request) -> None:
    """Remove a label class with its labels: every label has a class."""
    state_of(request).remove_label_class(project_of(request), _label_class_of(request))


def _label_class_of(request: Request) -> LabelClass:
    return in_path(request, project_of(request).label_classes, "label class")
