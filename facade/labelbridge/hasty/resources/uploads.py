"""Uploads: signed URLs for files that are imported afterwards.

`images.upload`, `videos.upload` and the predictions of `inference` include this step. Use this
resource only to send the bytes by other means:

    (signed,) = hasty.uploads.create(project_id)
    httpx.put(signed.url, content=data)
    hasty.images.import_upload(project_id, upload_id=signed.id, dataset_id=…, filename="a.jpg")
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from labelbridge._core.flow import Flow, inspect, send, upload
from labelbridge._core.json import validate
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, operation
from labelbridge.errors import ResponseFormatError
from labelbridge.files import FileInfo, FileInput, FileSource
from labelbridge.hasty._inputs.checks import boolean, member_of, optional, text
from labelbridge_api.hasty.api.uploads import create_uploads
from labelbridge_api.hasty.models import SignedUpload, UploadStyle

MAX_UPLOADS: Final = 50
"""Maximum number of URLs in one response, from the document."""

FileCheck = Callable[[FileInfo, FileSource], None]
"""Takes facts about a file; raises InvalidArgument when the file has the wrong type."""

PLACEHOLDER_ID: Final = "placeholder"
"""Placeholder for the upload id in a body that is validated before the upload."""


class Uploads(Resource[C]):
    """Signed URLs for files of a project."""

    @operation
    def create(
        self, project_id: Id, *, count: int = 1, style: UploadStyle | str | None = None
    ) -> Flow[list[SignedUpload]]:
        """Create signed URLs.

        Send the bytes of a file to a URL with PUT and without the key: the storage is another host.
        The `id` beside the URL is the `upload_id` of `images.import_upload`,
        `images.replace_from_upload`, `videos.import_upload` and the predictions of `inference`.

        Args:
            project_id: The project of the files.
            count: Number of URLs, 1 to 50.
            style: "simple", a single PUT, which is the platform's default, or "resumable".

        Raises:
            ResponseFormatError: The response has fewer URLs; `error.done` has them.
        """
        plan = create_uploads.plan(
            validate.uuid("project_id", project_id),
            count=validate.integer("count", count, minimum=1, maximum=MAX_UPLOADS),
            style=optional(member_of(UploadStyle), "style", style),
        )
        response = yield from send(plan)
        uploads = list(list_items(response, "items", operation=plan.operation))
        if len(uploads) < count:
            error = ResponseFormatError(
                f"{plan.operation}: {count} URLs were requested, but the response has "
                f"{len(uploads)}",
                operation=plan.operation,
            )
            error.done = uploads
            raise error
        return uploads


def file_source(file: FileInput, filename: str | None) -> FileSource:
    """Return the source of a file that is uploaded as `filename`."""
    return FileSource.of(file, argument="file", name=optional(text, "filename", filename))


def upload_file(
    project_id: UUID, source: FileSource, file_check: FileCheck, *, check: bool = True
) -> Flow[str]:
    """Send the bytes of a file to the storage, and return the upload_id for the import.

    Args:
        project_id: The project of the file.
        source: The file.
        file_check: `check_image` or `check_video` of `labelbridge.files`.
        check: Whether `file_check` is applied.

    Raises:
        InvalidArgument: The file is missing, empty or of another type; no request was sent.
        ResponseFormatError: The response has no upload.
    """
    checked = boolean("check", check)
    info = yield from inspect(source)
    if checked:
        file_check(info, source)
    plan = create_uploads.plan(project_id, count=1)
    response = yield from send(plan)
    uploads = list_items(response, "items", operation=plan.operation)
    if not uploads or not uploads[0].url:
        raise ResponseFormatError(
            f"{plan.operation}: the response has no signed URL", operation=plan.operation
        )
    signed: SignedUpload = uploads[0]
    yield from upload(signed.url, source)
    return signed.id
