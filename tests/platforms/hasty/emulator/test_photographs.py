"""Real photographs and their annotations go in and come back as COCO."""

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
    # pycocotools 2.0.11 does not know the copy argument that numpy 2 gives it.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def opened(dataset: Any) -> COCO:
    found = COCO()
    found.dataset = dataset
    with contextlib.redirect_stdout(io.StringIO()):
        found.createIndex()
    return found


def label_of(sample: COCO, annotation: Any) -> dict[str, Any]:
    """An annotation as a label: a polygon, or a mask when it has several parts."""
    left, top, width, height = annotation["bbox"]
    box = [int(left), int(top), round(left + width) + 1, round(top + height) + 1]
    parts = annotation["segmentation"]
    if len(parts) == 1:
        points = [round(number) for number in parts[0]]
        return {
            "bbox": box,
            "polygon": [list(p) for p in zip(points[::2], points[1::2], strict=True)],
        }
    crop = sample.annToMask(annotation)[box[1] : box[3], box[0] : box[2]]
    box[2:] = [box[0] + crop.shape[1], box[1] + crop.shape[0]]
    return {"bbox": box, "mask": rle.encode(crop.tobytes())}


def test_annotations_come_back(api: Api, project: Project) -> None:
    sample = opened(json.loads((SAMPLES / "instances.json").read_bytes()))
    classes = {id_: project.add_class(c["name"]) for id_, c in sample.cats.items()}
    for image_id, image in sample.imgs.items():
        data = (SAMPLES / "images" / image["file_name"]).read_bytes()
        made = project.add_image(image["file_name"], data)
        assert (made["width"], made["height"]) == (image["width"], image["height"])
        sent = [
            {"class_id": classes[a["category_id"]]} | label_of(sample, a)
            for a in sample.imgToAnns[image_id]
        ]
        path = f"{project.path}/images/{made['id']}/labels"
        kept = api.post(path, sent)["items"]
        assert [{k: label[k] for k in body} for label, body in zip(kept, sent, strict=True)] == sent
        project.set_status(made, "DONE")

    found = opened(json.loads(project.export(format="json_coco").read("export.json")))
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
