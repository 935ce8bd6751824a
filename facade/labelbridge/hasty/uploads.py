"""Uploads: signed URLs that take the bytes of a file before it is imported.

`images.upload` does all of it at once. URLs are asked for here only to send bytes by other means.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from labelbridge import _check as check
from labelbridge._bind import C, Resource, operation
from labelbridge._check import Id
from labelbridge._flow import Flow, inspect, send, upload
from labelbridge.errors import ResponseFormatError
from labelbridge.files import FileSource, image
from labelbridge.hasty._values import one_of, optional
from labelbridge_api.hasty.api.uploads import create_uploads
from labelbridge_api.hasty.models import SignedUpload, UploadStyle

MOST_AT_ONCE: Final = 50
"""URLs that one request mints at most, by the document."""


class Uploads(Resource[C]):
    """Places in the storage for files of a project."""

    @operation
    def create(
        self, project_id: Id, *, count: int = 1, style: UploadStyle | str | None = None
    ) -> Flow[list[SignedUpload]]:
        """Ask for signed URLs.

        The bytes of a file go to a URL with PUT and without the key: the storage is another host.
        The `id` beside the URL is then the upload_id of an import.

        Args:
            project_id: The project that the files are for.
            count: How many URLs, 1 to 50.
            style: "simple", one PUT, which the platform takes when none is given, or "resumable".
        """
        plan = create_uploads.plan(
            check.uuid("project_id", project_id),
            count=check.count("count", count, least=1, most=MOST_AT_ONCE),
            style=optional(one_of(UploadStyle), "style", style),
        )
        return (yield from send(plan)).items or []


def put_image(project_id: UUID, source: FileSource) -> Flow[UUID]:
    """Send an image's bytes to the storage, and return the upload_id to import them with.

    Raises:
        InvalidArgument: The file is missing, empty or no image; nothing was sent.
        ResponseFormatError: The platform's answer names no place for the file.
    """
    facts = yield from inspect(source)
    image(facts, argument="file", name=source.name)
    plan = create_uploads.plan(project_id, count=1)
    place = next(iter((yield from send(plan)).items or []), SignedUpload())
    if not place.id or not place.url:
        raise ResponseFormatError(
            f"{plan.operation}: the answer names no place for the file", operation=plan.operation
        )
    try:
        upload_id = UUID(place.id)
    except ValueError:
        raise ResponseFormatError(
            f"{plan.operation}: the upload's id is no UUID: {place.id!r}", operation=plan.operation
        ) from None
    yield from upload(place.url, source)
    return upload_id
