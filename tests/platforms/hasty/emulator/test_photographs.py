"""A round trip of real photographs and their COCO annotations."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO

from labelbridge_emulator.platforms.hasty.media import rle
from tests.platforms.hasty.emulator.api import Api, Project

SAMPLES = Path(__file__).parents[4].parent / "shared" / "samples" / "coco"

pytestmark = [
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared COCO samples are not here"),
    # pycocotools 2.0.11 does not support the copy argument of numpy 2.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def open_coco(dataset: Any) -> COCO:
    found = COCO()
    found.dataset = dataset
    with contextlib.redirect_stdout(io.StringIO()):
        found.createIndex()
    return found


def label_of(sample: COCO, annotation: Any) -> dict[str, Any]:
    """A label with a polygon, or with a mask if the annotation has several parts."""
    left, top, width, height = annotation["bbox"]
    box = [int(left), int(top), round(left + width) + 1, round(top + height) + 1]
    parts = annotation["segmentation"]
    if len(parts) == 1:
        points = [round(number) for number in parts[0]]
        polygon = [list(point) for point in zip(points[::2], points[1::2], strict=True)]
        return {"bbox": box, "polygon": polygon}
    crop = sample.annToMask(annotation)[box[1] : box[3], box[0] : box[2]]
    box[2:] = [box[0] + crop.shape[1], box[1] + crop.shape[0]]
    return {"bbox": box, "mask": rle.encode(crop.tobytes())}


def test_exported_annotations_equal_the_imported_ones(api: Api, project: Project) -> None:
    sample = open_coco(json.loads((SAMPLES / "instances.json").read_bytes()))
    classes = {id_: project.add_class(c["name"]) for id_, c in sample.cats.items()}
    for image_id, image in sample.imgs.items():
        data = (SAMPLES / "images" / image["file_name"]).read_bytes()
        created = project.add_image(image["file_name"], data)
        assert (created["width"], created["height"]) == (image["width"], image["height"])
        sent = [
            {"class_id": classes[a["category_id"]]} | label_of(sample, a)
            for a in sample.imgToAnns[image_id]
        ]
        labels = api.post(f"{project.path}/images/{created['id']}/labels", sent)["items"]
        assert [label | body for label, body in zip(labels, sent, strict=True)] == labels
        project.set_status(created, "DONE")

    found = open_coco(project.export_json(format="json_coco"))
    before = [a for id_ in sample.imgs for a in sample.imgToAnns[id_]]
    after = [a for id_ in found.imgs for a in found.imgToAnns[id_]]
    assert len(before) == len(after) == 62
    masks = 0
    for old, new in zip(before, after, strict=True):
        names = [c.cats[a["category_id"]]["name"] for c, a in ((sample, old), (found, new))]
        assert names[0] == names[1]
        if len(old["segmentation"]) == 1:
            assert new["segmentation"][0] == [round(n) for n in old["segmentation"][0]]
        else:
            masks += 1
            assert (sample.annToMask(old) == found.annToMask(new)).all()
    assert masks == 6
