"""Filters of images, videos and labels, with the platform's names.

All given filters must match. A filter with several values matches if one of the values matches.
Evidence: the tables of `list_images`, `get_image_position`, `list_videos` and `search_labels` in
the contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final, TypedDict, TypeVar

from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import suggestion
from labelbridge._core.json.validate import Id, short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.checks import Check, boolean, member_of, non_empty, text
from labelbridge_api.hasty.models import (
    DefaultStatus,
    EFUserAction,
    ErrorType,
    VideoHealthStatus,
    VideoStatus,
)

T = TypeVar("T")


class MediaFilters(TypedDict, total=False):
    """Filters by dataset, workflow status and name of an image.

    Attributes:
        dataset_id: One or several datasets.
        image_status: One or several of the default statuses, which every project has.
        status_id: One or several statuses by id; required for custom statuses of a project.
        image_name: Name of the image. Whether a part of the name matches is not documented.
    """

    dataset_id: Id | Iterable[Id] | None
    image_status: DefaultStatus | str | Iterable[DefaultStatus | str] | None
    status_id: Id | Iterable[Id] | None
    image_name: str | None


class ImageFilters(MediaFilters, total=False):
    """Filters of images.

    The document does not show the names of `tag_class_ids`, `queue_id` and `batch_id`: the names
    here are derived from their captions, and the platform may use other names.

    Attributes:
        tag_class_ids: One or several tag classes.
        updated_since: A number of unknown unit, probably a Unix time in seconds.
        created_since: The time of the import, in the same unit.
        queue_id: A labeling queue.
        batch_id: A batch of images.
        ef_run_ids: One or several runs of the error finder.
        ef_user_action: State of the findings of the error finder: ALL, RESOLVED or UNRESOLVED.
        ef_error_type: Type of a finding.
        aldi_session_id: An active learning session that selected the image.
        has_missing_attributes: Whether a required attribute is missing.
        has_missing_tags: Whether a required tag is missing.
    """

    tag_class_ids: Id | Iterable[Id] | None
    updated_since: int | None
    created_since: int | None
    queue_id: Id | None
    batch_id: Id | None
    ef_run_ids: Id | Iterable[Id] | None
    ef_user_action: EFUserAction | str | None
    ef_error_type: ErrorType | str | None
    aldi_session_id: Id | None
    has_missing_attributes: bool | None
    has_missing_tags: bool | None


class VideoFilters(TypedDict, total=False):
    """Filters of videos. The names of `queue_id` and `batch_id` are derived, as for images.

    Attributes:
        dataset_id: One or several datasets.
        video_status: One or several statuses by name: a VideoStatus, or the name of a custom status
            of the project.
        status_id: One or several statuses by id.
        video_name: Name of the video. Whether a part of the name matches is not documented.
        health_status: One or several of OK, ERROR, UNHEALTHY and PROCESSING.
        activity: One or several activity types of the segments of the video.
        queue_id: A labeling queue.
        batch_id: A batch of images.
    """

    dataset_id: Id | Iterable[Id] | None
    video_status: VideoStatus | str | Iterable[VideoStatus | str] | None
    status_id: Id | Iterable[Id] | None
    video_name: str | None
    health_status: VideoHealthStatus | str | Iterable[VideoHealthStatus | str] | None
    activity: Id | Iterable[Id] | None
    queue_id: Id | None
    batch_id: Id | None


class LabelFilters(MediaFilters, total=False):
    """Filters of labels.

    Attributes:
        label_class_id: The label class.
        labeler_id: The user who last changed the label.
        label_author_id: The user who created the label.
        attribute_id: An attribute with a value. Requires `attribute_value`, or
            `bool_attribute_value` for an attribute of the type BOOL.
        attribute_value: Id of the value.
        bool_attribute_value: Value of an attribute of the type BOOL.
        no_attribute_id: An attribute without a value.
        created_since: Maximum age of the label: "30m", "1h", "3d", or a timedelta of full minutes.
        updated_since: Maximum time since the last change, in the same form.
        keypoint_schema_id: The keypoint schema.
        add_keypoint_data: Not a filter: adds the keypoint classes to each row.
    """

    label_class_id: Id | None
    labeler_id: Id | None
    label_author_id: Id | None
    attribute_id: Id | None
    attribute_value: Id | None
    bool_attribute_value: bool | None
    no_attribute_id: Id | None
    created_since: str | timedelta | None
    updated_since: str | timedelta | None
    keypoint_schema_id: Id | None
    add_keypoint_data: bool | None


def _any_of(item: Check[T]) -> Check[list[T]]:
    # sent to the platform, an empty list matches everything, which is rarely intended
    return non_empty(item, problem="is empty; leave it out to find all")


def _text_in_list(argument: str, value: Any) -> str:
    one = text(argument, value)
    if "," in one:
        raise InvalidArgument(
            argument, f"{short_repr(one)} contains a comma, which separates values"
        )
    return one


_MINUTES: Final = {"d": 24 * 60, "h": 60, "m": 1}


def _interval(argument: str, value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[1-9][0-9]*[mhd]", value):
        return value
    if isinstance(value, timedelta) and value > timedelta():
        minutes, rest = divmod(value, timedelta(minutes=1))
        if not rest:
            unit = next(unit for unit, length in _MINUTES.items() if minutes % length == 0)
            return f"{minutes // _MINUTES[unit]}{unit}"
    raise InvalidArgument(
        argument,
        f'must be like "30m", "1h" or "3d", or full minutes as timedelta, not {short_repr(value)}',
    )


_MEDIA: Final[Mapping[str, Check[Any]]] = {
    "dataset_id": _any_of(check.uuid),
    "image_status": _any_of(member_of(DefaultStatus)),
    "status_id": _any_of(check.uuid),
    "image_name": text,
}

IMAGES: Final[Mapping[str, Check[Any]]] = {
    **_MEDIA,
    "tag_class_ids": _any_of(_text_in_list),
    "updated_since": check.integer,
    "created_since": check.integer,
    "queue_id": text,
    "batch_id": text,
    "ef_run_ids": _any_of(check.uuid),
    "ef_user_action": member_of(EFUserAction),
    "ef_error_type": member_of(ErrorType),
    "aldi_session_id": check.uuid,
    "has_missing_attributes": boolean,
    "has_missing_tags": boolean,
}

VIDEOS: Final[Mapping[str, Check[Any]]] = {
    "dataset_id": _any_of(check.uuid),
    "video_status": _any_of(_text_in_list),
    "status_id": _any_of(check.uuid),
    "video_name": text,
    "health_status": _any_of(member_of(VideoHealthStatus)),
    "activity": _any_of(check.uuid),
    "queue_id": text,
    "batch_id": text,
}

LABELS: Final[Mapping[str, Check[Any]]] = {
    **_MEDIA,
    "label_class_id": check.uuid,
    "labeler_id": check.uuid,
    "label_author_id": check.uuid,
    "attribute_id": check.uuid,
    "attribute_value": text,
    "bool_attribute_value": boolean,
    "no_attribute_id": check.uuid,
    "created_since": _interval,
    "updated_since": _interval,
    "keypoint_schema_id": check.uuid,
    "add_keypoint_data": boolean,
}


def image_query(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return filters of images as query parameters."""
    return _checked(filters, IMAGES)


def video_query(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return filters of videos as query parameters."""
    return _checked(filters, VIDEOS)


def label_query(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return filters of labels as query parameters."""
    query = _checked(filters, LABELS)
    has_value = "attribute_value" in query or "bool_attribute_value" in query
    if "attribute_id" in query and not has_value:
        raise InvalidArgument("attribute_value", "is required with attribute_id")
    if "attribute_id" not in query and has_value:
        raise InvalidArgument("attribute_id", "is required with a value of the attribute")
    return query


def _checked(filters: Mapping[str, Any], checks: Mapping[str, Check[Any]]) -> dict[str, Any]:
    for name in filters:
        if name not in checks:
            raise InvalidArgument(name, f"is unknown{suggestion(name, list(checks))}")
    return {name: checks[name](name, value) for name, value in filters.items() if value is not None}
