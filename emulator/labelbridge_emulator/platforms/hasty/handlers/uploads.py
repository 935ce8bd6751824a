"""Signed URLs for uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import project_of
from labelbridge_emulator.platforms.hasty.models.state import upload_key
from labelbridge_emulator.platforms.hasty.responses import unpaged

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request

handlers = Handlers()


@handlers("create_uploads")
def create_uploads(request: Request) -> JSON:
    """Create signed URLs on the storage origin. Each accepts a PUT of the bytes of a file.

    ``style=resumable`` has no effect: a resumable session accepts a complete file in one PUT too.
    """
    project = project_of(request)
    new = [request.store.ids.uuid() for _ in range(request.query["count"])]
    project.uploads.update(new)
    return unpaged([{"id": u, "url": request.signed_url("PUT", upload_key(u))} for u in new])
