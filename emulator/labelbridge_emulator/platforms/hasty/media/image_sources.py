"""Where an image's content comes from: an upload, a URL or a mounted bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.lookups import find
from labelbridge_emulator.platforms.hasty.media.content import Content, file_name, uploaded_file
from labelbridge_emulator.platforms.hasty.media.image_probe import plausible_facts, read_facts
from labelbridge_emulator.platforms.hasty.models.bucket_state import Buckets

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.media.image_probe import Facts
    from labelbridge_emulator.platforms.hasty.models.state import Project
    from labelbridge_emulator.store import StoredFile


def image_content(request: Request, project: Project, name: str = "") -> Content[Facts]:
    """The content that a body of create_image or replace_image names.

    Args:
        request: The request.
        project: Where an upload must belong to.
        name: The file name when the body has none.

    Raises:
        ApiError: 404, the project has no such upload or its workspace no such bucket; 400, the
            upload has no bytes or is no image, or no file name can be told.
    """
    body = request.body
    if "upload_id" in body:
        source = uploaded_file(request, project, body["upload_id"])
        facts = _read(source)
        return Content(
            name=file_name(body, name), facts=facts, media_type=facts.media_type, source=source
        )
    name = file_name(body, name)
    if "bucket_id" in body:
        return _from_bucket(request, project, name)
    return Content(name=name, facts=plausible_facts(name), url=body["url"])


def _from_bucket(request: Request, project: Project, name: str) -> Content[Facts]:
    """An object of a bucket, whose path is the URL; a copy only when asked for, as in the SDK.

    No face need fill the bucket: while nothing is in it, every path has an image behind it.
    """
    buckets = request.store.state(Buckets).of(project.workspace_id)
    bucket = find(buckets, request.body["bucket_id"], "bucket")
    path: str = request.body["url"]
    found = bucket.objects.get(path)
    if found is None:
        if bucket.objects:
            raise ApiError(404, f"There is no object {path!r} in this bucket.")
        url = f"{request.urls.storage}/{request.body['bucket_id']}/{quote(path)}"
        return Content(name=name, facts=plausible_facts(name), url=url)
    if found.picture is None:
        raise ApiError(400, f"{path!r} is not an image.")
    copy = request.body.get("copy_original", False)
    return found.content(request, name, found.picture, found.picture.media_type, copy=copy)


def _read(stored: StoredFile) -> Facts:
    with stored.open() as source:
        facts = read_facts(source)
    if facts is None:
        raise ApiError(400, "The uploaded file is not an image.")
    return facts
