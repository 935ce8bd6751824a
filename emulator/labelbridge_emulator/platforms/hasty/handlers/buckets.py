"""Buckets that a workspace mounts: credentials, what lies in them, and importing it.

What lies in them a face puts there. Importing is done when the request is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.handlers.images import add_image
from labelbridge_emulator.platforms.hasty.handlers.videos import add_video, refuse_videos
from labelbridge_emulator.platforms.hasty.lookups import bucket_of, find, state_of, workspace_of
from labelbridge_emulator.platforms.hasty.media.content import uploaded_file
from labelbridge_emulator.platforms.hasty.models.bucket_state import Bucket, Buckets
from labelbridge_emulator.platforms.hasty.responses import instant

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.media.content import Content
    from labelbridge_emulator.platforms.hasty.media.video_probe import MovieFacts
    from labelbridge_emulator.platforms.hasty.models.bucket_state import BucketObject
    from labelbridge_emulator.platforms.hasty.models.state import Dataset, Project

handlers = Handlers()

READABLE = ("description", "cloud_provider")
"""Fields that may be shown; every other one is a secret, or tells where the bucket is."""


@handlers("list_bucket_credentials")
def list_bucket_credentials(request: Request) -> JSON:
    """All credentials of a workspace: the document shows a page, but no way to ask for another."""
    buckets = request.store.state(Buckets).of(workspace_of(request).id)
    items = [_render(bucket) for bucket in buckets.values()]
    meta = {"object": "list", "limit": len(items), "offset": 0, "total": len(items)}
    return {"meta": meta | {"search_parameters": {}}, "items": items}


@handlers("create_bucket_credentials")
def create_bucket_credentials(request: Request) -> JSON:
    """Mount a bucket; nobody checks whether the secret is right."""
    workspace, now = workspace_of(request), request.store.clock.now()
    bucket = Bucket(
        id=request.store.ids.uuid(),
        created_at=now,
        update_at=now,
        **{name: request.body.get(name, "") for name in READABLE},
    )
    request.store.state(Buckets).add(workspace.id, bucket)
    return _render(bucket)


@handlers("update_bucket_credentials")
def update_bucket_credentials(request: Request) -> JSON:
    """Change what the body names; what lies in the bucket stays."""
    bucket = bucket_of(request)
    for name in READABLE:
        setattr(bucket, name, request.body.get(name, getattr(bucket, name)))
    bucket.update_at = request.store.clock.now()
    return _render(bucket)


@handlers("list_bucket_files")
def list_bucket_files(request: Request) -> JSON:
    """The paths of all objects that the query asks for, in their order."""
    prefix, upload_id = request.query.get("prefix", ""), request.query.get("upload_id")
    scope = request.query.get("upload_scope_id")
    return {"files": [each.path for each in _objects(request, prefix, upload_id, scope)]}


@handlers("import_bucket")
def import_bucket(request: Request) -> Response:
    """Import objects of a bucket into a dataset of the workspace.

    Objects of the other kind are left where they are, and so are images whose name the dataset has:
    nothing in the answer could tell of them. Without ``asset_type`` the project's content decides.
    """
    dataset = _dataset(request)
    project = dataset.project
    kind = request.body.get(
        "asset_type", "videos" if project.content_type == "VIDEOS" else "images"
    )
    if kind == "videos":
        refuse_videos(project)
    prefix, upload_id = request.body.get("prefix", ""), request.body.get("upload_id")
    scope = request.body.get("upload_scope_id")
    for found in _objects(request, prefix, upload_id, scope):
        if kind == "images":
            _import_image(request, dataset, found)
        else:
            _import_video(request, dataset, found)
    return Response()


def _import_image(request: Request, dataset: Dataset, found: BucketObject) -> None:
    facts = found.picture
    if facts is not None and found.name not in dataset.images:
        copy = request.body.get("copy", False)
        content = found.content(request, found.name, facts, facts.media_type, copy=copy)
        add_image(request, dataset, content)


def _import_video(request: Request, dataset: Dataset, found: BucketObject) -> None:
    facts = found.movie
    if facts is not None:
        copy = request.body.get("copy", False)
        content: Content[MovieFacts | None]
        content = found.content(request, found.name, facts, facts.media_type, copy=copy)
        add_video(request, dataset, content)


def _dataset(request: Request) -> Dataset:
    """The dataset that the body names, of whichever project of the workspace."""
    workspace = workspace_of(request)
    projects = [p for p in state_of(request).projects.values() if p.workspace_id == workspace.id]
    datasets = {id_: each for project in projects for id_, each in project.datasets.items()}
    return find(datasets, request.body["dataset_id"], "dataset")


def _objects(
    request: Request, prefix: str, upload_id: str | None, scope: str | None
) -> list[BucketObject]:
    """The objects below a prefix; with an upload only those that its text has, one a line."""
    found = bucket_of(request).below(prefix)
    if upload_id is None:
        return found
    text = uploaded_file(request, _scope(request, upload_id, scope), upload_id).read()
    listed = {line.strip() for line in text.decode("utf-8-sig", "replace").splitlines()}
    return [each for each in found if each.path in listed]


def _scope(request: Request, upload_id: str, scope: str | None) -> Project:
    """The project that an upload belongs to.

    The document says only "Upload scope ID": signed URLs are asked for in a project, so that is
    what it is taken for. Without one, any project's uploads are looked through.
    """
    projects = state_of(request).projects
    if scope is not None:
        return find(projects, scope, "project")
    for project in projects.values():
        if upload_id.lower() in project.uploads:
            return project
    raise ApiError(404, f"There is no upload {upload_id} here.")


def _render(bucket: Bucket) -> JSON:
    """Credentials as the platform shows them, without secrets."""
    return {
        "credential_id": bucket.id,
        "description": bucket.description,
        "cloud_provider": bucket.cloud_provider,
        "created_at": instant(bucket.created_at),
        "update_at": instant(bucket.update_at),
    }
