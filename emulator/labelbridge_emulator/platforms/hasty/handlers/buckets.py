"""Buckets that a workspace mounts: credentials, what lies in them, and importing it.

What lies in them a face puts there. Importing is done when the request is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Refusal, Reply
from labelbridge_emulator.platforms.hasty.handlers.images import add_image
from labelbridge_emulator.platforms.hasty.handlers.videos import add_video, refuse_videos
from labelbridge_emulator.platforms.hasty.lookups import bucket_of, find, state_of, workspace_of
from labelbridge_emulator.platforms.hasty.media.content import uploaded_file
from labelbridge_emulator.platforms.hasty.models.bucket_state import Bucket, Buckets
from labelbridge_emulator.platforms.hasty.responses import instant

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.media.content import Content
    from labelbridge_emulator.platforms.hasty.media.video_probe import MovieFacts
    from labelbridge_emulator.platforms.hasty.models.bucket_state import BucketObject
    from labelbridge_emulator.platforms.hasty.models.state import Dataset, Project

handlers = Handlers()

READABLE = ("description", "cloud_provider")
"""Fields that may be shown; every other one is a secret, or tells where the bucket is."""


@handlers("list_bucket_credentials")
def list_bucket_credentials(call: Call) -> JSON:
    """All credentials of a workspace: the document shows a page, but no way to ask for another."""
    buckets = call.world.of(Buckets).of(workspace_of(call).id)
    items = [_render(bucket) for bucket in buckets.values()]
    meta = {"object": "list", "limit": len(items), "offset": 0, "total": len(items)}
    return {"meta": meta | {"search_parameters": {}}, "items": items}


@handlers("create_bucket_credentials")
def create_bucket_credentials(call: Call) -> JSON:
    """Mount a bucket; nobody checks whether the secret is right."""
    workspace, now = workspace_of(call), call.world.clock.now()
    bucket = Bucket(
        id=call.world.ids.uuid(),
        created_at=now,
        update_at=now,
        **{name: call.body.get(name, "") for name in READABLE},
    )
    call.world.of(Buckets).add(workspace.id, bucket)
    return _render(bucket)


@handlers("update_bucket_credentials")
def update_bucket_credentials(call: Call) -> JSON:
    """Change what the body names; what lies in the bucket stays."""
    bucket = bucket_of(call)
    for name in READABLE:
        setattr(bucket, name, call.body.get(name, getattr(bucket, name)))
    bucket.update_at = call.world.clock.now()
    return _render(bucket)


@handlers("list_bucket_files")
def list_bucket_files(call: Call) -> JSON:
    """The paths of all objects that the query asks for, in their order."""
    prefix, upload_id = call.query.get("prefix", ""), call.query.get("upload_id")
    scope = call.query.get("upload_scope_id")
    return {"files": [each.path for each in _objects(call, prefix, upload_id, scope)]}


@handlers("import_bucket")
def import_bucket(call: Call) -> Reply:
    """Import objects of a bucket into a dataset of the workspace.

    Objects of the other kind are left where they are, and so are images whose name the dataset has:
    nothing in the answer could tell of them. Without ``asset_type`` the project's content decides.
    """
    dataset = _dataset(call)
    project = dataset.project
    kind = call.body.get("asset_type", "videos" if project.content_type == "VIDEOS" else "images")
    if kind == "videos":
        refuse_videos(project)
    prefix, upload_id = call.body.get("prefix", ""), call.body.get("upload_id")
    scope = call.body.get("upload_scope_id")
    for found in _objects(call, prefix, upload_id, scope):
        if kind == "images":
            _import_image(call, dataset, found)
        else:
            _import_video(call, dataset, found)
    return Reply()


def _import_image(call: Call, dataset: Dataset, found: BucketObject) -> None:
    facts = found.picture
    if facts is not None and found.name not in dataset.images:
        copy = call.body.get("copy", False)
        content = found.content(call, found.name, facts, facts.media_type, copy=copy)
        add_image(call, dataset, content)


def _import_video(call: Call, dataset: Dataset, found: BucketObject) -> None:
    facts = found.movie
    if facts is not None:
        copy = call.body.get("copy", False)
        content: Content[MovieFacts | None]
        content = found.content(call, found.name, facts, facts.media_type, copy=copy)
        add_video(call, dataset, content)


def _dataset(call: Call) -> Dataset:
    """The dataset that the body names, of whichever project of the workspace."""
    workspace = workspace_of(call)
    projects = [p for p in state_of(call).projects.values() if p.workspace_id == workspace.id]
    datasets = {id_: each for project in projects for id_, each in project.datasets.items()}
    return find(datasets, call.body["dataset_id"], "dataset")


def _objects(
    call: Call, prefix: str, upload_id: str | None, scope: str | None
) -> list[BucketObject]:
    """The objects below a prefix; with an upload only those that its text has, one a line."""
    found = bucket_of(call).below(prefix)
    if upload_id is None:
        return found
    text = uploaded_file(call, _scope(call, upload_id, scope), upload_id).read()
    listed = {line.strip() for line in text.decode("utf-8-sig", "replace").splitlines()}
    return [each for each in found if each.path in listed]


def _scope(call: Call, upload_id: str, scope: str | None) -> Project:
    """The project that an upload belongs to.

    The document says only "Upload scope ID": signed URLs are asked for in a project, so that is
    what it is taken for. Without one, any project's uploads are looked through.
    """
    projects = state_of(call).projects
    if scope is not None:
        return find(projects, scope, "project")
    for project in projects.values():
        if upload_id.lower() in project.uploads:
            return project
    raise Refusal(404, f"There is no upload {upload_id} here.")


def _render(bucket: Bucket) -> JSON:
    """Credentials as the platform shows them, without secrets."""
    return {
        "credential_id": bucket.id,
        "description": bucket.description,
        "cloud_provider": bucket.cloud_provider,
        "created_at": instant(bucket.created_at),
        "update_at": instant(bucket.update_at),
    }
