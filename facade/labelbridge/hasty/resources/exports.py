"""Exports: jobs that write the annotations or images of a project to an archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from labelbridge._core.flow import Flow, destination, download, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, operation
from labelbridge._core.polling import wait_until
from labelbridge.errors import InvalidArgument, ResponseFormatError, WaitTimeout
from labelbridge.files import FileTarget, safe_name, to_path
from labelbridge.hasty._inputs.checks import list_of, member_of, optional, uuids
from labelbridge.hasty._states import succeeded
from labelbridge_api.hasty.api.exports import create_export, get_export
from labelbridge_api.hasty.models import (
    DefaultStatus,
    ExportFormat,
    ExportRequest,
    Job,
    LabelsOrder,
    SemanticFormat,
)

_DEFAULT_NAME: Final = "export"
"""Name of an archive whose job has no name, as in the vendor's SDK."""


class Exports(Resource[C]):
    """The exports of a project."""

    @operation
    def create(
        self,
        project_id: Id,
        *,
        format: ExportFormat | str,  # noqa: A002 - the platform's word
        export_name: str | None = None,
        dataset_id: Id | Iterable[Id] | None = None,
        image_status: DefaultStatus | str | Iterable[DefaultStatus | str] | None = None,
        video_status: DefaultStatus | str | Iterable[DefaultStatus | str] | None = None,
        status_start_time: datetime | str | Null | None = None,
        label_class_id: Id | Iterable[Id] | None = None,
        tag_class_id: Id | Iterable[Id] | None = None,
        sign_urls: bool | None = None,
        semantic_format: SemanticFormat | str | Null | None = None,
        labels_order: LabelsOrder | str | Iterable[LabelsOrder | str] | Null | None = None,
    ) -> Flow[Job]:
        """Start an export. Then use `wait` and `download`.

        For arguments that accept several values, an empty list means no filter, as in the vendor's
        SDK.

        Args:
            project_id: The project.
            format: json_v1.1, semantic_png, json_coco, pascal, images, videos or yolo. Video
                projects support only json_v1.1.
            export_name: Name of the archive, without its suffix.
            dataset_id: Only one or several datasets.
            image_status: Only images with one of these statuses. The platform's default is not
                documented; the vendor's SDK sends DONE.
            video_status: Only videos with one of these statuses.
            status_start_time: Only files that have their status since this time: a datetime with a
                time zone, or text like 2023-08-15T00:00:00Z. It is sent as UTC.
            label_class_id: Only labels of one or several classes; the platform calls it `class`.
            tag_class_id: Only images with tags of one or several classes; the platform calls it
                `tag`.
            sign_urls: Whether to add public URLs of the images.
            semantic_format: How semantic_png encodes classes: gs_asc, gs_desc or class_color.
            labels_order: The order in which labels are drawn over each other, most important
                criterion first: z_index, class_type, class_order.
        """
        ids, statuses = list_of(check.uuid), list_of(member_of(DefaultStatus))
        orders = labels_order
        if not isinstance(orders, Null):
            orders = optional(list_of(member_of(LabelsOrder)), "labels_order", orders)
        body = request_body(
            ExportRequest,
            {
                "format": format,
                "export_name": export_name,
                "dataset_id": optional(ids, "dataset_id", dataset_id),
                "image_status": optional(statuses, "image_status", image_status),
                "video_status": optional(statuses, "video_status", video_status),
                "status_start_time": status_start_time,
                "class_": optional(ids, "label_class_id", label_class_id),
                "tag": optional(ids, "tag_class_id", tag_class_id),
                "sign_urls": sign_urls,
                "semantic_format": semantic_format,
                "labels_order": orders,
            },
        )
        start = body.status_start_time
        if isinstance(start, datetime):
            if start.tzinfo is None:
                raise InvalidArgument(
                    "status_start_time", f"requires a time zone: {start.isoformat()}"
                )
            body.status_start_time = check.utc("status_start_time", start)
        return send(create_export.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def get(self, project_id: Id, export_id: Id) -> Flow[Job]:
        """Return the current state of an export. `status` begins with INIT and ends with DONE.

        Raises:
            NotFound: The project has no export with this id.
        """
        return _get(project_id, export_id)

    @operation
    def wait(self, project_id: Id, export_id: Id, *, timeout: float = 1800.0) -> Flow[Job]:
        """Wait until an export is DONE.

        Args:
            project_id: The project.
            export_id: The export.
            timeout: Maximum time to wait, in seconds; the export continues after it.

        Raises:
            JobFailed: The export failed.
            WaitTimeout: The job did not end in time. Both errors have the job in `last`.
        """
        project, export = uuids(project_id=project_id, export_id=export_id)
        return wait_until(
            lambda limit: _get(project, export, deadline=limit),
            lambda job: _is_done(job, export),
            what=f"export {export}",
            timeout=timeout,
        )

    @operation
    def download(self, project_id: Id, export_id: Id, *, to: FileTarget) -> Flow[Path]:
        """Download the archive of an export that is DONE, and return the path of the file.

        The download is sent without the key, because the archive is on another host. An existing
        file is replaced atomically at the end; a failed download leaves no file.

        Args:
            project_id: The project.
            export_id: The export.
            to: Path of a file, or of a folder, where the file gets the name of the export and
                ".zip".

        Raises:
            InvalidArgument: The folder of the file does not exist; no request was sent.
            ResponseFormatError: The downloaded file is not an archive.
            ConnectionFailed: The download is incomplete, after retries.
            WaitTimeout: The export is not DONE; call `wait` first.
            JobFailed: The export failed.
        """
        project, export = uuids(project_id=project_id, export_id=export_id)
        path = yield from destination(to, name=f"{_DEFAULT_NAME}.zip")
        job = yield from _get(project, export)
        if not _is_done(job, export):
            raise WaitTimeout(
                f"export {export} is not DONE, its status is {job.status or 'empty'}; "
                "call exports.wait first",
                last=job,
            )
        if not job.meta.url:
            raise ResponseFormatError(
                "get_export: the export is DONE, but the response has no URL of an archive",
                operation="get_export",
            )
        if path != to_path("to", to):
            # the name is from the platform, and must not contain a path
            name = safe_name((job.meta.export_name or "").removesuffix(".zip")) or _DEFAULT_NAME
            path = path.with_name(f"{name}.zip")
        return (yield from download(job.meta.url, path, form="zip"))


def _get(project_id: Id, export_id: Id, *, deadline: float | None = None) -> Flow[Job]:
    ids = uuids(project_id=project_id, export_id=export_id)
    return send(get_export.plan(*ids), deadline=deadline)


def _is_done(job: Job, export_id: UUID) -> bool:
    return succeeded("DONE", job.status, what=f"export {export_id}", state=job)
