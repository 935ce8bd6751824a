"""A call for each of Labelbox's operations, with the demo data."""

from typing import Any

from labelbridge.labelbox import DataRowMask
from labelbridge_emulator.platforms.labelbox.demo import exports, media, seeds
from tests.support.calls import Calls, World


class Everything(World):
    """The demo project with one asset of each type."""

    project = seeds.PROJECT
    video = seeds.VIDEO


def export_old(labelbox: Any, its: Everything) -> None:
    """Wait for an export v1 and download its file, which sends both operations."""
    list(labelbox.labels.export(its.project))
    labelbox.labels.download(its.project, to=its.folder / "labels.json")


def export(labelbox: Any, its: Everything) -> None:
    """Call the methods for exports v2, which send both operations."""
    list(labelbox.exports.rows(its.project))
    task = labelbox.exports.create(its.project)
    labelbox.exports.wait(labelbox.exports.get(task.id))
    list(labelbox.exports.read(task))
    list(labelbox.exports.errors(task))
    labelbox.exports.create_from_catalog(global_keys=["key"])
    labelbox.exports.create_from_slice(exports.SLICE)
    labelbox.exports.create_from_model_run(exports.RUN)
    labelbox.exports.download(task, to=its.folder / "rows.ndjson")


def graphql(labelbox: Any, its: Everything) -> None:
    """Call the methods of both generations."""
    export(labelbox, its)
    export_old(labelbox, its)


def mask(labelbox: Any, **given: Any) -> None:
    """Get the mask of an object with a URL."""
    names = {"feature_id": "f", "feature_schema_id": "s", "name": "n", "value": "v"}
    made = names | {"annotation_kind": "ImageSegmentationMask", "classifications": []} | given
    assert labelbox.masks.get(DataRowMask.from_dict(made)).width


def composite_mask(labelbox: Any, _its: Everything) -> None:
    """Get a mask of an image with several."""
    url = f"{API}/tasks/{exports.TASK}/masks/{seeds.IMAGE}/index/1"
    mask(labelbox, composite_mask={"url": url, "color_rgb": [1, 2, 3]})


def single_mask(labelbox: Any, its: Everything) -> None:
    """Get the image of one mask."""
    mask(
        labelbox,
        mask={"url": f"{API}/projects/{its.project}/annotations/{media.ROAD}/index/1/mask"},
    )


API = "https://api.labelbox.com/api/v1"

PROBE = "execute_graphql", lambda labelbox: labelbox.exports.get(exports.TASK)
"""An idempotent operation, and a call with a result that is not empty."""

CALLS: Calls = {
    "execute_graphql": graphql,
    "download_export": export_old,
    "download_task_file": export,
    "get_composite_mask": composite_mask,
    "get_single_mask": single_mask,
    "get_frames": lambda labelbox, its: list(labelbox.labels.frames(its.video)),
}
