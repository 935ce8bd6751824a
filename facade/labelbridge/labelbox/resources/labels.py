"""Labels of a project, exported."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar

from labelbridge._core.flow import Flow, Open, destination, download
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id, Name
from labelbridge._core.methods import C, Resource, operation, stream
from labelbridge.errors import InvalidArgument
from labelbridge.files import FileTarget
from labelbridge.labelbox._export import Moment, export_plan, ready
from labelbridge.labelbox.annotations import ExportRow, FrameRecord
from labelbridge_api.labelbox import models
from labelbridge_api.labelbox.api.labels import get_frames
from labelbridge_api.labelbox.models import GraphQLResponse
from labelbridge_api.labelbox.types import UNSET
from labelbridge_api.plan import Plan

T = TypeVar("T")

TIMEOUT: Final = 1800.0
"""Seconds to wait for an export; as long as the vendor's SDK waits."""


class ProjectLabels(Resource[C]):
    """The labels of a project, exported."""

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
        """Export the labels of a project, and give them row by row while the file arrives.

        Nothing is asked for until the first row is. The platform makes a new file at most every 30
        minutes for a project: until then the same export comes again.

        The two ranges of time may be combined. Bounds are `YYYY-MM-DD`, `YYYY-MM-DD hh:mm:ss`, a
        date or a datetime; one with a time zone goes out as UTC. In which time zone the platform
        reads them is not documented.

        From the page "Export labels" and the vendor's SDK (labelbox 3.78.2).

        Args:
            project_id: The project.
            start: Only labels that were created from then on.
            end: Only labels that were created until then.
            last_activity_start: Only labels with activity from then on: a label, review, workflow
                step, issue, comment or metadata that was created, changed or deleted.
            last_activity_end: Only labels with activity until then.
            timeout: Seconds to wait until the file is ready.

        Raises:
            NotFound: There is no such project.
            WaitTimeout: The file was not ready in time. It may be later: call again.
            ResponseFormatError: The file ends in the middle, or a row is not what it should be; the
                rows before it have been given.
        """
        plan = export_plan(
            project_id,
            start=start,
            end=end,
            last_activity_start=last_activity_start,
            last_activity_end=last_activity_end,
        )
        return _exported(plan, check.seconds("timeout", timeout))

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
        """Export the labels of a project into a file, as the platform writes it: one JSON array.

        `labelbridge.labelbox.read_export` reads it.

        From the page "Export labels" and the vendor's SDK (labelbox 3.78.2).

        Args:
            project_id: The project.
            to: Path of the file. An existing one is replaced, once the new one is whole.
            start: As `export` has it; the other bounds likewise.
            end: Only labels that were created until then.
            last_activity_start: Only labels with activity from then on.
            last_activity_end: Only labels with activity until then.
            timeout: Seconds to wait until the file is ready.

        Returns:
            The file's path.

        Raises:
            NotFound: There is no such project.
            WaitTimeout: The file was not ready in time. It may be later: call again.
        """
        plan = export_plan(
            project_id,
            start=start,
            end=end,
            last_activity_start=last_activity_start,
            last_activity_end=last_activity_end,
        )
        return _downloaded(plan, to, check.seconds("timeout", timeout))


class Labels(ProjectLabels[C]):
    """Labels, exported, and the frames of videos."""

    @stream
    def frames(self, label: models.ExportRow | Name) -> Flow[Open[FrameRecord]]:
        """Get the labeled frames of a video or a DICOM series, one after another.

        Frames without annotations are left out; interpolated ones are there, with `keyframe` false
        on their objects. There is none when the label was skipped. The frames are asked of the
        client's own host by the label's id: an address that a row holds never gets the key.

        From the page "Export labels" and the vendor's SDK (labelbox 3.78.2).

        Args:
            label: A row of an export, or the id of a label (`row.id`).

        Raises:
            InvalidArgument: The row is of something without frames.
            NotFound: There is no such label, or it has no frames.
        """
        return _opened(get_frames.plan(_label_id(label)), FrameRecord)


def _exported(plan: Plan[GraphQLResponse], timeout: float) -> Flow[Open[ExportRow]]:
    return Open((yield from ready(plan, timeout=timeout)), ExportRow)


def _downloaded(plan: Plan[GraphQLResponse], to: FileTarget, timeout: float) -> Flow[Path]:
    path = yield from destination(to)
    url = yield from ready(plan, timeout=timeout)
    return (yield from download(url, path))


def _opened(at: Plan[bytes | None], row: type[T]) -> Flow[Open[T]]:
    yield from ()  # nothing has to be known before
    return Open(at, row)


def _label_id(label: models.ExportRow | Name) -> str:
    if not isinstance(label, models.ExportRow):
        return check.name("label", label)
    if isinstance(label.label, list):
        raise InvalidArgument("label", f"{label.id} holds its frames already, in its `label`")
    if not isinstance(label.label, models.Label) or label.label.frames is UNSET:
        raise InvalidArgument(
            "label", f"{label.id} has no frames: its annotations are in `annotations`"
        )
    return check.name("label", label.id)
