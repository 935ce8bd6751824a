"""Videos of a project: their content, their place, their status and their health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError, Handlers, Response
from labelbridge_emulator.platforms.hasty.filters.media import ids, media_tests, workflow_tests
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, state_of, video_of
from labelbridge_emulator.platforms.hasty.media import video_probe as movies
from labelbridge_emulator.platforms.hasty.media.content import (
    Content,
    file_name,
    public_url,
    uploaded_file,
)
from labelbridge_emulator.platforms.hasty.models.video_state import Video
from labelbridge_emulator.platforms.hasty.responses import instant, page
from labelbridge_emulator.platforms.hasty.statuses import requested_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.filters.media import Query
    from labelbridge_emulator.platforms.hasty.media.video_probe import MovieFacts
    from labelbridge_emulator.platforms.hasty.models.state import Dataset, Project

    Test = Callable[[Video], bool]

handlers = Handlers()


@handlers("list_videos")
def list_videos(request: Request) -> JSON:
    """Videos that pass all filters, in the order of their import."""
    project = project_of(request)
    for video in project.videos.values():
        video.polls += 1
    tests: list[Test] = [*media_tests(request.query, "video"), *workflow_tests(request.query)]
    tests += _video_tests(request.query)
    found = [video for video in project.videos.values() if all(test(video) for test in tests)]
    return page(request, found, lambda video: render(request, video))


@handlers("create_video")
def create_video(request: Request) -> JSON:
    """Import a video, which is PROCESSING at first.

    Names may repeat: the vendor calls only an image's name unique.
    """
    project = project_of(request)
    dataset = find(project.datasets, request.body["dataset_id"], "dataset")
    refuse_videos(project)
    return render(request, add_video(request, dataset, _content(request, project)))


@handlers("get_video")
def get_video(request: Request) -> JSON:
    """One video."""
    video = video_of(request)
    video.polls += 1
    return render(request, video)


@handlers("update_video")
def update_video(request: Request) -> JSON:
    """Rename a video, move it to another dataset, or both; null changes nothing."""
    video = video_of(request)
    if dataset_id := request.body.get("dataset_id"):
        dataset = find(video.dataset.project.datasets, dataset_id, "dataset")
        del video.dataset.videos[video.id]
        video.dataset = dataset
        dataset.videos[video.id] = video
    video.name = request.body.get("filename") or video.name
    return render(request, video)


@handlers("set_video_status")
def set_video_status(request: Request) -> Response:
    """Set the status by its name or by the project's id of it."""
    video = video_of(request)
    video.status = requested_status(request, video.dataset.project)
    video.status_on = request.store.clock.now()
    return Response()


@handlers("delete_video")
def delete_video(request: Request) -> Response:
    """Remove a video with its segments and its bytes."""
    state_of(request).remove_video(video_of(request))
    return Response()


def refuse_videos(project: Project) -> None:
    """Refuse to put videos into a project that is not for them.

    No source tells the status. The vendor's SDK has videos only in projects whose content type is
    VIDEOS (``client.py``, ``get_project``; ``project.py``, ``VideoProject``), where it keeps all
    that other projects have: so nothing else is refused there.
    """
    if project.content_type != "VIDEOS":
        raise ApiError(400, f"A project of {project.content_type} holds no videos.")


def add_video(request: Request, dataset: Dataset, content: Content[MovieFacts | None]) -> Video:
    """A new video."""
    now = request.store.clock.now()
    video = Video(
        id=request.store.ids.uuid(),
        dataset=dataset,
        name=content.name,
        facts=content.facts,
        status="NEW",
        status_on=now,
        uploaded_at=now,
    )
    dataset.videos[video.id] = dataset.project.videos[video.id] = video
    content.give(request.store.files, video)
    return video


def _content(request: Request, project: Project) -> Content[MovieFacts | None]:
    """What the body names; a file that is no video comes in too and shows in the health."""
    body: dict[str, Any] = request.body
    name = file_name(body)
    if "url" in body:
        return Content(name=name, facts=movies.plausible_facts(name), url=body["url"])
    stored = uploaded_file(request, project, body["upload_id"])
    with stored.open() as source:
        facts = movies.read_facts(source)
    if facts is None:
        return Content(name=name, facts=None, source=stored)
    return Content(name=name, facts=facts, media_type=facts.media_type, source=stored)


def _video_tests(query: Query) -> list[Test]:
    tests: list[Test] = []
    if states := frozenset(query.get("health_status", ())):
        tests.append(lambda video: video.health_status in states)
    if wanted := ids(query, "activity"):
        tests.append(
            lambda video: any(
                activity.id in wanted
                for segment in video.segments.values()
                for activity in segment.activities
            )
        )
    return tests


def render(request: Request, video: Video) -> JSON:
    """A video as the platform shows it."""
    facts, url = video.facts, public_url(request, video)
    return {
        "id": video.id,
        "name": video.name,
        "dataset_id": video.dataset.id,
        "width": facts.width if facts else 0,
        "height": facts.height if facts else 0,
        "format": facts.format if facts else "",
        "frame_rate": facts.frame_rate if facts else 0,
        "public_url": url,
        "uploaded_at": instant(video.uploaded_at),
        "url": url,
        "duration_ms": facts.duration_ms if facts else 0,
        "duration_frames": facts.duration_frames if facts else 0,
        "status": video.status,
        "status_id": video.dataset.project.statuses[video.status],
        "health_status": video.health_status,
        "dataset_name": video.dataset.name,
        "queue_ids": video.workflow.queue_ids,
    }
