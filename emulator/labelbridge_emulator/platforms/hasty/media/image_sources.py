"""The content of images from uploads, URLs and mounted buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.lookups import find
from labelbridge_emulator.platforms.hasty.media.content import (
    Content,
    bucket_content,
    bucket_url,
    file_name,
    uploaded_file,
)
from labelbridge_emulator.platforms.hasty.media.image_probe import default_image_info, probe_image
from labelbridge_emulator.platforms.hasty.models.bucket_state import Buckets

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo
    from labelbridge_emulator.platforms.hasty.models.project import Project
    from labelbridge_emulator.store import StoredFile


def image_content(request: Request, project: Project, name: str = "") -> Content[ImageInfo]:
    """The content that the body of create_image or replace_image specifies.

    Args:
        request: The request.
        project: The project that an upload must belong to.
        name: The file name if the body has none.

    Raises:
        ApiError: 404 if the upload or the bucket does not exist; 400 if the upload has no bytes or
            is not an image, or if there is no file name.
    """
    body = request.body
    if "upload_id" in body:
        stored, info = uploaded_image(request, project, body["upload_id"])
        return Content(
            name=file_name(body, name), info=info, media_type=info.media_type, source=stored
        )
    name = file_name(body, name)
    if "bucket_id" in body:
        return _from_bucket(request, project, name)
    return Content(name=name, info=default_image_info(name), url=body["url"])


def uploaded_image(
    request: Request, project: Project, upload_id: str
) -> tuple[StoredFile, ImageInfo]:
    """The file and the properties of an uploaded image.

    Raises:
        ApiError: 404 if the upload does not exist; 400 if it has no bytes or is not an image.
    """
    stored = uploaded_file(request, project, upload_id)
    with stored.open() as source:
        info = probe_image(source)
    if info is None:
        raise ApiError(400, "The uploaded file is not an image.")
    return stored, info


def _from_bucket(request: Request, project: Project, name: str) -> Content[ImageInfo]:
    """An object of a bucket, whose path is the URL. As in the SDK, a copy is optional.

    While a bucket has no objects, every path is an image, so that tests need not fill it.
    """
    buckets = request.store.state(Buckets).in_workspace(project.workspace_id)
    bucket_id, path = request.body["bucket_id"], request.body["url"]
    bucket = find(buckets, bucket_id, "bucket")
    item = bucket.objects.get(path)
    if item is None:
        if bucket.objects:
            raise ApiError(404, f"Object {path!r} does not exist in this bucket.")
        url = bucket_url(request, bucket_id, path)
        return Content(name=name, info=default_image_info(name), url=url)
    if item.image is None:
        raise ApiError(400, f"Object {path!r} is not an image.")
    copy = request.body.get("copy_original", False)
    return bucket_content(request, item, name, item.image, item.image.media_type, copy=copy)
