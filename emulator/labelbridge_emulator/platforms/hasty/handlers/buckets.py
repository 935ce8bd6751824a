"""Buckets that a workspace mounts: credentials, objects and imports.

Fixtures add the objects. An import is complete when its request returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.assets import add_image, add_video, check_allows_videos
from labelbridge_emulator.platforms.hasty.lookups import bucket_of, find, state_of, workspace_of
from labelbridge_emulator.platforms.hasty.media.content import bucket_content, uploaded_file
from labelbridge_emulator.platforms.hasty.models.bucket_state import Bucket, Buckets
from labelbridge_emulator.platforms.hasty.responses import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.media.content import Content
    from labelbridge_emulator.platforms.hasty.models.bucket_state import BucketObject
    from labelbridge_emulator.platforms.hasty.models.media_info import VideoInfo
    from labelbridge_emulator.platforms.hasty.models.project import Dataset, Project

handlers = Handlers()

READABLE = ("description", "cloud_provider")
"""Fields that responses contain. All others are secrets or locate the bucket."""


@handlers("list_bucket_credentials")
def list_bucket_credentials(request: Request) -> JSON:
    """List all credentials of a workspace. The document has a page, but no offset and limit."""
    buckets = request.store.state(Buckets).in_workspace(workspace_of(request).id)
    items = [_render(bucket) for bucket in buckets.values()]
    meta = {"object": "list", "limit": len(items), "offset": 0, "total": len(items)}
    return {"meta": meta | {"search_parameters": {}}, "items": items}


@handlers("create_bucket_credentials")
def create_bucket_credentials(request: Request) -> JSON:
    """Mount a bucket. The secret is not checked."""
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
    """Update the fields in the body. The objects of the bucket stay."""
    bucket = bucket_of(request)
    for name in READABLE:
        setattr(bucket, name, request.body.get(name, getattr(bucket, name)))
    bucket.update_at = request.store.clock.now()
    return _render(bucket)


@handlers("list_bucket_files")
def list_bucket_files(request: Request) -> JSON:
    """List the paths of the selected objects, sorted."""
    return {"files": [item.path for item in _selected_objects(request, request.query)]}


@handlers("import_bucket")
def import_bucket(request: Request) -> None:
    """Import the selected objects of a bucket into a dataset of the workspace.

    Objects of another kind, and images whose name exists in the dataset, are skipped: the response
    has no way to report them. The default of ``asset_type`` is the content type of the project.
    """
    dataset = _dataset(request)
    project = dataset.project
    kind = request.body.get(
        "asset_type", "videos" if project.content_type == "VIDEOS" else "images"
    )
    if kind == "videos":
        check_allows_videos(project)
    for item in _selected_objects(request, request.body):
        if kind == "images":
            _import_image(request, dataset, item)
        else:
            _import_video(request, dataset, item)


def _import_image(request: Request, dataset: Dataset, item: BucketObject) -> None:
    info = item.image
    if info is not None and item.name not in dataset.images:
        copy = request.body.get("copy", False)
        content = bucket_content(request, item, item.name, info, info.media_type, copy=copy)
        add_image(request, dataset, content)


def _import_video(request: Request, dataset: Dataset, item: BucketObject) -> None:
    info = item.video
    if info is not None:
        copy = request.body.get("copy", False)
        content: Content[VideoInfo | None]
        content = bucket_content(request, item, item.name, info, info.media_type, copy=copy)
        add_video(request, dataset, content)


def _dataset(request: Request) -> Dataset:
    """The dataset in the body, of any project of the workspace."""
    workspace = workspace_of(request)
    projects = [p for p in state_of(request).projects.values() if p.workspace_id == workspace.id]
    datasets = {id_: each for project in projects for id_, each in project.datasets.items()}
    return find(datasets, request.body["dataset_id"], "dataset")


def _selected_objects(request: Request, values: Mapping[str, Any]) -> list[BucketObject]:
    """The objects with a prefix. With an upload, only those that its lines contain."""
    found = bucket_of(request).with_prefix(values.get("prefix", ""))
    upload_id = values.get("upload_id")
    if upload_id is None:
        return found
    project = _upload_project(request, upload_id, values.get("upload_scope_id"))
    text = uploaded_file(request, project, upload_id).read()
    listed = {line.strip() for line in text.decode("utf-8-sig", "replace").splitlines()}
    return [item for item in found if item.path in listed]


def _upload_project(request: Request, upload_id: str, scope: str | None) -> Project:
    """The project of an upload.

    The document says only "Upload scope ID". Signed URLs are requested for a project, so the scope
    is treated as its id. Without a scope, all projects are searched.
    """
    projects = state_of(request).projects
    if scope is not None:
        return find(projects, scope, "project")
    for project in projects.values():
        if upload_id.lower() in project.uploads:
            return project
    raise ApiError(404, f"Upload {upload_id} does not exist.")


def _render(bucket: Bucket) -> JSON:
    return {
        "credential_id": bucket.id,
        "description": bucket.description,
        "cloud_provider": bucket.cloud_provider,
        "created_at": timestamp(bucket.created_at),
        "update_at": timestamp(bucket.update_at),
    }
