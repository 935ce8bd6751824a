"""Export jobs. The archive is written when the job is created."""

from __future__ import annotations

import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.exporters import (
    coco,
    images,
    json_v1_1,
    pascal,
    semantic_png,
    yolo,
)
from labelbridge_emulator.platforms.hasty.exporters.archive import Archive, Selection
from labelbridge_emulator.platforms.hasty.filters.assets import ids
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, user_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.models.project import Export
from labelbridge_emulator.platforms.hasty.responses import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Image, Project, Video

handlers = Handlers()

POLLS = 1
"""Number of requests for which a new job has the status INIT."""

WRITERS = {
    "images": images.write,
    "json_coco": coco.write,
    "json_v1.1": json_v1_1.write,
    "pascal": pascal.write,
    "semantic_png": semantic_png.write,
    "yolo": yolo.write,
}


@handlers("create_export")
def create_export(request: Request) -> JSON:
    """Start an export. As in the vendor's SDK, the default ``export_name`` is ``export``."""
    project = project_of(request)
    format_: str = request.body["format"]
    if project.content_type == "VIDEOS" and format_ != "json_v1.1":
        raise ApiError(400, "Video projects support only the export format json_v1.1.")
    if format_ not in WRITERS:
        raise ApiError(400, f"Image projects do not support the export format {format_}.")
    job = Export(
        id=request.store.ids.uuid(),
        project=project,
        name=request.body.get("export_name") or "export",
        started_by=user_of(request),
        started_on=request.store.clock.now(),
    )
    selection = _select(request, job)
    with (
        request.store.files.create(job.storage_key, "application/zip") as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped,
    ):
        WRITERS[format_](selection, Archive(zipped, job.started_on))
    project.exports[job.id] = job
    return _render(request, job)


@handlers("get_export")
def get_export(request: Request) -> JSON:
    """Get an export job: INIT the first time, then DONE with a signed URL of the archive."""
    job = find(project_of(request).exports, request.path["export_id"], "export job")
    job.polls += 1
    if job.polls > POLLS and job.completed_on is None:
        job.completed_on = request.store.clock.now()
    return _render(request, job)


def _select(request: Request, job: Export) -> Selection:
    body: Mapping[str, Any] = request.body
    class_ids = ids(body, "class")
    return Selection(
        name=job.name,
        project=job.project,
        created_on=job.started_on,
        classes=sorted(
            (c for c in job.project.label_classes.values() if not class_ids or c.id in class_ids),
            key=lambda c: (c.norder is None, c.norder or 0),
        ),
        images=_images(job.project, body),
        videos=_videos(job.project, body),
        files=request.store.files,
        url=(lambda asset: public_url(request, asset)) if body.get("sign_urls") else None,
        semantic_format=body.get("semantic_format") or "gs_asc",
        labels_order=body.get("labels_order") or ["z_index"],
    )


def _images(project: Project, body: Mapping[str, Any]) -> list[Image]:
    """The images to export.

    The default of ``image_status`` is DONE, as in the vendor's SDK (``project.py``, ``export``). An
    empty list, which that SDK sends for None, selects all.
    """
    matches, tags = _asset_test(body, "image_status"), ids(body, "tag")
    return [
        image
        for image in project.images.values()
        if matches(image)
        and (not tags or any(tag.tag_class.id in tags for tag in image.tags.values()))
    ]


def _videos(project: Project, body: Mapping[str, Any]) -> list[Video]:
    """The videos to export, with DONE as default of ``video_status``. Videos have no tags."""
    matches = _asset_test(body, "video_status")
    videos = project.videos.values()
    return [] if body.get("tag") else [video for video in videos if matches(video)]


def _asset_test(body: Mapping[str, Any], status: str) -> Callable[[Image | Video], bool]:
    """A test of the dataset, the status and the status time of an image or a video."""
    datasets, statuses = ids(body, "dataset_id"), body.get(status, ["DONE"])
    start = _parse_time(body.get("status_start_time"))
    return lambda asset: (
        (not datasets or asset.dataset.id in datasets)
        and (not statuses or asset.status in statuses)
        and (start is None or asset.status_on >= start)
    )


def _parse_time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper()) if text else None
    except ValueError:  # such as a leap second, which the contract allows
        raise ApiError(400, f"{text!r} is not a supported date and time.") from None


def _render(request: Request, job: Export) -> JSON:
    done = job.completed_on is not None
    meta = (
        {"url": request.signed_url("GET", job.storage_key), "export_name": job.name} if done else {}
    )
    return {
        "id": job.id,
        # A guess: the document's sample has COPY_PROJECT, and other values are not published.
        "type": "EXPORT_PROJECT",
        "status": "DONE" if done else "INIT",
        "started_by": job.started_by,
        "project_id": job.project.id,
        "started_on": timestamp(job.started_on),
        "completed_on": timestamp(job.completed_on),
        "meta": meta,
    }
