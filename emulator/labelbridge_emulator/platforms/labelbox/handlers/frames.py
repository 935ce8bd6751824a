"""Frames of labels of videos and DICOM series."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.labelbox.models import State

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request

handlers = Handlers()


@handlers("get_frames")
def get_frames(request: Request) -> Response:
    """Return the frames with annotations as NDJSON; 204 for a label without any."""
    state = request.store.state(State)
    label = state.label(request.path["label_id"])
    if label is None or not state.settings.export_v1:
        raise ApiError(404, "Not found")
    if label.skipped or not label.frames:
        return Response(204)
    lines = (json.dumps(frame, ensure_ascii=False) for frame in label.frames)
    return Response(
        content="".join(f"{line}\n" for line in lines).encode(), media_type="application/x-ndjson"
    )
