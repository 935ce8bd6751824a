"""The images of masks in exports of data rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.labelbox.exporters.annotations import masks_of
from labelbridge_emulator.platforms.labelbox.exporters.masks import draw_composite
from labelbridge_emulator.platforms.labelbox.models import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.labelbox.exporters.masks import Color, Outline
    from labelbridge_emulator.platforms.labelbox.models import Label

handlers = Handlers()

LIFETIME = timedelta(days=30)
"""Time after which the masks of an export are no longer served."""
_WHITE = (255, 255, 255)


@handlers("get_composite_mask")
def get_composite_mask(request: Request) -> Response:
    """Return an image with all masks of a label in a frame; 410 if the export is too old."""
    state = request.store.state(State)
    task = state.tasks.get(request.path["task_id"])
    label = state.label(request.path["mask_id"])
    if task is None or label is None:
        raise ApiError(404, "Not found")
    if request.store.clock.peek() - task.created > LIFETIME:
        raise ApiError(410, "The mask has expired")
    found = [(color, outline) for _, color, outline in masks_of(label, _frame(request))]
    return _png(label, found)


@handlers("get_single_mask")
def get_single_mask(request: Request) -> Response:
    """Return an image with the mask of one object in a frame."""
    state = request.store.state(State)
    parent, frame = request.path["project_id"], _frame(request)
    labels: Iterable[Label] = ()
    if parent in state.projects:
        labels = state.projects[parent].labels.values()
    elif parent in state.runs:
        run = state.runs[parent]
        labels = [
            each
            for found in (run.labels, run.predictions)
            for row in found.values()
            for each in row
        ]
    for label in labels:
        for feature, _, outline in masks_of(label, frame):
            if feature == request.path["feature_id"]:
                return _png(label, [(_WHITE, outline)])
    raise ApiError(404, "Not found")


def _frame(request: Request) -> int:
    text = request.path["frame"]
    return int(text) if text.isascii() and text.isdigit() else 0


def _png(label: Label, parts: list[tuple[Color, Outline]]) -> Response:
    media = label.row.media
    if not parts or not {"width", "height"} <= media.keys():
        raise ApiError(404, "Not found")
    content = draw_composite(parts, (media["width"], media["height"]))
    return Response(content=content, media_type="image/png")
