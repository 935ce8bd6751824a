"""A call for each of Labelbox's operations, with the demo data."""

from typing import Any

from labelbridge_emulator.platforms.labelbox.demo import seeds
from tests.support.calls import Calls, World


class Everything(World):
    """The demo project with one asset of each type."""

    project = seeds.PROJECT
    video = seeds.VIDEO


def export(labelbox: Any, its: Everything) -> None:
    """Wait for an export and download its file, which sends both operations."""
    list(labelbox.labels.export(its.project))
    labelbox.labels.download(its.project, to=its.folder / "labels.json")


PROBE = "execute_graphql", lambda labelbox: list(labelbox.labels.export(seeds.PROJECT))
"""An idempotent operation, and a call with a result that is not empty."""

CALLS: Calls = {
    "execute_graphql": export,
    "download_export": export,
    "get_frames": lambda labelbox, its: list(labelbox.labels.frames(its.video)),
}
