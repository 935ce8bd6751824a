"""The content of an image or a video: where it comes from, and where its bytes lie.

Nothing is ever fetched: what comes from a URL keeps that URL and gets plausible facts.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.models.state import FOR_EVER, upload_key

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.state import Project
    from labelbridge_emulator.store import Files, StoredFile

F = TypeVar("F")


class Located(Protocol):
    """What has bytes somewhere: an image or a video."""

    url: str
    stored: str | None

    @property
    def file(self) -> str:
        """The key of its own bytes in the storage."""


class Medium(Located, Protocol[F]):
    """An image with its facts, or a video with its."""

    facts: F


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Generic[F]):
    """What an image or a video is to hold.

    Attributes:
        name: The file name.
        facts: Facts of the picture or the movie.
        media_type: For the Content-Type of the bytes, when there are any.
        url: Where it stays, when the emulator has no bytes of it.
        source: Bytes to copy.
        key: The object in the storage where it stays, when its bytes are not copied.
    """

    name: str
    facts: F
    media_type: str = "application/octet-stream"
    url: str = ""
    source: StoredFile | None = None
    key: str | None = None

    def give(self, files: Files, medium: Medium[F]) -> None:
        """Make this the content of a medium, in place of what it had."""
        medium.facts = self.facts
        medium.url = self.url
        medium.stored = None
        files.delete(medium.file)
        if self.source is not None:
            # A copy, so that another PUT to the signed URL doesn't change the medium.
            with self.source.open() as source:
                store_content(files, medium, source, self.media_type)
        elif self.key is not None:
            medium.stored = files.sign("GET", self.key, lifetime=FOR_EVER)


def store_content(files: Files, medium: Located, source: IO[bytes], media_type: str) -> None:
    """Keep the bytes of a medium, and open a public URL to them."""
    with files.create(medium.file, media_type) as target:
        shutil.copyfileobj(source, target)
    medium.stored = files.sign("GET", medium.file, lifetime=FOR_EVER)


def public_url(request: Request, medium: Located) -> str:
    """Where anyone gets the bytes of a medium."""
    return request.urls.storage + medium.stored if medium.stored else medium.url


def uploaded_file(request: Request, project: Project, upload_id: str) -> StoredFile:
    """The bytes that were put to a signed URL of a project.

    Raises:
        ApiError: 404, the project has no such upload; 400, the upload has no bytes.
    """
    if upload_id.lower() not in project.uploads:
        raise ApiError(404, f"There is no upload {upload_id} here.")
    stored = request.store.files.get(upload_key(upload_id.lower()))
    if stored is None:
        raise ApiError(400, f"Nothing was put to the signed URL of upload {upload_id}.")
    return stored


def file_name(body: dict[str, Any], default: str = "") -> str:
    """The file name that a body gives.

    Without one it is the default; without either the last part of the URL's path, as the vendor's
    upload guide says.

    Raises:
        ApiError: 400, none can be told.
    """
    name: str = body.get("filename") or default or _last_part(body.get("url", ""))
    if not name:
        raise ApiError(400, "A filename is needed.")
    return name


def _last_part(url: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:  # such as "http://["
        return ""
