"""Export jobs. The archive is made when the job is, from what is stored at that moment."""

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
from labelbridge_emulator.platforms.hasty.lookups import export_of, project_of, state_of
from labelbridge_emulator.platforms.hasty.media.content import public_url
from labelbridge_emulator.platforms.hasty.models.state import Export
from labelbridge_emulator.platforms.hasty.responses import instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Image, LabelClass, Project
    from labelbridge_emulator.platforms.hasty.models.video_state import Video

handlers = Handlers()

POLLS = 1
"""How often a job is INIT when asked for, before it is DONE."""

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
    """Start an export; ``export_name`` is ``export`` unless given, as the vendor's SDK assumes."""
    project = project_of(request)
    kind: str = request.body["format"]
    if project.content_type == "VIDEOS" and kind != "json_v1.1":
        raise ApiError(400, "Projects of videos are exported as json_v1.1 only.")
    if kind not in WRITERS:
        raise ApiError(400, f"A project of images has nothing to export as {kind}.")
    job = Export(
        id=request.store.ids.uuid(),
        project=project,
        name=request.body.get("export_name") or "export",
        started_by=state_of(request).user(request.key),
        started_on=request.store.clock.now(),
    )
    selection = _select(request, job)
    with (
        request.store.files.create(job.file, "application/zip") as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped,
    ):
        WRITERS[kind](selection, Archive(zipped, job.started_on))
    project.exports[job.id] = job
    return _render(request, job)


@handlers("get_export")
def get_export(request: Request) -> JSON:
    """One export job: INIT the first time, then DONE with a signed URL of the archive."""
    job = export_of(request)
    job.polls += 1
    if job.polls > POLLS and job.completed_on is None:
        job.completed_on = request.store.clock.now()
    return _render(request, job)


def _select(request: Request, job: Export) -> Selection:
    body: Mapping[str, Any] = request.body
    wanted = _ids(body, "class")
    return Selection(
        name=job.name,
        project=job.project,
        created_on=job.started_on,
        classes=_in_order(
            [c for c in job.project.label_classes.values() if not wanted or c.id in wanted]
        ),
        images=_images(job.project, body),
        videos=_videos(job.project, body),
        files=request.store.files,
        url=(lambda medium: public_url(request, medium)) if body.get("sign_urls") else None,
        semantic_format=body.get("semantic_format") or "gs_asc",
        labels_order=body.get("labels_order") or ["z_index"],
    )


def _images(project: Project, body: Mapping[str, Any]) -> list[Image]:
    """The images to export.

    Without ``image_status`` those that are DONE, the default of the vendor's SDK
    (``project.py``, ``export``); an empty list, which that SDK sends for None, asks for all.
    """
    wanted, tags = _media_test(body, "image_status"), _ids(body, "tag")
    return [
        image
        for image in project.images.values()
        if wanted(image)
        and (not tags or any(tag.tag_class.id in tags for tag in image.tags.values()))
    ]


def _videos(project: Project, body: Mapping[str, Any]) -> list[Video]:
    """The videos to export, by ``video_status`` likewise; no video has a tag."""
    wanted = _media_test(body, "video_status")
    videos = project.videos.values()
    return [] if body.get("tag") else [video for video in videos if wanted(video)]


def _media_test(body: Mapping[str, Any], status: str) -> Callable[[Image | Video], bool]:
    """Whether the dataset and the status of a medium are asked for."""
    datasets, statuses = _ids(body, "dataset_id"), body.get(status, ["DONE"])
    start = _moment(body.get("status_start_time"))
    return lambda medium: (
        (not datasets or medium.dataset.id in datasets)
        and (not statuses or medium.status in statuses)
        and (start is None or medium.status_on >= start)
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper()) if text else None
    except ValueError:  # a leap second, say, which the contract lets through
        raise ApiError(400, f"{text!r} is no moment that can be compared.") from None


def _ids(body: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(id_.lower() for id_ in body.get(name, ()))


def _in_order(classes: list[LabelClass]) -> list[LabelClass]:
    """Classes by their norder, those without one at the end."""
    return sorted(classes, key=lambda c: (c.norder is None, c.norder or 0))


def _render(request: Request, job: Export) -> JSON:
    done = job.completed_on is not None
    meta = {"url": request.signed_url("GET", job.file), "export_name": job.name} if done else {}
    return {
        "id": job.id,
        # The document's sample says COPY_PROJECT, which this is not; other values are unpublished.
        "type": "EXPORT_PROJECT",
        "status": "DONE" if done else "INIT",
        "started_by": job.started_by,
        "project_id": job.project.id,
        "started_on": instant(job.started_on),
        "completed_on": instant(job.completed_on),
        "meta": meta,
    }
