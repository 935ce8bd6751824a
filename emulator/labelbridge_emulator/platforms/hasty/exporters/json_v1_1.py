"""json_v1.1: the platform's own format, one file named after the export.

The vendor's documentation (hasty.ai, "Hasty JSON v1.1") describes the fields of the project, its
attributes, label classes, images and labels. Attributes and tags are written by name: a class has
the names of its attributes, a label its values by those names, an image the names of its tags. The
ids, ``norder`` and ``image_mode`` are not documented, but public programs that read real exports
use them. ``public_url`` is a guess at the effect of ``sign_urls``. No source has keypoints.

No source shows how videos are written, only that no other format supports them. Here they have the
field names of the API, and activities are written by name, as attributes and tags are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
    from labelbridge_emulator.platforms.hasty.models.activity_types import ActivityType
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.label_classes import LabelClass
    from labelbridge_emulator.platforms.hasty.models.project import Image, Label, Segment, Video


def write(selection: Selection, archive: Archive) -> None:
    """Write the file."""
    document: dict[str, Any] = {
        "project_name": selection.project.name,
        "create_date": _format_time(selection.project.created_on),
        "export_format_version": "1.1",
        "export_date": _format_time(selection.created_on),
        "attributes": [_attribute(each) for each in selection.project.attributes.by_id.values()],
        "label_classes": [_label_class(selection, each) for each in selection.classes],
        "images": [_image(selection, image) for image in selection.images],
    }
    if selection.project.content_type == "VIDEOS":
        types = selection.project.activity_types.values()
        document["activity_types"] = [_activity_type(each) for each in types]
        document["videos"] = [_video(selection, video) for video in selection.videos]
    archive.json(f"{selection.name}.json", value=document)


def _attribute(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "type": attribute.type,
        "values": [option["value"] for option in attribute.values],
    }


def _label_class(selection: Selection, label_class: LabelClass) -> dict[str, Any]:
    attributes = selection.project.attributes.of_class(label_class)
    return {
        "class_id": label_class.id,
        "class_name": label_class.name,
        "color": label_class.color,
        "class_type": label_class.type,
        "norder": label_class.norder,
        "attributes": [attribute.name for attribute in attributes],
    }


def _image(selection: Selection, image: Image) -> dict[str, Any]:
    result = {
        "image_id": image.id,
        "image_name": image.name,
        "dataset_name": image.dataset.name,
        "width": image.info.width,
        "height": image.info.height,
        "image_status": image.status,
        "image_mode": image.info.mode,
        "tags": [tag.tag_class.name for tag in image.tags.values()],
        "labels": [_label(label) for label in selection.labels(image)],
    }
    if selection.url is not None:
        result["public_url"] = selection.url(image)
    return result


def _label(label: Label) -> dict[str, Any]:
    attributes = label.image.dataset.project.attributes.by_id
    return {
        "id": label.id,
        "class_name": label.label_class.name,
        "bbox": label.bbox,
        "polygon": label.polygon,
        "mask": label.mask,
        "z_index": label.z_index,
        "attributes": {
            attributes[id_].name: attributes[id_].display_value(value)
            for id_, value in label.attributes.items()
        },
    }


def _activity_type(activity_type: ActivityType) -> dict[str, Any]:
    return {
        "activity_type_id": activity_type.id,
        "name": activity_type.name,
        "color": activity_type.color,
    }


def _video(selection: Selection, video: Video) -> dict[str, Any]:
    info = video.info
    result = {
        "video_id": video.id,
        "video_name": video.name,
        "dataset_name": video.dataset.name,
        "width": info.width if info else 0,
        "height": info.height if info else 0,
        "frame_rate": info.frame_rate if info else 0,
        "duration_ms": info.duration_ms if info else 0,
        "video_status": video.status,
        "segments": [_segment(segment) for segment in video.segments.values()],
    }
    if selection.url is not None:
        result["public_url"] = selection.url(video)
    return result


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "start_time_ms": segment.start_time_ms,
        "end_time_ms": segment.end_time_ms,
        "activities": [activity.name for activity in segment.activities],
    }


def _format_time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%SZ")
