"""A picture with labels of all shapes, and how an export of it is read."""

import json
import zipfile
from typing import Any

from labelbridge_emulator.platforms.hasty.media import rle
from tests.platforms.hasty.emulator.api import Project, picture

TRIANGLE = [[2, 2], [10, 2], [2, 8]]
RING = [[1, 1, 1, 1], [1, 0, 0, 1], [1, 1, 1, 1]]
RING_BOX = [5, 3, 9, 6]


class Scene:
    """One DONE image of 12 by 10 pixels with a box, a polygon and a mask."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.data = picture()
        self.image = project.add_image("a.png", self.data)
        project.set_status(self.image, "DONE")
        self.car = project.add_class("car", color="#ff000080", norder=2)
        self.road = project.add_class("road", type="background", color="#00ff00", norder=1)
        mask = rle.encode(bytes(pixel for row in RING for pixel in row))
        self.labels = [
            project.add_label(self.image, self.car, bbox=[0, 0, 4, 2], z_index=3),
            project.add_label(self.image, self.road, polygon=TRIANGLE, z_index=1),
            project.add_label(self.image, self.car, bbox=RING_BOX, mask=mask, z_index=2),
        ]


def document(archive: zipfile.ZipFile, name: str = "export.json") -> Any:
    return json.loads(archive.read(name))
