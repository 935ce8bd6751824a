"""What images and videos have in common: a place in a dataset, and one in the workflow."""

from __future__ import annotations

from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.checks import optional, text
from labelbridge_api.hasty.models import (
    DefaultStatusWrite,
    MediaPatch,
    MediaStatusById,
    MediaStatusByName,
)


def patch(filename: str | None, dataset_id: Id | None) -> MediaPatch:
    """Return the body that renames, moves, or does both."""
    if filename is None and dataset_id is None:
        raise InvalidArgument("filename", "give a filename, a dataset_id or both")
    return request_body(
        MediaPatch,
        {
            "filename": optional(text, "filename", filename),
            "dataset_id": optional(check.uuid, "dataset_id", dataset_id),
        },
    )


def status_body(
    status: DefaultStatusWrite | str | None, status_id: Id | None
) -> MediaStatusByName | MediaStatusById:
    """Return the body that sets a status, by its name or by its id."""
    if (status is None) == (status_id is None):
        raise InvalidArgument("status", "give either status or status_id")
    if status is not None:
        return request_body(MediaStatusByName, {"status": status})
    return request_body(
        MediaStatusById, {"status_id": optional(check.uuid, "status_id", status_id)}
    )
