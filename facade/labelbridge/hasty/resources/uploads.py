"""Uploads: signed URLs that take the bytes of a file before it is imported.

`images.upload`, `videos.upload` and the predictions of `inference` do all of it at once. URLs are
asked for here only to send bytes by other means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from labelbridge._core.flow import Flow, inspect, send, upload
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, operation
from labelbridge.errors import ResponseFormatError
from labelbridge.files import FileInfo, FileInput, FileSource
from labelbridge.hasty._inputs.checks import one_of, optional, text
from labelbridge_api.hasty.api.uploads import create_uploads
from labelbridge_api.hasty.models import SignedUpload, UploadStyle

MOST_AT_ONCE: Final = 50
"""URLs that one request mints at most, by the document."""

Kind = Callable[[FileInfo, FileSource], None]
"""Takes what a look at a file told; raises InvalidArgument when the file is of another kind."""

NOT_YET: Final = UUID(int=0)
"""Stands for the upload's id while the rest of a body is checked: that comes before the upload."""


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

        Raises:
            ResponseFormatError: The platform gave fewer; `error.done` holds them.
        """
        plan = create_uploads.plan(
            check.uuid("project_id", project_id),
            count=check.integer("count", count, minimum=1, maximum=MOST_AT_ONCE),
            style=optional(one_of(UploadStyle), "style", style),
        )
        answer = yield from send(plan)
        places = list(list_items(answer.items, "items", answer, operation=plan.operation))
        if len(places) < count:
            error = ResponseFormatError(
                f"{plan.operation}: {count} places were asked for, and {len(places)} came",
                operation=plan.operation,
            )
            error.done = places
            raise error
        return places


def source_of(file: FileInput, filename: str | None) -> FileSource:
    """Return the file that a caller gives, under the name that it shall have."""
    return FileSource.of(file, argument="file", name=optional(text, "filename", filename))


def put(project_id: UUID, source: FileSource, kind: Kind) -> Flow[UUID]:
    """Send a file's bytes to the storage, and return the upload_id to import them with.

    Args:
        project_id: The project that the file is for.
        source: The file.
        kind: Refuses what the file must not be: `image` or `video` of `labelbridge.files`.

    Raises:
        InvalidArgument: The file is missing, empty or of another kind; nothing was sent.
        ResponseFormatError: The platform's answer names no place for the file.
    """
    kind((yield from inspect(source)), source)
    plan = create_uploads.plan(project_id, count=1)
    answer = yield from send(plan)
    places = list_items(answer.items, "items", answer, operation=plan.operation)
    place = next(iter(places), SignedUpload())
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
