"""Signed URLs to upload to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import project_of
from labelbridge_emulator.platforms.hasty.models.state import upload_key
from labelbridge_emulator.platforms.hasty.responses import listing

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("create_uploads")
def create_uploads(request: Request) -> JSON:
    """As many signed URLs as asked for, on the storage origin; each takes a PUT of a file's bytes.

    ``style=resumable`` gives the same URLs: a file sent whole to a resumable session is a PUT too.
    """
    project = project_of(request)
    new = [request.store.ids.uuid() for _ in range(request.query["count"])]
    project.uploads.update(new)
    return listing([{"id": u, "url": request.signed_url("PUT", upload_key(u))} for u in new])
