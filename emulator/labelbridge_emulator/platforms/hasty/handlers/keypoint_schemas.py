"""Keypoint schemas of a project, with their keypoint classes and edges: bare, not paged.

A keypoint class has no id in a request, while the edges of the same request name classes by ids.
So a class of a PUT is the one that has its name already, and keeps its id: else no edge could ever
name one. Edges are kept as they come: in the document's own sample one ends at a class that is not
among the schema's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.keypoints import drop_keypoints
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, state_of
from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchema
from labelbridge_emulator.platforms.hasty.responses import instant

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()

FIELDS = ("name", "type", "description", "norder", "template_id")
"""What a request sets as it is; ``project_id`` only repeats the path."""

ENDS = ("keypoint_class_id_a", "keypoint_class_id_b")


@handlers("list_keypoint_schemas")
def list_keypoint_schemas(request: Request) -> JSON:
    """All keypoint schemas of a project in the order of their creation."""
    project = project_of(request)
    return [_render(project, schema) for schema in project.keypoints.schemas.values()]


@handlers("create_keypoint_schema")
def create_keypoint_schema(request: Request) -> JSON:
    """A new keypoint schema."""
    project, user, now = (
        project_of(request),
        state_of(request).user(request.key),
        request.store.clock.now(),
    )
    schema = KeypointSchema(
        id=request.store.ids.uuid(),
        **{name: request.body[name] for name in FIELDS if name in request.body},
        created_by=user,
        create_date=now,
        updated_by=user,
        update_date=now,
    )
    project.keypoints.schemas[schema.id] = schema
    _fill(request, project, schema)
    return _render(project, schema)


@handlers("update_keypoint_schema")
def update_keypoint_schema(request: Request) -> JSON:
    """Change what the body names; its lists replace the old ones.

    With a keypoint class that is gone go the keypoints of it and, unless the body has edges of its
    own, the edges to it.
    """
    project = project_of(request)
    schema = find(project.keypoints.schemas, request.path["keypoint_schema_id"], "keypoint schema")
    schema.updated_by, schema.update_date = (
        state_of(request).user(request.key),
        request.store.clock.now(),
    )
    for name in FIELDS:
        if name in request.body:
            setattr(schema, name, request.body[name])
    _fill(request, project, schema)
    return _render(project, schema)


def _fill(request: Request, project: Project, schema: KeypointSchema) -> None:
    if "keypoint_classes" in request.body:
        before = schema.classes
        schema.classes = _classes(request, schema)
        gone = before.keys() - schema.classes.keys()
        drop_keypoints(project, gone)
        schema.skeleton = [e for e in schema.skeleton if not {e.get(end) for end in ENDS} & gone]
    if "keypoint_skeleton" in request.body:
        schema.skeleton = [
            _edge(request, schema, sent) for sent in request.body["keypoint_skeleton"] or ()
        ]


def _classes(request: Request, schema: KeypointSchema) -> dict[str, dict[str, Any]]:
    """The body's keypoint classes; one that has the name of a present one is that one."""
    known = list(schema.classes.values())
    kept: dict[str, dict[str, Any]] = {}
    now = instant(schema.update_date)
    for sent in request.body["keypoint_classes"] or ():
        same = next((each for each in known if each.get("name") == sent.get("name")), None)
        if same is not None:
            known.remove(same)
        before = same or _new_class(request, schema)
        changed = {"updated_by": schema.updated_by, "update_date": now}
        kept[before["id"]] = before | sent | changed | {"keypoint_schema_id": schema.id}
    return kept


def _new_class(request: Request, schema: KeypointSchema) -> dict[str, Any]:
    return {
        "id": request.store.ids.uuid(),
        "created_by": schema.updated_by,
        "create_date": instant(schema.update_date),
        "description": None,
        "norder": None,
    }


def _edge(request: Request, schema: KeypointSchema, sent: dict[str, Any]) -> dict[str, Any]:
    ends = {end: sent[end].lower() for end in ENDS if end in sent}
    id_ = sent["id"].lower() if "id" in sent else request.store.ids.uuid()
    return sent | ends | {"id": id_, "keypoint_schema_id": schema.id}


def _render(project: Project, schema: KeypointSchema) -> JSON:
    return {
        "id": schema.id,
        "name": schema.name,
        "project_id": project.id,
        "description": schema.description,
        "type": schema.type,
        "created_by": schema.created_by,
        "create_date": instant(schema.create_date),
        "updated_by": schema.updated_by,
        "update_date": instant(schema.update_date),
        "norder": schema.norder,
        "keypoint_classes": list(schema.classes.values()),
        "keypoint_skeleton": schema.skeleton,
        "template_id": schema.template_id,
    }
