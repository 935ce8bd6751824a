"""The labeled frames of a video or DICOM series."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Refusal, Reply
from labelbridge_emulator.platforms.labelbox.models import State

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Call

handlers = Handlers()


@handlers("get_frames")
def get_frames(call: Call) -> Reply:
    """One record a line for each frame with annotations; 204 for a label that has none."""
    label = call.world.of(State).label(call.path["label_id"])
    if label is None:
        raise Refusal(404, "Not found")
    if label.skipped or not label.frames:
        return Reply(204)
    lines = (json.dumps(frame, ensure_ascii=False) for frame in label.frames)
    return Reply(
        content="".join(f"{line}\n" for line in lines).encode(), media_type="application/x-ndjson"
    )
