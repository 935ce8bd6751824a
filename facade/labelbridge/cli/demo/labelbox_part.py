"""Labelbox's part of the demo: a label export, filtered by date, read row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from attrs import field, frozen
from rich.table import Table

from labelbridge import Labelbox
from labelbridge.cli.demo.report import Check, counted, numbers, plural
from labelbridge.labelbox import ExportRow
from labelbridge_api.labelbox.models import Label
from labelbridge_emulator.platforms.labelbox.demo.seeds import PROJECT

PLATFORM: Final = "Labelbox"
START, END = "2023-01-01", "2023-03-31"
"""The days of the filter. A benchmark of 2020 is older than them."""

_BY_SUFFIX: Final = {
    ".dcm": "DICOM series",
    ".html": "web page",
    ".json": "conversation",
    ".pdf": "document",
}


@frozen
class Asset:
    """The labels of all assets of one type.

    Attributes:
        labels: How many rows.
        frames: How many labeled frames, in videos and DICOM series.
        kinds: How many annotations of each kind, those of frames included.
    """

    labels: int = 0
    frames: int = 0
    kinds: Counter[str] = field(factory=Counter)


def read_labels(labelbox: Labelbox) -> tuple[dict[str, Asset], list[Check]]:
    """Read the labels of some months, by type of asset, and hold the filter against all labels."""
    assets: dict[str, Asset] = {}
    chosen = []
    for row in labelbox.labels.export(PROJECT, start=START, end=END):
        chosen.append(row.id)
        frames, kinds = _annotations(labelbox, row)
        name = asset_type(row)
        before = assets.get(name, Asset())
        assets[name] = Asset(before.labels + 1, before.frames + frames, before.kinds + kinds)
    rows = list(labelbox.labels.export(PROJECT))
    within = [row.id for row in rows if row.created_at and START <= f"{row.created_at:%F}" <= END]
    kinds = Counter[str](kind for asset in assets.values() for kind in asset.kinds.elements())
    return assets, [
        Check(
            PLATFORM,
            "labels in the date range",
            counted(len(chosen), len(rows)),
            bool(chosen) and chosen == within,
        ),
        Check(
            PLATFORM,
            "kinds of annotations told",
            f"{plural(kinds.total(), 'annotation')} of {plural(len(kinds), 'kind')}",
            bool(kinds) and "unknown" not in kinds,
        ),
    ]


def _annotations(labelbox: Labelbox, row: ExportRow) -> tuple[int, Counter[str]]:
    """Count a row's labeled frames, and its annotations of each kind, those of frames too."""
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
    """Say what kind of asset a row is about: an export has no word for it, only the asset."""
    asset = row.labeled_data or ""
    url = urlsplit(asset) if asset.startswith(("http://", "https://")) else None
    if url is None:
        return "tiled imagery" if "tileLayerUrl" in asset else "text"
    kind, _ = guess_type(url.path)
    suffix = PurePosixPath(url.path).suffix.lower()
    return _BY_SUFFIX.get(suffix) or (kind or "unknown").partition("/")[0]


def assets_table(assets: Mapping[str, Asset]) -> Table:
    """Return how many labels and which kinds of annotations each type of asset has."""
    table = numbers(
        f"Labelbox: labels created {START} to {END}",
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
