"""Request bodies that images and videos share: name, dataset and workflow status."""

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


def media_patch(filename: str | None, dataset_id: Id | None) -> MediaPatch:
    """Return the body that renames a file, moves it to another dataset, or both."""
    if filename is None and dataset_id is None:
        raise InvalidArgument("filename", "give a filename, a dataset_id or both")
    return request_body(
        MediaPatch,
        {
            "filename": optional(text, "filename", filename),
            "dataset_id": optional(check.uuid, "dataset_id", dataset_id),
        },
    )


def media_status(
    status: DefaultStatusWrite | str | None, status_id: Id | None
) -> MediaStatusByName | MediaStatusById:
    """Return the body that sets a status, by name or by id."""
    if (status is None) == (status_id is None):
        raise InvalidArgument("status", "give either status or status_id")
    if status is not None:
        return request_body(MediaStatusByName, {"status": status})
    return request_body(
        MediaStatusById, {"status_id": optional(check.uuid, "status_id", status_id)}
    )
