"""The Labelbox part of the demo: read a label export that is filtered by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from mimetypes import guess_type
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from attrs import field, frozen
from rich.table import Table

from labelbridge import Labelbox
from labelbridge.cli.demo.part import DemoPart, PartResult
from labelbridge.cli.demo.report import Check, counted, number_table, plural
from labelbridge.labelbox import ExportRow
from labelbridge_api.labelbox.models import Label
from labelbridge_emulator.platforms.labelbox.demo.seeds import PROJECT

PLATFORM: Final = "Labelbox"
START, END = "2023-01-01", "2023-03-31"
"""The range of the filter. The demo project also has labels of 2020."""

_BY_SUFFIX: Final = {
    ".dcm": "DICOM series",
    ".html": "web page",
    ".json": "conversation",
    ".pdf": "document",
}


@frozen
class AssetStats:
    """The labels of all assets of one type.

    Attributes:
        labels: The number of labels.
        frames: The number of labeled frames, in videos and DICOM series.
        kinds: The number of annotations of each kind, including those of frames.
    """

    labels: int = 0
    frames: int = 0
    kinds: Counter[str] = field(factory=Counter)


class Part(DemoPart):
    """Exports the labels of a project, with and without a date range."""

    title = "Labelbox: export labels"

    def run(self, client: Labelbox, folder: Path, advance: Callable[[], object]) -> PartResult:  # noqa: ARG002 - it writes no file
        """Run the part, and check that the filter selects the right labels."""
        assets, checks = read_labels(client)
        advance()
        return PartResult(checks, [assets_table(assets)])


def read_labels(labelbox: Labelbox) -> tuple[dict[str, AssetStats], list[Check]]:
    """Read the labels of a date range, grouped by type of asset, and check the filter."""
    assets: dict[str, AssetStats] = {}
    selected = []
    for row in labelbox.labels.export(PROJECT, start=START, end=END):
        selected.append(row.id)
        frames, kinds = _annotations(labelbox, row)
        name = asset_type(row)
        before = assets.get(name, AssetStats())
        assets[name] = AssetStats(before.labels + 1, before.frames + frames, before.kinds + kinds)
    rows = list(labelbox.labels.export(PROJECT))
    within = [row.id for row in rows if row.created_at and START <= f"{row.created_at:%F}" <= END]
    kinds = Counter[str](kind for asset in assets.values() for kind in asset.kinds.elements())
    return assets, [
        Check(
            PLATFORM,
            "labels in the date range",
            counted(len(selected), len(rows)),
            bool(selected) and selected == within,
        ),
        Check(
            PLATFORM,
            "annotations of a known kind",
            f"{plural(kinds.total(), 'annotation')} of {plural(len(kinds), 'kind')}",
            bool(kinds) and "unknown" not in kinds,
        ),
    ]


def _annotations(labelbox: Labelbox, row: ExportRow) -> tuple[int, Counter[str]]:
    """Count a label's frames, and its annotations by kind, including those of frames."""
    kinds = Counter[str](annotation.kind for annotation in row.annotations)
    if not isinstance(row.label, Label) or not row.label.frames:
        return 0, kinds
    count = 0
    with labelbox.labels.frames(row) as frames:
        for frame in frames:
            kinds.update(annotation.kind for annotation in frame.annotations)
            count += 1
    return count, kinds


def asset_type(row: ExportRow) -> str:
    """Derive the type of a label's asset from its URL or content: an export has no field for it."""
    asset = row.labeled_data or ""
    url = urlsplit(asset) if asset.startswith(("http://", "https://")) else None
    if url is None:
        return "tiled imagery" if "tileLayerUrl" in asset else "text"
    kind, _ = guess_type(url.path)
    suffix = PurePosixPath(url.path).suffix.lower()
    return _BY_SUFFIX.get(suffix) or (kind or "unknown").partition("/")[0]


def assets_table(assets: Mapping[str, AssetStats]) -> Table:
    """Return a table of the labels and kinds of annotations of each type of asset."""
    table = number_table(
        f"Labelbox: labels created from {START} to {END}",
        ("Asset", "labels", "frames", "annotations", "kinds"),
        (
            (
                name,
                str(asset.labels),
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
