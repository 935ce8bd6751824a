"""The Labelbox part of the demo: read an export that is filtered by date, with masks and frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from attrs import field, frozen
from rich.table import Table

from labelbridge import Labelbox
from labelbridge.cli.demo.part import DemoPart, PartResult
from labelbridge.cli.demo.report import Check, counted, number_table, plural
from labelbridge.labelbox import DataRowExport, DataRowMask, DataRowObject
from labelbridge_emulator.platforms.labelbox.demo.seeds import PROJECT

PLATFORM: Final = "Labelbox"
START, END = datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 4, 1, tzinfo=UTC)
"""The range of the filter. The demo project also has a label of 2020."""


@frozen
class AssetStats:
    """The data rows of all assets of one type.

    Attributes:
        rows: The number of data rows.
        frames: The number of labeled frames, in videos and DICOM series.
        kinds: The number of annotations of each kind, including those of frames.
    """

    rows: int = 0
    frames: int = 0
    kinds: Counter[str] = field(factory=Counter)


class Part(DemoPart):
    """Exports the data rows of a project, with and without a date range, and gets their masks."""

    title = "Labelbox: export data rows"

    def run(self, client: Labelbox, folder: Path, advance: Callable[[], object]) -> PartResult:  # noqa: ARG002 - it writes no file
        """Run the part, and check filter, frames and masks."""
        assets, checks = read_rows(client)
        advance()
        return PartResult(checks, [assets_table(assets)])


def read_rows(labelbox: Labelbox) -> tuple[dict[str, AssetStats], list[Check]]:
    """Read the data rows with labels of a date range, and check what is in them."""
    assets: dict[str, AssetStats] = {}
    selected, masks, empty = [], 0, 0
    for row in labelbox.exports.rows(PROJECT, created_since=START, created_until=END):
        selected.append(row.data_row.id)
        for thing in row.objects:
            if isinstance(thing, DataRowMask):
                masks += 1
                empty += not labelbox.masks.get(thing).area
        name = asset_type(row)
        before = assets.get(name, AssetStats())
        frames = sum(len(label.frames) for label in row.labels)
        kinds = Counter[str](annotation.kind for annotation in row.annotations)
        assets[name] = AssetStats(before.rows + 1, before.frames + frames, before.kinds + kinds)
    rows = list(labelbox.exports.rows(PROJECT, include=["label_details"]))
    within = [row.data_row.id for row in rows if _is_in_range(row)]
    kinds = Counter[str](kind for asset in assets.values() for kind in asset.kinds.elements())
    frames = sum(asset.frames for asset in assets.values())
    keys = sum(_has_key_frames(row) for row in rows)
    return assets, [
        Check(
            PLATFORM,
            "data rows with labels of the date range",
            counted(len(selected), len(rows)),
            bool(selected) and selected == within,
        ),
        Check(
            PLATFORM,
            "annotations of a known kind",
            f"{plural(kinds.total(), 'annotation')} of {plural(len(kinds), 'kind')}",
            bool(kinds) and "unknown" not in kinds,
        ),
        Check(
            PLATFORM,
            "frames of videos and series",
            f"{plural(frames, 'frame')} in {plural(keys, 'data row')} with key frames",
            bool(frames and keys),
        ),
        Check(PLATFORM, "masks with pixels", counted(masks - empty, masks), masks > empty == 0),
    ]


def _is_in_range(row: DataRowExport) -> bool:
    details = [label.label_details for label in row.labels]
    return any(START <= each.created_at <= END for each in details if each)


def _has_key_frames(row: DataRowExport) -> bool:
    """Return whether an object of a frame was set there, and not interpolated."""
    frames = [frame for label in row.labels for frame in label.frames]
    found: list[DataRowObject] = [
        thing for frame in frames for thing in frame.objects if frame.is_key_frame(thing)
    ]
    return bool(found)


def asset_type(row: DataRowExport) -> str:
    """Return the type of a data row's asset."""
    return row.media_attributes.asset_type or "unknown"


def assets_table(assets: Mapping[str, AssetStats]) -> Table:
    """Return a table of the data rows and kinds of annotations of each type of asset."""
    table = number_table(
        f"Labelbox: data rows with labels created from {START:%F} to {END:%F}",
        ("Asset", "data rows", "frames", "annotations", "kinds"),
        (
            (
                name,
                str(asset.rows),
                str(asset.frames or ""),
                str(asset.kinds.total()),
                ", ".join(
                    f"{count}\N{NO-BREAK SPACE}{kind}" for kind, count in asset.kinds.most_common()
                ),
            )
            for name, asset in assets.items()
        ),
    )
    table.columns[-1].justify = "left"
    return table
