"""The images of masks in exports of data rows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.labelbox.exporters.masks import color_of, draw_composite
from labelbridge_emulator.platforms.labelbox.models import State

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.labelbox.exporters.masks import Color, Outline

handlers = Handlers()

LIFETIME = timedelta(days=30)
"""Time after which the masks of an export are no longer served."""
_WHITE = (255, 255, 255)


@handlers("get_composite_mask")
def get_composite_mask(request: Request) -> Response:
    """Return an image with all masks of a label."""
    state = request.store.state(State)
    created = state.tasks.get(request.path["task_id"])
    label = state.label(request.path["mask_id"])
    if created is None or label is None or label.canvas is None or request.path["frame"] != "1":
        raise ApiError(404, "Not found")
    if request.store.clock.peek() - created > LIFETIME:
        raise ApiError(410, "The mask has expired")
    colors = {each["featureId"]: color_of(number) for number, each in enumerate(label.objects)}
    return _png([(colors[feature], area) for feature, area in label.areas.items()], label.canvas)


@handlers("get_single_mask")
def get_single_mask(request: Request) -> Response:
    """Return an image with the mask of one object."""
    project = request.store.state(State).projects.get(request.path["project_id"])
    for label in project.labels.values() if project else ():
        area = label.areas.get(request.path["feature_id"])
        if area is not None and label.canvas is not None and request.path["frame"] == "1":
            return _png([(_WHITE, area)], label.canvas)
    raise ApiError(404, "Not found")


def _png(parts: list[tuple[Color, Outline]], canvas: tuple[int, int]) -> Response:
    return Response(content=draw_composite(parts, canvas), media_type="image/png")
