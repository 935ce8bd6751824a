"""Exports: jobs that write a project's annotations, or its images, into an archive."""

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
from labelbridge.hasty._inputs.checks import one_of, optional, several
from labelbridge.hasty._states import reached
from labelbridge_api.hasty.api.exports import create_export, get_export
from labelbridge_api.hasty.models import (
    DefaultStatus,
    ExportFormat,
    ExportRequest,
    Job,
    LabelsOrder,
    SemanticFormat,
)

_NAMELESS: Final = "export"
"""Name of an archive whose job does not tell one; the vendor's SDK takes the same."""


_ZIP: Final = b"PK"
"""What every archive begins with, an empty one too."""


class Exports(Resource[C]):
    """The exports of a project."""

    @operation
    def create(
        self,
        project_id: Id,
        *,
        format: ExportFormat | str,  # noqa: A002 - the platform's own word
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
        """Start an export. `wait` for it, then `download` it.

        Where one or several are taken, an empty list means no filter, as it does in the vendor's
        SDK.

        Args:
            project_id: The project.
            format: json_v1.1, semantic_png, json_coco, pascal, images, videos or yolo. Projects of
                videos are exported as json_v1.1 only.
            export_name: Name of the archive, without its ending.
            dataset_id: Only one or several datasets.
            image_status: Only images with one of these statuses. What the platform takes when none
                is given is not documented; the vendor's SDK asks for DONE.
            video_status: Only videos with one of these statuses.
            status_start_time: Only what has had its status since then: an aware datetime, or text
                like 2023-08-15T00:00:00Z. It goes out as UTC.
            label_class_id: Only labels of one or several classes; the platform calls it `class`.
            tag_class_id: Only what has one or several tags; the platform calls it `tag`.
            sign_urls: Whether to add URLs from which anyone can get the images.
            semantic_format: How semantic_png tells classes apart: gs_asc, gs_desc or class_color.
            labels_order: What decides which label is drawn over which, most important first:
                z_index, class_type, class_order.
        """
        ids, statuses = several(check.uuid), several(one_of(DefaultStatus))
        orders = labels_order
        if not isinstance(orders, Null):
            orders = optional(several(one_of(LabelsOrder)), "labels_order", orders)
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
                    "status_start_time", f"needs a time zone: {start.isoformat()}"
                )
            body.status_start_time = check.utc("status_start_time", start)
        return send(create_export.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def get(self, project_id: Id, export_id: Id) -> Flow[Job]:
        """Return an export as it is now. `status` is INIT at first, and DONE at last.

        Raises:
            NotFound: The project has none with this id.
        """
        return _get(project_id, export_id)

    @operation
    def wait(self, project_id: Id, export_id: Id, *, timeout: float = 1800.0) -> Flow[Job]:
        """Wait until an export is DONE.

        Args:
            project_id: The project.
            export_id: The export.
            timeout: Seconds until the wait gives up; the export itself goes on.

        Raises:
            JobFailed: The platform ended the export without an archive.
            WaitTimeout: It did not end in time. Both errors carry the job in `last`.
        """
        project, export = _ids(project_id, export_id)
        return wait_until(
            lambda limit: _get(project, export, deadline=limit),
            _is_done,
            what=f"export {export}",
            timeout=timeout,
        )

    @operation
    def download(self, project_id: Id, export_id: Id, *, to: FileTarget) -> Flow[Path]:
        """Download the archive of an export that is DONE, and return where it lies.

        The key does not go along: the archive lies on another host. A file that is there already is
        replaced at the end, at once; a download that fails leaves none.

        Args:
            project_id: The project.
            export_id: The export.
            to: A file, or a folder, in which the archive gets its own name and ".zip".

        Raises:
            InvalidArgument: There is no folder for the file; nothing was sent.
            ResponseFormatError: What came is no archive.
            WaitTimeout: The export is not DONE yet: `wait` for it first.
            JobFailed: The platform ended the export without an archive.
        """
        project, export = _ids(project_id, export_id)
        place = yield from destination(to, name=f"{_NAMELESS}.zip")
        job = yield from _get(project, export)
        if not _is_done(job):
            raise WaitTimeout(
                f"export {export} is not DONE but {job.status or 'without a status'}; "
                "exports.wait waits for it",
                last=job,
            )
        if not job.meta or not job.meta.url:
            raise ResponseFormatError(
                "get_export: the export is DONE, but the answer names no archive",
                operation="get_export",
            )
        if place != to_path("to", to):
            # the name comes from the platform, and must not lead out of the folder
            name = safe_name((job.meta.export_name or "").removesuffix(".zip")) or _NAMELESS
            place = place.with_name(f"{name}.zip")
        return (yield from download(job.meta.url, place, magic=_ZIP))


def _get(project_id: Id, export_id: Id, *, deadline: float | None = None) -> Flow[Job]:
    return send(get_export.plan(*_ids(project_id, export_id)), deadline=deadline)


def _ids(project_id: Id, export_id: Id) -> tuple[UUID, UUID]:
    return check.uuid("project_id", project_id), check.uuid("export_id", export_id)


def _is_done(job: Job) -> bool:
    return reached("DONE", job.status, what=f"export {job.id}", state=job)
