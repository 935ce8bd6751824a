"""Videos: their files, their health, and their place in a workflow."""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from labelbridge import files
from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.polling import wait_until
from labelbridge.errors import JobFailed
from labelbridge.files import FileInput
from labelbridge.hasty._inputs.checks import address, optional, text
from labelbridge.hasty._inputs.media import patch, status_body
from labelbridge.hasty._paging import page
from labelbridge.hasty.filters import VideoFilters, video_query
from labelbridge.hasty.resources.uploads import NOT_YET, put, source_of
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.videos import (
    create_video,
    delete_video,
    get_video,
    list_videos,
    set_video_status,
    update_video,
)
from labelbridge_api.hasty.models import (
    DefaultStatusWrite,
    Video,
    VideoFromUpload,
    VideoFromUrl,
    VideoHealthStatus,
)


class Videos(Resource[C]):
    """The videos of a project."""

    @listing
    def list(self, project_id: Id, **filters: Unpack[VideoFilters]) -> PageFetcher[Video]:
        """List the videos of a project.

        Args:
            project_id: The project.
            **filters: As VideoFilters says: dataset_id, video_status, health_status and more.
        """
        project, query = check.uuid("project_id", project_id), video_query(filters)
        return lambda offset, limit: page(
            list_videos.plan(project, offset=offset, limit=limit, **query)
        )

    @operation
    def get(self, project_id: Id, video_id: Id) -> Flow[Video]:
        """Return one video, with its size in pixels, its length, and whether it can be used.

        Raises:
            NotFound: The project has none with this id.
        """
        return _get(project_id, video_id)

    @operation
    def upload(
        self, project_id: Id, file: FileInput, *, dataset_id: Id, filename: str | None = None
    ) -> Flow[Video]:
        """Upload a video: ask for a signed URL, put the bytes there without the key, import them.

        The platform goes on working: `wait` until the video can be used.

        Args:
            project_id: The project, one of videos.
            file: A path, or the bytes themselves. It is read in pieces, never whole.
            dataset_id: The dataset it shall lie in.
            filename: Its name; needed for bytes, else the file's own.

        Raises:
            InvalidArgument: The file is missing, empty or no video; nothing was sent.
        """
        project = check.uuid("project_id", project_id)
        source = source_of(file, filename)
        body = request_body(
            VideoFromUpload,
            {
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "upload_id": NOT_YET,
                "filename": source.name,
            },
        )
        body.upload_id = yield from put(project, source, files.check_video)
        return (yield from send(create_video.plan(project, body=body)))

    @operation
    def import_url(
        self, project_id: Id, *, url: str, dataset_id: Id, filename: str | None = None
    ) -> Flow[Video]:
        """Let the platform fetch a video. Only the vendor's SDK shows this; `wait` as for `upload`.

        Args:
            project_id: The project, one of videos.
            url: Where the file lies, http or https.
            dataset_id: The dataset it shall lie in.
            filename: Its name. The SDK gives one always; what the platform takes else is unknown.
        """
        body = request_body(
            VideoFromUrl,
            {
                "url": address("url", url),
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "filename": optional(text, "filename", filename),
            },
        )
        return send(create_video.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self,
        project_id: Id,
        video_id: Id,
        *,
        filename: str | None = None,
        dataset_id: Id | None = None,
    ) -> Flow[Video]:
        """Rename a video, move it to another dataset, or both.

        Args:
            project_id: The project.
            video_id: The video.
            filename: Its new name.
            dataset_id: The dataset to move it to.
        """
        body = patch(filename, dataset_id)
        return send(update_video.plan(*_ids(project_id, video_id), body=body))

    @operation
    def set_status(
        self,
        project_id: Id,
        video_id: Id,
        *,
        status: DefaultStatusWrite | str | None = None,
        status_id: Id | None = None,
    ) -> Flow[None]:
        """Move a video in the workflow, by the name or by the id of a status: one of the two.

        The document's table has the name and its sample the id; the vendor's SDK sends the name.

        Args:
            project_id: The project.
            video_id: The video.
            status: A status that every project has: NEW, IN PROGRESS, TO REVIEW, DONE, SKIPPED or
                COMPLETED.
            status_id: Id of any status; the only way to a project's own ones.
        """
        body = status_body(status, status_id)
        return send(set_video_status.plan(*_ids(project_id, video_id), body=body))

    @operation
    def wait(self, project_id: Id, video_id: Id, *, timeout: float = 1800.0) -> Flow[Video]:
        """Wait until a video is no longer PROCESSING, and return it. Then it can be used: it is OK.

        Args:
            project_id: The project.
            video_id: The video.
            timeout: Seconds until the wait gives up; the platform itself goes on.

        Raises:
            JobFailed: The video is in a state of ERROR, or UNHEALTHY.
            WaitTimeout: It was not ready in time. Both errors carry the video in `last`.
        """
        project, video = _ids(project_id, video_id)
        return wait_until(
            lambda limit: _get(project, video, deadline=limit),
            _is_ready,
            what=f"the processing of video {video}",
            timeout=timeout,
            state_attribute="health_status",
        )

    @operation
    def delete(self, project_id: Id, video_id: Id) -> Flow[None]:
        """Delete a video with its segments. Only the vendor's SDK shows this."""
        return send(delete_video.plan(*_ids(project_id, video_id)))


def _ids(project_id: Id, video_id: Id) -> tuple[UUID, UUID]:
    return check.uuid("project_id", project_id), check.uuid("video_id", video_id)


def _get(project_id: Id, video_id: Id, *, deadline: float | None = None) -> Flow[Video]:
    return send(get_video.plan(*_ids(project_id, video_id)), deadline=deadline)


def _is_ready(video: Video) -> bool:
    health = video.health_status
    if health in {VideoHealthStatus.ERROR, VideoHealthStatus.UNHEALTHY}:
        raise JobFailed(f"video {video.id} cannot be used: it is {health}", last=video)
    return bool(health) and health != VideoHealthStatus.PROCESSING
