"""Exports of labels and the frames of videos (export v1), which the platform has switched off.

They work with old servers only; the platform itself has switched them off in April 2024. Its
present exports are in `exports`.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final, TypeVar

from labelbridge._core.flow import Flow, Open, destination, download, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id, Name
from labelbridge._core.methods import C, Resource, operation, stream
from labelbridge._core.polling import wait_until
from labelbridge.errors import ApiError, InvalidArgument, ResponseFormatError
from labelbridge.files import FileTarget
from labelbridge.labelbox._hints import with_hint
from labelbridge.labelbox._inputs.exports import Moment, export_request
from labelbridge.labelbox.annotations import ExportRow, FrameRecord
from labelbridge_api.labelbox import models
from labelbridge_api.labelbox.api.labels import execute_graphql, get_frames
from labelbridge_api.labelbox.models import GraphQLData, GraphQLResponse, LabelExport
from labelbridge_api.plan import Plan

T = TypeVar("T")

TIMEOUT: Final = 1800.0
"""Maximum time to wait for an export in seconds, as in the vendor's SDK."""


_SWITCHED_OFF: Final = "the platform has switched off export v1; use exports.rows"

_UNKNOWN_FIELD: Final = "Cannot query field"
"""How a GraphQL server calls a field that its schema does not have."""


def _warn(method: str, instead: str) -> None:
    # the callers are the method, its descriptor, and the program
    warnings.warn(
        f"labels.{method} belongs to export v1, which Labelbox has switched off in April 2024; "
        f"use {instead}",
        DeprecationWarning,
        stacklevel=4,
    )


class ProjectLabels(Resource[C]):
    """Exports of the labels of a project (export v1), which the platform has switched off."""

    @stream
    def export(
        self,
        project_id: Id,
        *,
        start: Moment = None,
        end: Moment = None,
        last_activity_start: Moment = None,
        last_activity_end: Moment = None,
        timeout: float = TIMEOUT,
    ) -> Flow[Open[ExportRow]]:
        """Export the labels of a project with export v1, which works with old servers only.

        Labelbox has switched off export v1 in April 2024: use `exports.rows`, which returns the
        data rows of a project with their labels.

        It returns the rows while the file is downloaded.
        The first request is sent when the first row is read. The platform creates a new file at
        most every 30 minutes for a project, and returns the same export until then.

        Both time ranges can be combined. Bounds are `YYYY-MM-DD`, `YYYY-MM-DD hh:mm:ss`, a date or
        a datetime; a datetime with a time zone is sent as UTC. The time zone that the platform uses
        is not documented.

        Evidence: the page "Export labels" and the vendor's SDK (labelbox 3.78.2).

        Args:
            project_id: The project.
            start: Only labels created at or after this time.
            end: Only labels created at or before this time.
            last_activity_start: Only labels with activity at or after this time: a label, review,
                workflow step, issue, comment or metadata was created, changed or deleted.
            last_activity_end: Only labels with activity at or before this time.
            timeout: Maximum time to wait until the file is ready, in seconds.

        Raises:
            BadRequest: The server has no export v1 any more.
            NotFound: The project does not exist.
            WaitTimeout: The file was not ready in time. A later call may succeed.
            ResponseFormatError: The file is truncated, or a row is invalid; the rows before it are
                returned first.
        """
        _warn("export", "exports.rows")
        body = export_request(
            project_id,
            start=start,
            end=end,
            last_activity_start=last_activity_start,
            last_activity_end=last_activity_end,
        )
        return _export(execute_graphql.plan(body=body), check.seconds("timeout", timeout))

    @operation
    def download(
        self,
        project_id: Id,
        *,
        to: FileTarget,
        start: Moment = None,
        end: Moment = None,
        last_activity_start: Moment = None,
        last_activity_end: Moment = None,
        timeout: float = TIMEOUT,
    ) -> Flow[Path]:
        """Export the labels of a project to a file with export v1, for old servers only.

        Labelbox has switched off export v1 in April 2024: use `exports.create` and
        `exports.download`.

        The file has the platform's format: one JSON array.
        `labelbridge.labelbox.read_export` reads it.

        Evidence: the page "Export labels" and the vendor's SDK (labelbox 3.78.2).

        Args:
            project_id: The project.
            to: Path of the file. An existing file is replaced when the download is complete.
            start: Only labels created at or after this time. Bounds have the forms of `export`.
            end: Only labels created at or before this time.
            last_activity_start: Only labels with activity at or after this time.
            last_activity_end: Only labels with activity at or before this time.
            timeout: Maximum time to wait until the file is ready, in seconds.

        Returns:
            The path of the file.

        Raises:
            BadRequest: The server has no export v1 any more.
            NotFound: The project does not exist.
            WaitTimeout: The file was not ready in time. A later call may succeed.
            ResponseFormatError: The downloaded file is not JSON.
            ConnectionFailed: The download is incomplete, after retries.
        """
        _warn("download", "exports.create and exports.download")
        body = export_request(
            project_id,
            start=start,
            end=end,
            last_activity_start=last_activity_start,
            last_activity_end=last_activity_end,
        )
        return _download(execute_graphql.plan(body=body), to, check.seconds("timeout", timeout))


class Labels(ProjectLabels[C]):
    """Exports of labels, and the frames of videos (export v1), which are switched off."""

    @stream
    def frames(self, label: models.ExportRow | Name) -> Flow[Open[FrameRecord]]:
        """Return the labeled frames of a video or a DICOM series in a row of export v1.

        It works with old servers only. Rows of export v2 have their frames: `row.labels` with
        `label.frames`.

        Frames without annotations are left out; interpolated frames are included, with `keyframe`
        false on their objects. A skipped label has no frames. The request is sent to the client's
        host with the id of the label: URLs in rows are never requested with the key.

        Evidence: the page "Export labels" and the vendor's SDK (labelbox 3.78.2).

        Args:
            label: A row of an export, or the id of a label (`row.id`).

        Raises:
            InvalidArgument: The label of the row has no frames.
            NotFound: The label does not exist, or has no frames.
        """
        _warn("frames", "exports.rows, whose labels have frames")
        return _rows_of(get_frames.plan(_label_id(label)), FrameRecord)


def _export(plan: Plan[GraphQLResponse], timeout: float) -> Flow[Open[ExportRow]]:
    return Open((yield from wait_for_export(plan, timeout=timeout)), ExportRow)


def _download(plan: Plan[GraphQLResponse], to: FileTarget, timeout: float) -> Flow[Path]:
    path = yield from destination(to)
    url = yield from wait_for_export(plan, timeout=timeout)
    return (yield from download(url, path, form="json"))


def _rows_of(at: Plan[bytes | None], row: type[T]) -> Flow[Open[T]]:
    yield from ()  # a flow is a generator
    return Open(at, row)


def wait_for_export(plan: Plan[GraphQLResponse], *, timeout: float) -> Flow[str]:
    """Send the request until the export is ready, and return the signed URL of its file."""

    def poll(deadline: float) -> Flow[LabelExport]:
        return _export_state(plan, deadline)

    export = yield from wait_until(poll, _is_ready, what="the export", timeout=timeout)
    return str(export.download_url)


def _is_ready(export: LabelExport) -> bool:
    return bool(export.download_url) and not export.should_poll


def _export_state(plan: Plan[GraphQLResponse], deadline: float) -> Flow[LabelExport]:
    try:
        response = yield from send(plan, deadline=deadline)
    except ApiError as error:
        if _UNKNOWN_FIELD in error.message:
            raise with_hint(error, _SWITCHED_OFF) from None
        raise
    match response.data:
        case GraphQLData(export_labels=LabelExport() as export):
            if export.should_poll:
                # the URL of the previous file is a secret, and would be in the WaitTimeout
                export.download_url = None
            return export
        case _:
            raise ResponseFormatError(
                f"{plan.operation}: the response has neither an export nor an error",
                operation=plan.operation,
            )


def _label_id(label: models.ExportRow | Name) -> str:
    if not isinstance(label, models.ExportRow):
        return check.name("label", label)
    # a row that does not match the contract may lack both
    id_, found = getattr(label, "id", None), getattr(label, "label", None)
    if isinstance(found, list):
        raise InvalidArgument("label", f"{id_} contains its frames, in its `label`")
    if not isinstance(found, models.Label) or found.frames is None:
        raise InvalidArgument("label", f"{id_} has no frames: its annotations are in `annotations`")
    return check.name("label", id_)
