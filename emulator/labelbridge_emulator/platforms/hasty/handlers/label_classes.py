"""Label classes of a project. Names may repeat: the document does not call them unique."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import label_class_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.models.state import LabelClass
from labelbridge_emulator.platforms.hasty.responses import page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("list_label_classes")
def list_label_classes(request: Request) -> JSON:
    """Label classes in the order of their creation."""
    return page(request, list(project_of(request).label_classes.values()), asdict)


@handlers("create_label_class")
def create_label_class(request: Request) -> JSON:
    """A new label class; its fields are the body's."""
    project = project_of(request)
    label_class = LabelClass(id=request.store.ids.uuid(), **request.body)
    project.label_classes[label_class.id] = label_class
    return asdict(label_class)


@handlers("get_label_class")
def get_label_class(request: Request) -> JSON:
    """One label class."""
    return asdict(label_class_of(request))


@handlers("update_label_class")
def update_label_class(request: Request) -> JSON:
    """Change the fields that the body names."""
    label_class = label_class_of(request)
    for name, value in request.body.items():
        setattr(label_class, name, value)
    return asdict(label_class)


@handlers("delete_label_class")
def delete_label_class(request: Request) -> Response:
    """Remove a label class with its labels: a label without a class cannot be shown."""
    state_of(request).remove_label_class(project_of(request), label_class_of(request))
    return Response()
