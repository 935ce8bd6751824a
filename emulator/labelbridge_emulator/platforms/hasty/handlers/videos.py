"""Videos of a project: content, file name, dataset, status and health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.assets import add_video, check_allows_videos
from labelbridge_emulator.platforms.hasty.filters.assets import asset_tests, ids, workflow_tests
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, state_of, video_of
from labelbridge_emulator.platforms.hasty.media.content import (
    Content,
    file_name,
    public_url,
    uploaded_file,
)
from labelbridge_emulator.platforms.hasty.media.video_probe import default_video_info, probe_video
from labelbridge_emulator.platforms.hasty.responses import page, timestamp
from labelbridge_emulator.platforms.hasty.statuses import requested_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.filters.assets import Query
    from labelbridge_emulator.platforms.hasty.models.media_info import VideoInfo
    from labelbridge_emulator.platforms.hasty.models.project import Project, Video

    VideoTest = Callable[[Video], bool]

handlers = Handlers()


@handlers("list_videos")
def list_videos(request: Request) -> JSON:
    """List videos that pass all filters, in the order of their import."""
    project = project_of(request)
    for video in project.videos.values():
        video.polls += 1
    tests: list[VideoTest] = [*asset_tests(request.query, "video"), *workflow_tests(request.query)]
    tests += _video_tests(request.query)
    found = (video for video in project.videos.values() if all(test(video) for test in tests))
    return page(request, found, lambda video: render(request, video))


@handlers("create_video")
def create_video(request: Request) -> JSON:
    """Import a video, which is PROCESSING at first.

    Names are not unique: the vendor requires that of images only.
    """
    project = project_of(request)
    dataset = find(project.datasets, request.body["dataset_id"], "dataset")
    check_allows_videos(project)
    return render(request, add_video(request, dataset, _content(request, project)))


@handlers("get_video")
def get_video(request: Request) -> JSON:
    """Get a video."""
    video = video_of(request)
    video.polls += 1
    return render(request, video)


@handlers("update_video")
def update_video(request: Request) -> JSON:
    """Rename a video or move it to another dataset. Null changes nothing."""
    video = video_of(request)
    if dataset_id := request.body.get("dataset_id"):
        dataset = find(video.dataset.project.datasets, dataset_id, "dataset")
        del video.dataset.videos[video.id]
        video.dataset = dataset
        dataset.videos[video.id] = video
    video.name = request.body.get("filename") or video.name
    return render(request, video)


@handlers("set_video_status")
def set_video_status(request: Request) -> None:
    """Set the status by name or by id."""
    video = video_of(request)
    video.status = requested_status(request, video.dataset.project)
    video.status_on = request.store.clock.now()


@handlers("delete_video")
def delete_video(request: Request) -> None:
    """Remove a video with its segments and its bytes."""
    state_of(request).remove_video(video_of(request))


def _content(request: Request, project: Project) -> Content[VideoInfo | None]:
    """The content in the body. A file that is not a video is accepted; its health is ERROR."""
    body: dict[str, Any] = request.body
    name = file_name(body)
    if "url" in body:
        return Content(name=name, info=default_video_info(name), url=body["url"])
    stored = uploaded_file(request, project, body["upload_id"])
    with stored.open() as source:
        info = probe_video(source)
    if info is None:
        return Content(name=name, info=None, source=stored)
    return Content(name=name, info=info, media_type=info.media_type, source=stored)


def _video_tests(query: Query) -> list[VideoTest]:
    tests: list[VideoTest] = []
    if statuses := frozenset(query.get("health_status", ())):
        tests.append(lambda video: video.health_status in statuses)
    if activity_ids := ids(query, "activity"):
        tests.append(
            lambda video: any(
                activity.id in activity_ids
                for segment in video.segments.values()
                for activity in segment.activities
            )
        )
    return tests


def render(request: Request, video: Video) -> JSON:
    """A video as the platform returns it."""
    info, url = video.info, public_url(request, video)
    return {
        "id": video.id,
        "name": video.name,
        "dataset_id": video.dataset.id,
        "width": info.width if info else 0,
        "height": info.height if info else 0,
        "format": info.format if info else "",
        "frame_rate": info.frame_rate if info else 0,
        "public_url": url,
        "uploaded_at": timestamp(video.uploaded_at),
        "url": url,
        "duration_ms": info.duration_ms if info else 0,
        "duration_frames": info.duration_frames if info else 0,
        "status": video.status,
        "status_id": video.dataset.project.statuses[video.status],
        "health_status": video.health_status,
        "dataset_name": video.dataset.name,
        "queue_ids": video.workflow.queue_ids,
    }
