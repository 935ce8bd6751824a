"""A call of each of Labelbox's operations, in the demo's world."""

from typing import Any

from labelbridge_emulator.platforms.labelbox.demo import seeds
from tests.support.calls import Calls, World


class Everything(World):
    """The demo's project with one asset of every type."""

    project = seeds.PROJECT
    video = seeds.VIDEO


def export(labelbox: Any, its: Everything) -> None:
    """Ask for an export until it is ready, and fetch its file: one call sends both operations."""
    list(labelbox.labels.export(its.project))
    labelbox.labels.download(its.project, to=its.folder / "labels.json")


CALLS: Calls = {
    "execute_graphql": export,
    "download_export": export,
    "get_frames": lambda labelbox, its: list(labelbox.labels.frames(its.video)),
}
