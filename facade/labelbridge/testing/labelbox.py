"""The emulated Labelbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.testing.emulated_platform import EmulatedPlatform
from labelbridge_emulator.platforms.labelbox.models import State

MediaType = Literal[
    "image",
    "video",
    "text",
    "document",
    "conversational",
    "html",
    "audio",
    "dicom",
    "geospatial",
    "llm",
]
WorkflowStatus = Literal["ToLabel", "InReview", "InRework", "Done"]


class ExportSettings(TypedDict, total=False):
    """How exports of the emulator behave.

    Attributes:
        polls: The number of times that an export is still in progress when its state is read; 1 by
            default.
        chunk_size: The size of a chunk in bytes, 16,384 by default. Chunks end within rows and
            characters.
        url_lifetime: The lifetime of the URLs of chunks in seconds, 3,600 by default; `advance`
            lets them expire.
        streamable: False to export files instead of chunks, as old servers do.
        status: The final status, `FAILED` or `CANCELED` instead of `COMPLETE`.
        errors: The objects of the stream of errors.
        missing: `header` or `file`, to leave them out of responses.
        numbers: `number` to write sizes and offsets as numbers instead of texts.
        key_frames: `list` for the other form of `key_frame_feature_map`.
        masks: `single` for one image per object instead of per label.
        timezone: The time zone of the user, such as `Europe/Berlin`.
        export_v1: False to have no export v1, like the platform today.
    """

    polls: int
    chunk_size: int
    url_lifetime: float
    streamable: bool
    status: Literal["COMPLETE", "FAILED", "CANCELED"]
    errors: Sequence[Any]
    missing: Sequence[Literal["header", "file"]]
    numbers: Literal["text", "number"]
    key_frames: Literal["map", "list"]
    masks: Literal["composite", "single"]
    timezone: str | None
    export_v1: bool


class LabelboxEmulator(EmulatedPlatform[Labelbox, AsyncLabelbox]):
    """The emulated Labelbox. Its `add_...` methods send no request.

    Later exports contain the added data. The methods raise ValueError if the data is invalid.
    """

    storage_folders = ("labelbox-exports", "labelbox-export-tasks", "masks")

    @property
    def project_id(self) -> str:
        """The id of the first project."""
        with self._server.store.lock:
            return next(iter(self._server.store.state(State).projects))

    def add_project(self, name: str) -> str:
        """Add an empty project, and return its id."""
        made: str = self.add("projects", name=name)["id"]
        return made

    def add_label(
        self,
        labeled_data: str,
        *,
        objects: Sequence[Mapping[str, Any]] = (),
        classifications: Sequence[Mapping[str, Any]] = (),
        frames: Sequence[Mapping[str, Any]] | None = None,
        created_at: datetime | None = None,
        external_id: str | None = None,
        project_id: str | None = None,
    ) -> str:
        """Add a data row with a label in the format of export v1, and return the label's id.

        `add_data_row` has the format of today's exports, in which the label is exported too.

        Args:
            labeled_data: The URL of the asset, or a text.
            objects: Objects in the format of exports; missing ids and values are generated.
            classifications: Classifications of the asset, in the same format.
            frames: Frames of a video, in the format of exports.
            created_at: The time of creation, in UTC unless it has a time zone; now by default.
            external_id: The application's own id of the data row.
            project_id: The project; the first one by default.
        """
        made: str = self.add(
            "labels",
            labeled_data=labeled_data,
            objects=objects,
            classifications=classifications,
            frames=frames,
            created_at=_iso(created_at),
            external_id=external_id,
            project=project_id,
        )["id"]
        return made

    def add_data_row(
        self,
        row_data: str,
        *,
        labels: Sequence[Mapping[str, Any]] = (),
        media_type: MediaType = "image",
        media_attributes: Mapping[str, Any] | None = None,
        dataset: str = "Samples",
        external_id: str | None = None,
        global_key: str | None = None,
        created_at: datetime | None = None,
        last_activity_at: datetime | None = None,
        workflow_status: WorkflowStatus | None = None,
        metadata_fields: Sequence[Mapping[str, Any]] = (),
        project_id: str | None = None,
    ) -> str:
        """Add a data row with its labels in the format of export v2, and return its id.

        Export v1 does not contain these labels.

        A label can have `objects`, `classifications`, `relationships`, `frames` of a video by
        number, `groups` of a DICOM series by axis, `created_at` (ISO 8601), `created_by`, `skipped`
        and `consensus_score`. Ids, kinds and values of annotations are generated if they are
        missing. An object with `area`, a list of points `[x, y]`, has a mask:

            labelbox_emulator.add_data_row(
                "https://example.com/a.jpg",
                labels=[{"objects": [{"name": "Cat", "area": [[0, 0], [9, 0], [9, 9]]}]}],
            )

        Args:
            row_data: The URL of the asset, or a text.
            labels: The labels; several in projects with consensus.
            media_type: The kind of media.
            media_attributes: Attributes of the asset, which replace the defaults.
            dataset: The name of the dataset.
            external_id: The application's own id.
            global_key: The application's own unique key.
            created_at: The time of creation, in UTC unless it has a time zone; now by default.
            last_activity_at: The time of the last activity; that of the last label by default.
            workflow_status: The place in the workflow; `InReview` with labels by default.
            metadata_fields: Metadata, in the format of exports.
            project_id: The project; the first one by default.
        """
        made: str = self.add(
            "data_rows",
            row_data=row_data,
            labels=labels,
            media_type=media_type,
            media_attributes=media_attributes,
            dataset=dataset,
            external_id=external_id,
            global_key=global_key,
            created_at=_iso(created_at),
            last_activity_at=_iso(last_activity_at),
            workflow_status=workflow_status,
            metadata_fields=metadata_fields,
            project=project_id,
        )["id"]
        return made

    def change_exports(self, **settings: Unpack[ExportSettings]) -> None:
        """Change how exports behave, until the test ends.

        Args:
            **settings: The settings, see `ExportSettings`.

        Raises:
            ValueError: The value of a setting is invalid.
        """
        self.add("export_settings", **settings)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
