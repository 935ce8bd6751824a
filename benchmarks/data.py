"""Data of the benchmarks: pages of labels of Hasty, and export rows of Labelbox.

All values are made from a seed, so every run has the same data.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

PAGE: Final = 100
"""Number of labels of a page, the default of the client and of the vendor's SDK."""
PROJECT: Final = "6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"
DATASET: Final = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
IMAGE: Final = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
LABEL: Final[dict[str, Any]] = {
    "class_id": "54be4e86-fa06-45fc-86e5-29ea93b4a062",
    "bbox": [0, 0, 1000, 1000],
}
"""A label to create."""
PROJECT_BODY: Final = {
    "id": PROJECT,
    "name": "Traffic",
    "last_opened_on": "2023-06-02T14:15:22Z",
    "owner_id": "8826ee2e-7933-4665-aef2-2393f84a0d05",
    "workspace_id": "0967198e-ec7b-4c6b-b4d3-f71244cadbe9",
    "description": None,
    "created_on": "2023-06-01T14:15:22Z",
    "content_type": "IMAGES",
}
IMAGE_BODY: Final = {
    "dataset_id": DATASET,
    "dataset_name": "June",
    "height": 1080,
    "id": IMAGE,
    "format": "JPEG",
    "mode": "RGB",
    "name": "0001.jpg",
    "health_status": "OK",
    "status": "NEW",
    "status_id": "4e949624-bc0f-439e-a9f2-25a23938812c",
    "is_locked": False,
    "public_url": "https://storage.example.com/0001.jpg",
    "thumbnail_url": "https://storage.example.com/thumbnails/0001.jpg",
    "uploaded_on": "2023-06-01T14:15:22Z",
    "update_date": "2023-06-01T14:15:22Z",
    "updated_by": "deea00dc-b6b6-4412-a483-26ac61e1f6fe",
    "url": "https://storage.example.com/0001.jpg",
    "width": 1920,
    "external_id": None,
    "queue_ids": [],
    "exif": {"orientation": "1"},
}
ROBOFLOW_PROJECT: Final = {
    "workspace": {"name": "My Workspace", "url": "my-workspace", "members": 6},
    "project": {
        "id": "my-workspace/my-cv-project",
        "type": "object-detection",
        "name": "My CV Project",
        "created": 1669145400.0,
        "updated": 1669236873.047,
        "images": 303,
        "unannotated": 151,
        "annotation": "racoons",
        "versions": 0,
        "public": False,
        "multilabel": False,
        "splits": {"train": 88, "valid": 25, "test": 13},
        "colors": {"racoon": "#FF8000"},
        "classes": {"racoon": 141},
    },
    "versions": [],
}
SAMPLE: Final = Path(__file__).parents[1].parent / "shared/samples/labelbox_v1/image_export.json"
"""A real export row, if the sample data is next to the checkout."""


def image_id(labels: int, *, unknown: bool = False, damaged: int = 0) -> str:
    """Return the id of the image for which the server returns so many labels.

    Args:
        labels: The number of labels, a multiple of 100.
        unknown: Whether labels have keys that the contract does not have.
        damaged: The number of pages, from the first on, with a null instead of an integer.
    """
    return f"00000000-0000-4000-8{unknown:03}-{damaged:04}{labels:08}"


def encode(value: Any) -> bytes:
    """Return a value as compact JSON, as servers send it."""
    return json.dumps(value, separators=(",", ":")).encode()


def _uuid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def make_label(random: Random, kind: str) -> dict[str, Any]:
    """Return a label with a box; `kind` is bbox, polygon or mask."""
    left, top, width, height = (random.randrange(10, 900) for _ in range(4))
    corners = [
        [left + random.randrange(width), top + random.randrange(height)]
        for _ in range(random.randrange(30, 80))
    ]
    return {
        "bbox": [left, top, left + width, top + height],
        "class_id": _uuid(random),
        "created_on": f"2023-06-{random.randrange(1, 29):02}T14:15:22Z",
        "external_event_id": None,
        "image_id": _uuid(random),
        "id": _uuid(random),
        "mask": [random.randrange(1, 200) for _ in range(210)] if kind == "mask" else None,
        "polygon": corners if kind == "polygon" else None,
        "tool_used": kind,
        "updated_on": f"2023-07-{random.randrange(1, 29):02}T08:00:00Z",
        "labeled_by": _uuid(random),
        "z_index": random.randrange(5),
        "border_mask": None,
        "external_id": None,
        "keypoints": None,
        "error": None,
    }


LABEL_BODY: Final = make_label(Random(3), "bbox")
"""The response to a creation has this label, whatever was sent."""
IMAGE_FILE: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + Random(5).randbytes(100_000 - 11)
"""A file of 100 kB, which starts like a JPEG image."""


def label_pages(number: int, *, unknown: bool = False, damaged: bool = False) -> list[bytes]:
    """Return the `items` of some different pages of labels, as JSON.

    Args:
        number: The number of pages.
        unknown: Whether labels have keys that the contract does not have.
        damaged: Whether the box of one label of each page has a null instead of an integer.
    """
    random = Random(11)
    pages = []
    for _ in range(number):
        labels = [
            make_label(random, ("bbox", "polygon", "mask")[position % 3])
            for position in range(PAGE)
        ]
        if unknown:
            for label in labels:
                label |= {"confidence": random.random(), "review": {"state": "OPEN", "round": 2}}
        if damaged:
            labels[PAGE // 2]["bbox"][1] = None
        pages.append(encode(labels))
    return pages


def export_row() -> bytes:
    """Return a Labelbox export row (v1) with 49 nested objects: the sample's, or one like it."""
    if SAMPLE.exists():
        return encode(json.loads(SAMPLE.read_text()))
    return encode(_made_row(Random(7)))


SMALL_ROW: Final = encode(
    {
        "ID": "ckr2k3bq8fe2b0y7he4y25udy",
        "Labeled Data": "https://storage.example.com/street/0001.jpg",
        "Label": {"objects": [], "classifications": []},
        "Created At": "2021-07-13T21:19:39.000Z",
        "Skipped": False,
    }
)


def write_rows(
    path: Path, row: bytes, number: int, start: bytes, between: bytes, end: bytes
) -> None:
    """Write a file with so many equal rows."""
    with path.open("wb") as file:
        file.write(start)
        file.writelines(row + between for _ in range(max(number, 1) - 1))
        file.write(row + end)


def _made_row(random: Random) -> dict[str, Any]:
    def name(title: str) -> dict[str, Any]:
        ids = (f"ck{random.getrandbits(115):023x}" for _ in range(2))
        return dict(zip(("featureId", "schemaId"), ids, strict=True), title=title, value=title)

    def points(number: int) -> list[dict[str, float]]:
        return [{x: round(random.uniform(0, 2000), 3) for x in "xy"} for _ in range(number)]

    def box() -> dict[str, int]:
        return {side: random.randrange(2000) for side in ("top", "left", "height", "width")}

    def shape(title: str, **rest: Any) -> dict[str, Any]:
        made = name(title) | {"color": "#ff0000"} | rest
        link = f"https://api.labelbox.com/masks/feature/{made['featureId']}?token=expired"
        return made | {"instanceURI": link}

    def radio(title: str) -> dict[str, Any]:
        return name(title) | {"answer": name(f"{title} option")}

    questions = [[radio(f"question {number}") for number in range(count)] for count in (4, 1, 2)]
    questions[0].append(name("remark") | {"answer": "free text"})
    objects = [
        shape("box", bbox=box()),
        *(shape("box", bbox=box()) | {"classifications": each} for each in questions),
        shape("segmentation"),
        shape("polygon", polygon=points(5)),
        shape("polygon", polygon=points(3)),
        shape("point", point=points(1)[0]),
        shape("line", line=points(6)),
        shape("line", line=points(2)),
    ]
    return {
        "ID": "ckr2k3bq8fe2b0y7he4y25udy",
        "DataRow ID": "ckr083n0e196n0ydk4uyzapvn",
        "DataRow Metadata": [],
        "Media Attributes": {},
        "Labeled Data": "https://storage.example.com/street/0001.jpg",
        "Label": {"objects": objects, "classifications": []},
        "Created By": "annotator@example.com",
        "Project Name": "street",
        "Created At": "2021-07-13T21:19:39.000Z",
        "Updated At": "2021-07-13T21:19:39.946Z",
        "Seconds to Label": 150.908,
        "External ID": None,
        "Agreement": -1,
        "Benchmark Agreement": -1,
        "Benchmark ID": None,
        "Dataset Name": "street",
        "Reviews": [],
        "View Label": "https://editor.labelbox.com?project=1&label=2",
        "Has Open Issues": 0,
        "Skipped": False,
        "Data Split": None,
    }
