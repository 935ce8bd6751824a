"""Labels of images, videos, DICOM series and tiled imagery."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.demo.features import Feature, points

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.labelbox.demo.features import Features

ROAD = "cle9n3object0of0label0001"

Content = dict[str, Any]
"""Fields of a ``Label`` by name."""


def image(make: Features) -> Content:
    """An image of a street with all kinds of objects and questions."""
    person = make.box("Person", left=212, top=180, width=64, height=171)
    person["classifications"] = [
        make.radio("Carries a bag", "True"),
        [make.checklist("Clothes", "Hat", "Coat")],  # exported as a list within the list
    ]
    corners = points((300.25, 240.5), (455, 236.125), (460.75, 318), (298.5, 322.75))
    road = make.object("Road", featureId=ROAD)
    return {
        "labeled_data": "https://example.com/street.jpg",
        "external_id": "street.jpg",
        "global_key": "street-0001",
        "canvas": (640, 426),
        "objects": [
            person,
            make.object("Car", polygon=corners),
            make.object("Kerb", line=points((12, 402.5), (345.5, 318), (628, 330.25))),
            make.object("Lamp", point=points((507.375, 68.5))[0]),
            road,
        ],
        "areas": {road["featureId"]: [(0, 426), (0, 380), (250, 300), (640, 310), (640, 426)]},
        "classifications": [
            make.radio("Weather", "Rain", scope="global"),
            make.dropdown("Country", "Japan"),
            make.text("Remark", "The left side is blurred."),
        ],
    }


def skipped(_make: Features) -> Content:
    """A skipped image."""
    return {
        "labeled_data": "https://example.com/black.jpg",
        "external_id": "black.jpg",
        "canvas": (640, 426),
        "skipped": True,
    }


def benchmark(make: Features) -> Content:
    """A benchmark label of an image."""
    return {
        "labeled_data": "https://example.com/crossing.jpg",
        "external_id": "crossing.jpg",
        "canvas": (640, 480),
        "objects": [make.box("Person", left=88, top=120.5, width=51.5, height=140)],
        "is_benchmark": True,
        "benchmark_agreement": 1,
        "agreement": 0.875,
    }


def video(make: Features) -> Content:
    """A video of a moving jellyfish: keyframes, frames between them, and frames without it."""
    drifting = make.box("Jellyfish", left=138, top=251, width=102, height=96)
    visible = make.radio("Fully visible", "Yes")
    frames = []
    for number in (*range(1, 13), *range(20, 26)):
        key = number in (1, 12, 20, 25)
        box = {"top": 251 - 1.5 * number, "left": 138 + 2 * number, "height": 96, "width": 102}
        moved = {**drifting, "bbox": box, "keyframe": key, "classifications": []}
        answer = {**visible, "keyframe": key, "answer": {**visible["answer"], "keyframe": key}}
        frames.append({"frameNumber": number, "objects": [moved], "classifications": [answer]})
    return {
        "labeled_data": "https://example.com/jellyfish.mp4",
        "external_id": "jellyfish.mp4",
        "frames": frames,
        "classifications": [make.text("Place", "Aquarium")],
    }


def dicom(make: Features) -> Content:
    """A DICOM series with a vessel marked in each frame."""
    vessel = make.object("Vessel")
    return {
        "labeled_data": "https://example.com/series.dcm",
        "external_id": "series.dcm",
        "frames": [
            {
                "frameNumber": number,
                "objects": [_traced(vessel, number)],
                "classifications": [],
                "relationships": [],
            }
            for number in (185, 186, 187)
        ],
    }


def _traced(vessel: Feature, number: int) -> Feature:
    shift = number - 185
    line = points((92.5 + shift, 118.25), (160, 150.5 + 2 * shift), (221.75, 194))
    return {**vessel, "keyframe": shift != 1, "line": line, "classifications": []}


def tiles(make: Features) -> Content:
    """A map of farmland; coordinates are longitude and latitude."""
    layer = {
        "tileLayerUrl": "https://example.com/{z}/{x}/{y}.png",
        "bounds": [[19.405, -99.21], [19.407, -99.205]],
        "minZoom": 12,
        "maxZoom": 21,
        "epsg": "EPSG4326",
    }
    path = [[-99.2096, 19.4053], [-99.208, 19.4056], [-99.2068, 19.4051]]
    field = [[[-99.2083, 19.4061], [-99.2069, 19.4062], [-99.2072, 19.4054], [-99.2083, 19.4061]]]
    left, bottom, right, top = -99.2091, 19.4058, -99.2085, 19.4064
    house = [[[left, bottom], [left, top], [right, top], [right, bottom], [left, bottom]]]
    return {
        "labeled_data": json.dumps(layer),
        "objects": [
            make.object("Well", type="point", geometry={"coordinates": [-99.20725, 19.40575]}),
            make.object("Path", type="polyline", geometry={"coordinates": path}),
            make.object("Field", type="polygon", geometry={"coordinates": field}),
            make.object("House", type="rectangle", geometry={"coordinates": house}),
        ],
    }
