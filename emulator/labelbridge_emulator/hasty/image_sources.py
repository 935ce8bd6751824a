"""Where an image's content comes from: an upload, a URL or a mounted bucket."""

from __future__ import annotations

import shutil
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from labelbridge_emulator.handling import Refusal
from labelbridge_emulator.hasty.pictures import plausible_facts, read_facts
from labelbridge_emulator.hasty.state import FOR_EVER, upload_key

if TYPE_CHECKING:
    from labelbridge_emulator.files import Files, StoredFile
    from labelbridge_emulator.handling import Call
    from labelbridge_emulator.hasty.pictures import Facts
    from labelbridge_emulator.hasty.state import Image, Project

Body = dict[str, Any]


class Content:
    """The content that a body of create_image or replace_image names.

    Nothing is ever fetched: an image from a URL keeps that URL and gets plausible facts.

    Args:
        call: The request.
        project: Where an upload must belong to.
        name: The file name when the body has none; without either it is the last part of the URL's
            path, as the vendor's upload guide says.

    Attributes:
        name: The file name.
        facts: Read from the header of an uploaded file.

    Raises:
        Refusal: 404, the project has no such upload; 400, the upload has no bytes or is no image,
            or no file name can be told.
    """

    def __init__(self, call: Call, project: Project, name: str = "") -> None:
        body: Body = call.body
        self._files = call.world.files
        self._upload = _uploaded(call, project, body["upload_id"]) if "upload_id" in body else None
        self._url = _url(call, body)
        self.name = _name(body, name)
        self.facts = _read(self._upload) if self._upload else plausible_facts(self.name)

    def give(self, image: Image) -> None:
        """Make this the content of an image, in place of what it had."""
        image.facts = self.facts
        image.url = self._url
        image.stored = None
        self._files.delete(image.file)
        if self._upload is not None:
            # A copy, so that another PUT to the signed URL doesn't change an image.
            with self._upload.open() as source:
                store(self._files, image, source)


def store(files: Files, image: Image, source: IO[bytes]) -> None:
    """Keep the bytes of an image whose facts are known, and open a public URL to them."""
    with files.create(image.file, image.facts.media_type) as target:
        shutil.copyfileobj(source, target)
    image.stored = files.grant("GET", image.file, lifetime=FOR_EVER)


def public_url(call: Call, image: Image) -> str:
    """Where anyone gets the image's bytes."""
    return call.urls.storage + image.stored if image.stored else image.url


def _uploaded(call: Call, project: Project, upload_id: str) -> StoredFile:
    if upload_id.lower() not in project.uploads:
        raise Refusal(404, f"There is no upload {upload_id} here.")
    stored = call.world.files.get(upload_key(upload_id.lower()))
    if stored is None:
        raise Refusal(400, f"Nothing was put to the signed URL of upload {upload_id}.")
    return stored


def _read(stored: StoredFile) -> Facts:
    with stored.open() as source:
        facts = read_facts(source)
    if facts is None:
        raise Refusal(400, "The uploaded file is not an image.")
    return facts


def _url(call: Call, body: Body) -> str:
    url: str = body.get("url", "")
    if "bucket_id" in body:  # then it is the object's path in the bucket
        return f"{call.urls.storage}/{body['bucket_id']}/{quote(url)}"
    return url


def _name(body: Body, default: str) -> str:
    name: str = body.get("filename") or default or _last_part(body.get("url", ""))
    if not name:
        raise Refusal(400, "The image needs a filename.")
    return name


def _last_part(url: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:  # such as "http://["
        return ""
