"""A small COCO file with edge cases: borders, several parts, run lengths, tiny boxes."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

SIZE = WIDTH, HEIGHT = 64, 48

POLYGON = {
    # 10.4 and 10.2 round to the same point; 64 and 48 are the borders
    "bbox": [0.3, 0.2, 63.7, 47.8],
    "segmentation": [[0.3, 0.2, 10.4, 5.3, 10.2, 5.4, 64.0, 20.6, 30.5, 48.0]],
}
PARTS = {
    "bbox": [4.0, 4.5, 40.25, 30.0],
    "segmentation": [
        [4.0, 4.5, 20.0, 4.5, 20.0, 20.0, 4.0, 20.0],
        [30.25, 20.5, 44.25, 20.5, 38.0, 34.5],
    ],
}
CROWD = {  # two columns of 12 pixels, starting at (2, 12)
    "bbox": [2, 12, 2, 12],
    "segmentation": {"size": [48, 64], "counts": [108, 12, 36, 12, 2904]},
    "iscrowd": 1,
}
BOX = {"bbox": [50.5, 3.25, 0.2, 8.0], "segmentation": []}


def annotation(id_: int, shape: dict[str, Any], *, image: int = 1, category: int = 7) -> Any:
    return {"id": id_, "image_id": image, "category_id": category, "iscrowd": 0} | shape


CONTENT = {
    "images": [
        {"id": 1, "file_name": "a/sea.png", "width": WIDTH, "height": HEIGHT},
        {"id": 2, "file_name": "b/sea.png", "width": WIDTH, "height": HEIGHT},
        {"id": 5, "file_name": "nothing.jpg", "width": 30, "height": 90},
    ],
    "annotations": [
        annotation(11, POLYGON, category=3),
        annotation(12, PARTS),
        annotation(13, BOX),
        annotation(20, CROWD, image=2),
        annotation(21, PARTS, image=2),
        annotation(22, POLYGON, image=2),
    ],
    "categories": [{"id": 7, "name": "kite"}, {"id": 3, "name": "sea"}, {"id": 90, "name": "x"}],
}
"""Three images: one without labels, and two with the same name in two directories."""


class CocoSet:
    """A COCO file and its images in a directory."""

    def __init__(self, folder: Path) -> None:
        self.images = folder / "images"
        self.file = folder / "instances.json"
        self.content = deepcopy(CONTENT)
        self.write()
        for sub in ("a", "b"):
            (self.images / sub).mkdir(parents=True)
        noise = np.random.default_rng(0)
        pixels = noise.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(self.images / "a" / "sea.png")
        Image.fromarray(pixels[:, :, 0]).save(self.images / "b" / "sea.png")
        Image.new("RGB", (30, 90), "white").save(self.images / "nothing.jpg")

    def write(self) -> None:
        """Write the current content."""
        self.file.write_text(json.dumps(self.content))


@pytest.fixture
def coco_set(tmp_path: Path) -> CocoSet:
    return CocoSet(tmp_path)
