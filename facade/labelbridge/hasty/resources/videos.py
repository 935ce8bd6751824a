"""Videos: files, health status and workflow status."""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from labelbridge import files
from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.polling import wait_until
from labelbridge.errors import JobFailed
from labelbridge.files import FileInput
from labelbridge.hasty._inputs.checks import optional, remote_url, text, uuids
from labelbridge.hasty._inputs.media import media_patch, media_status
from labelbridge.hasty._paging import pages
from labelbridge.hasty.filters import VideoFilters, video_query
from labelbridge.hasty.resources.uploads import PLACEHOLDER_ID, file_source, upload_file
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
            **filters: See VideoFilters: dataset_id, video_status, health_status and more.
        """
        project, query = validate.uuid("project_id", project_id), video_query(filters)
        return pages(list_videos.plan, project, **query)

    @operation
    def get(self, project_id: Id, video_id: Id) -> Flow[Video]:
        """Return one video, with its size in pixels, its length and its health status.

        Raises:
            NotFound: The project has no video with this id.
        """
        return _get(project_id, video_id)

    @operation
    def upload(
        self,
        project_id: Id,
        file: FileInput,
        *,
        dataset_id: Id,
        filename: str | None = None,
        check: bool = True,
    ) -> Flow[Video]:
        """Upload a video: create a signed URL, send the bytes to it without the key, import them.

        The platform processes the video after the import: use `wait` until it is ready.

        Args:
            project_id: A project for videos.
            file: A path, the bytes or a file object in binary mode, which is sent from its start to
                its end whatever its position is. Files are read in chunks.
            dataset_id: The dataset for the file.
            filename: Name of the video. Required for bytes; the default for a path or an opened
                file is the name of the file.
            check: Whether the file must have a known format; False sends any file.

        Raises:
            InvalidArgument: The file is missing, empty or not a video; no request was sent.
        """
        project = validate.uuid("project_id", project_id)
        source = file_source(file, filename)
        body = request_body(
            VideoFromUpload,
            {
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "upload_id": PLACEHOLDER_ID,
                "filename": source.name,
            },
        )
        body.upload_id = yield from upload_file(project, source, files.check_video, check=check)
        return (yield from send(create_video.plan(project, body=body)))

    @operation
    def import_upload(
        self, project_id: Id, *, upload_id: Id, dataset_id: Id, filename: str
    ) -> Flow[Video]:
        """Import a video whose bytes were sent to a URL of `uploads.create`. Then use `wait`.

        Args:
            project_id: A project for videos.
            upload_id: The `id` of the signed URL.
            dataset_id: The dataset for the file.
            filename: Name of the video.
        """
        body = request_body(
            VideoFromUpload,
            {
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "upload_id": text("upload_id", upload_id),
                "filename": text("filename", filename),
            },
        )
        return send(create_video.plan(validate.uuid("project_id", project_id), body=body))

    @operation
    def import_url(
        self, project_id: Id, *, url: str, dataset_id: Id, filename: str | None = None
    ) -> Flow[Video]:
        """Import a video from a URL. Then use `wait`, as for `upload`.

        Evidence: the vendor's SDK only.

        Args:
            project_id: A project for videos.
            url: URL of the file, http or https.
            dataset_id: The dataset for the file.
            filename: Name of the video. The SDK always sends it; the default is not documented.
        """
        body = request_body(
            VideoFromUrl,
            {
                "url": remote_url("url", url),
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "filename": optional(text, "filename", filename),
            },
        )
        return send(create_video.plan(validate.uuid("project_id", project_id), body=body))

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
            filename: The new name.
            dataset_id: The dataset to move it to.
        """
        body = media_patch(filename, dataset_id)
        return send(update_video.plan(*uuids(project_id=project_id, video_id=video_id), body=body))

    @operation
    def set_status(
        self,
        project_id: Id,
        video_id: Id,
        *,
        status: DefaultStatusWrite | str | None = None,
        status_id: Id | None = None,
    ) -> Flow[None]:
        """Set the workflow status of a video, either by name or by id.

        The document has the name in the table and the id in the example; the vendor's SDK sends the
        name.

        Args:
            project_id: The project.
            video_id: The video.
            status: A default status: NEW, IN PROGRESS, TO REVIEW, DONE, SKIPPED or COMPLETED.
            status_id: Id of a status; required for custom statuses of a project.
        """
        body = media_status(status, status_id)
        return send(
            set_video_status.plan(*uuids(project_id=project_id, video_id=video_id), body=body)
        )

    @operation
    def wait(self, project_id: Id, video_id: Id, *, timeout: float = 1800.0) -> Flow[Video]:
        """Wait until the health status of a video is OK, and return the video.

        Args:
            project_id: The project.
            video_id: The video.
            timeout: Maximum time to wait, in seconds; the processing continues after it.

        Raises:
            JobFailed: The health status of the video is ERROR or UNHEALTHY.
            WaitTimeout: The video was not ready in time. Both errors have the video in `last`.
        """
        project, video = uuids(project_id=project_id, video_id=video_id)
        return wait_until(
            lambda limit: _get(project, video, deadline=limit),
            lambda found: _is_ready(found, video),
            what=f"processing of video {video}",
            timeout=timeout,
            state_attribute="health_status",
        )

    @operation
    def delete(self, project_id: Id, video_id: Id) -> Flow[None]:
        """Delete a video with its segments. Evidence: the vendor's SDK only."""
        return send(delete_video.plan(*uuids(project_id=project_id, video_id=video_id)))


def _get(project_id: Id, video_id: Id, *, deadline: float | None = None) -> Flow[Video]:
    return send(get_video.plan(*uuids(project_id=project_id, video_id=video_id)), deadline=deadline)


def _is_ready(video: Video, video_id: UUID) -> bool:
    health = video.health_status
    if health in {VideoHealthStatus.ERROR, VideoHealthStatus.UNHEALTHY}:
        raise JobFailed(
            f"video {video_id} is not usable: its health status is {health}", last=video
        )
    return bool(health) and health != VideoHealthStatus.PROCESSING
