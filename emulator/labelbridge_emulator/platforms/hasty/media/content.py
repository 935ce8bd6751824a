"""The content of images and videos, and where their bytes are stored.

The emulator fetches nothing: an image or a video from a URL keeps that URL and gets default
properties.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from urllib.parse import quote, unquote, urlsplit

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.models.state import upload_key

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.bucket_state import BucketObject
    from labelbridge_emulator.platforms.hasty.models.project import Project
    from labelbridge_emulator.store import Files, StoredFile

PUBLIC_URL_LIFETIME = 100 * 365 * 24 * 3600.0
"""Seconds; public URLs do not expire."""

InfoT = TypeVar("InfoT")


class StoredAsset(Protocol):
    """An image or a video, as far as the storage is concerned."""

    url: str
    public_path: str | None

    @property
    def storage_key(self) -> str:
        """The key of its own bytes in the storage."""


class Asset(StoredAsset, Protocol[InfoT]):
    """An image with its ImageInfo, or a video with its VideoInfo."""

    info: InfoT


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Generic[InfoT]):
    """The content of a new or replaced image or video.

    Attributes:
        name: The file name.
        info: The properties of the file.
        media_type: The Content-Type of the bytes in ``source``.
        url: The source URL, when the emulator has no bytes.
        source: The stored file to copy.
        storage_key: The stored object to serve, when its bytes are not copied.
    """

    name: str
    info: InfoT
    media_type: str = "application/octet-stream"
    url: str = ""
    source: StoredFile | None = None
    storage_key: str | None = None

    def apply_to(self, files: Files, asset: Asset[InfoT]) -> None:
        """Replace the content of an image or a video."""
        asset.info = self.info
        asset.url = self.url
        asset.public_path = None
        files.delete(asset.storage_key)
        if self.source is not None:
            # A copy, so that another PUT to the signed URL doesn't change the asset.
            with self.source.open() as source:
                store_bytes(files, asset, source, self.media_type)
        elif self.storage_key is not None:
            asset.public_path = files.sign("GET", self.storage_key, lifetime=PUBLIC_URL_LIFETIME)


def store_bytes(files: Files, asset: StoredAsset, source: IO[bytes], media_type: str) -> None:
    """Store the bytes of an image or a video, and make a public URL for them."""
    with files.create(asset.storage_key, media_type) as target:
        shutil.copyfileobj(source, target)
    asset.public_path = files.sign("GET", asset.storage_key, lifetime=PUBLIC_URL_LIFETIME)


def public_url(request: Request, asset: StoredAsset) -> str:
    """The public URL of an image or a video."""
    return request.urls.storage + asset.public_path if asset.public_path else asset.url


def bucket_url(request: Request, bucket_id: str, path: str) -> str:
    """The URL of an object of a bucket, for an object without bytes."""
    return f"{request.urls.storage}/{bucket_id}/{quote(path)}"


def bucket_content(
    request: Request, item: BucketObject, name: str, info: InfoT, media_type: str, *, copy: bool
) -> Content[InfoT]:
    """An object of a bucket as the content of an image or a video.

    Args:
        request: The request.
        item: The object.
        name: The file name of the image or the video.
        info: The properties of the object.
        media_type: The Content-Type of the object.
        copy: Whether the bytes are copied; otherwise those of the bucket are served.
    """
    stored = request.store.files.get(item.storage_key)
    if stored is None:
        return Content(name=name, info=info, url=bucket_url(request, item.bucket_id, item.path))
    if copy:
        return Content(name=name, info=info, media_type=media_type, source=stored)
    return Content(name=name, info=info, storage_key=item.storage_key)


def uploaded_file(request: Request, project: Project, upload_id: str) -> StoredFile:
    """The file that was uploaded to a signed URL of a project.

    Raises:
        ApiError: 404 if the project has no such upload; 400 if nothing has been uploaded.
    """
    if upload_id.lower() not in project.uploads:
        raise ApiError(404, f"Upload {upload_id} does not exist in this project.")
    stored = request.store.files.get(upload_key(upload_id.lower()))
    if stored is None:
        raise ApiError(400, f"Upload {upload_id} has no bytes. PUT the file to its URL first.")
    return stored


def file_name(body: dict[str, Any], default: str = "") -> str:
    """The file name of an import.

    It is the first of these that exists: the name in the body, the default, the last part of the
    URL's path. This is the order of the vendor's upload guide.

    Raises:
        ApiError: 400 if there is no name.
    """
    name: str = body.get("filename") or default or _last_part(body.get("url", ""))
    if not name:
        raise ApiError(400, "filename is required.")
    return name


def _last_part(url: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:  # such as "http://["
        return ""
