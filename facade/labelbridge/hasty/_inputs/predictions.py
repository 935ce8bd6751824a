"""Request bodies of predictions."""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge.errors import InvalidArgument
from labelbridge.files import FileInput, FileSource
from labelbridge.hasty._inputs.checks import FROM_1, PROBABILITY, in_range, remote_url, text
from labelbridge_api.hasty.models import DetectionRequest

ModelId = int | Id | Null | None
"""Id of a model, from its state. It is required; the SDK sends NULL when it has no id."""


def image_fields(
    image: FileInput | None, url: str | None, upload_id: Id | None, model_id: ModelId
) -> tuple[FileSource | None, dict[str, Any]]:
    """Return the file to upload, if given, and the fields that all prediction bodies have."""
    if sum(each is None for each in (image, url, upload_id)) != 2:
        raise InvalidArgument("image", "give one of image, url and upload_id")
    if model_id is None:
        raise InvalidArgument(
            "model_id", "is required; use the model_id of the result of inference.wait"
        )
    fields: dict[str, Any] = {"model_id": str(model_id) if isinstance(model_id, UUID) else model_id}
    if url is not None:
        return None, fields | {"image_url": remote_url("url", url)}
    if image is None:
        return None, fields | {"upload_id": text("upload_id", upload_id)}
    # the name is only for error messages, it is not sent
    name = None if isinstance(image, str | os.PathLike) else "image"
    return FileSource.of(image, argument="image", name=name), fields


def detection_body(
    fields: dict[str, Any],
    confidence_threshold: float,
    max_detections_per_image: int,
    *,
    check: bool,
) -> DetectionRequest:
    """Return the body of a prediction of objects."""
    # the defaults are sent, because all known clients send these fields
    body = request_body(
        DetectionRequest,
        fields
        | {
            "confidence_threshold": confidence_threshold,
            "max_detections_per_image": max_detections_per_image,
        },
    )
    return in_range(
        body, check=check, confidence_threshold=PROBABILITY, max_detections_per_image=FROM_1
    )
