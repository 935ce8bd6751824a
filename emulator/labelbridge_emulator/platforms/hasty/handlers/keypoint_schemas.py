"""Keypoint schemas of a project, with their keypoint classes and edges, in arrays without pages.

In a request a keypoint class has no id, but edges refer to classes by id. So a class in a PUT is
matched by name with an existing class and keeps its id; otherwise no edge could refer to it. Edges
are stored as sent: in the document's sample one edge ends at a class of another schema. The
document requires no field, but every class needs a name and every edge two ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.label_keypoints import remove_keypoints
from labelbridge_emulator.platforms.hasty.lookups import in_path, project_of, user_of
from labelbridge_emulator.platforms.hasty.models.keypoints import KeypointSchema
from labelbridge_emulator.platforms.hasty.responses import timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project

handlers = Handlers()

FIELDS = ("name", "type", "description", "norder", "template_id")
"""Fields that a request sets. ``project_id`` repeats the path and is ignored."""

ENDS = ("keypoint_class_id_a", "keypoint_class_id_b")


@handlers("list_keypoint_schemas")
def list_keypoint_schemas(request: Request) -> JSON:
    """List all keypoint schemas of a project in the order of their creation."""
    project = project_of(request)
    return [_render(project, schema) for schema in project.keypoints.schemas.values()]


@handlers("create_keypoint_schema")
def create_keypoint_schema(request: Request) -> JSON:
    """Create a keypoint schema."""
    project, user, now = project_of(request), user_of(request), request.store.clock.now()
    _check(request.body)
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
    """Update the fields in the body. Its lists replace the old ones.

    The keypoints of a removed keypoint class are removed too, and the edges to it unless the body
    has edges.
    """
    project = project_of(request)
    schema = in_path(request, project.keypoints.schemas, "keypoint schema")
    _check(request.body)
    schema.updated_by, schema.update_date = user_of(request), request.store.clock.now()
    for name in FIELDS:
        if name in request.body:
            setattr(schema, name, request.body[name])
    _fill(request, project, schema)
    return _render(project, schema)


def _check(body: dict[str, Any]) -> None:
    if not all("name" in sent for sent in body.get("keypoint_classes") or ()):
        raise ApiError(400, "name is required for each keypoint class.")
    if not all(sent.keys() >= set(ENDS) for sent in body.get("keypoint_skeleton") or ()):
        raise ApiError(400, f"{' and '.join(ENDS)} are required for each edge.")


def _fill(request: Request, project: Project, schema: KeypointSchema) -> None:
    if "keypoint_classes" in request.body:
        before = schema.classes
        schema.classes = _classes(request, schema)
        removed = before.keys() - schema.classes.keys()
        remove_keypoints(project, removed)
        schema.skeleton = [
            edge for edge in schema.skeleton if not {edge[end] for end in ENDS} & removed
        ]
    if "keypoint_skeleton" in request.body:
        schema.skeleton = [
            _edge(request, schema, sent) for sent in request.body["keypoint_skeleton"] or ()
        ]


def _classes(request: Request, schema: KeypointSchema) -> dict[str, dict[str, Any]]:
    """The keypoint classes in the body, each merged with the existing class of its name."""
    known = list(schema.classes.values())
    classes: dict[str, dict[str, Any]] = {}
    now = timestamp(schema.update_date)
    for sent in request.body["keypoint_classes"] or ():
        same = next((each for each in known if each["name"] == sent["name"]), None)
        if same is not None:
            known.remove(same)
        before = same or _new_class(request, schema)
        changed = {"updated_by": schema.updated_by, "update_date": now}
        classes[before["id"]] = before | sent | changed | {"keypoint_schema_id": schema.id}
    return classes


def _new_class(request: Request, schema: KeypointSchema) -> dict[str, Any]:
    return {
        "id": request.store.ids.uuid(),
        "created_by": schema.updated_by,
        "create_date": timestamp(schema.update_date),
        "description": None,
        "norder": None,
        "editor_x": 0,
        "editor_y": 0,
    }


def _edge(request: Request, schema: KeypointSchema, sent: dict[str, Any]) -> dict[str, Any]:
    ends = {end: sent[end].lower() for end in ENDS}
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
        "create_date": timestamp(schema.create_date),
        "updated_by": schema.updated_by,
        "update_date": timestamp(schema.update_date),
        "norder": schema.norder,
        "keypoint_classes": list(schema.classes.values()),
        "keypoint_skeleton": schema.skeleton,
        "template_id": schema.template_id,
    }
