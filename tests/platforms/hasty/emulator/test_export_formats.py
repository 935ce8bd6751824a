"""What is in an export's archive, format by format."""

import contextlib
import io
from typing import Any
from xml.etree import ElementTree as ET

import PIL.Image
import pytest
from pycocotools.coco import COCO

from tests.platforms.hasty.emulator.api import Api, Project, picture
from tests.platforms.hasty.emulator.builders import (
    add_attribute,
    add_tag_class,
    link,
    set_value,
    tag,
)
from tests.platforms.hasty.emulator.scene import RING, RING_BOX, TRIANGLE, Scene, document

# pycocotools 2.0.11 does not know the copy argument that numpy 2 gives it.
ignore_numpy_2 = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def coco(project: Project, **body: Any) -> COCO:
    """A COCO export, opened by COCO's own tools."""
    found = COCO()
    found.dataset = document(project.export(format="json_coco", **body))
    with contextlib.redirect_stdout(io.StringIO()):
        found.createIndex()
    return found


def test_coco_holds_boxes_areas_and_segmentations(scene: Scene) -> None:
    found = coco(scene.project)
    box, polygon, mask = found.loadAnns(found.getAnnIds())
    assert [a["id"] for a in (box, polygon, mask)] == [1, 2, 3]
    assert (box["bbox"], box["area"], box["segmentation"]) == ([0, 0, 4, 2], 8, [])
    assert (polygon["bbox"], polygon["area"]) == ([2, 2, 8, 6], 24)
    assert polygon["segmentation"] == [[2, 2, 10, 2, 2, 8]]
    assert (mask["bbox"], mask["area"]) == ([5, 3, 4, 3], 10)
    assert mask["segmentation"]["size"] == [10, 12]
    assert isinstance(mask["segmentation"]["counts"], str)
    assert {a["iscrowd"] for a in (box, polygon, mask)} == {0}


@ignore_numpy_2
def test_a_coco_mask_has_the_same_pixels(scene: Scene) -> None:
    found = coco(scene.project)
    pixels = found.annToMask(found.anns[3])
    left, top, right, bottom = RING_BOX
    assert pixels.shape == (10, 12)
    assert pixels[top:bottom, left:right].tolist() == RING
    assert pixels.sum() == 10


def test_coco_images_and_categories(scene: Scene) -> None:
    found = coco(scene.project)
    assert found.imgs == {1: {"id": 1, "file_name": "a.png", "width": 12, "height": 10}}
    categories = [(c["id"], c["name"]) for c in found.loadCats(found.getCatIds())]
    assert categories == [(1, "road"), (2, "car")]
    assert [a["category_id"] for a in found.anns.values()] == [2, 1, 2]
    assert found.dataset["info"]["description"] == "Traffic"


def test_coco_has_urls_when_they_are_asked_for(scene: Scene) -> None:
    image = coco(scene.project, sign_urls=True).imgs[1]
    assert image["coco_url"] == scene.image["public_url"]


def test_coco_leaves_out_a_label_without_a_shape(project: Project, scene: Scene) -> None:
    project.add_label(scene.image, scene.car, bbox=None)
    assert len(coco(project).anns) == 3


@ignore_numpy_2
def test_coco_reads_a_polygon_of_few_points_as_one(project: Project) -> None:
    image = project.add_image("a.png")
    project.set_status(image, "DONE")
    project.add_label(image, project.add_class("car"), polygon=[[1, 1], [5, 5]])
    found = coco(project)
    assert found.anns[1]["segmentation"] == [[1, 1, 5, 5, 5, 5]]
    assert found.annToMask(found.anns[1]).shape == (10, 12)


@pytest.mark.parametrize("box", [None, [0, 0, 999, 999]])
def test_coco_takes_no_mask_that_cannot_be_placed(project: Project, box: Any) -> None:
    image = project.add_image("a.png")
    project.set_status(image, "DONE")
    project.add_label(image, project.add_class("car"), polygon=TRIANGLE, bbox=box, mask=[1, 9])
    assert coco(project).anns[1]["segmentation"] == [[2, 2, 10, 2, 2, 8]]


def test_json_v1_1_holds_labels_as_they_were_sent(scene: Scene) -> None:
    found = document(scene.project.export(format="json_v1.1"))
    assert found["project_name"] == "Traffic"
    assert found["export_format_version"] == "1.1"
    assert found["create_date"] == found["export_date"] == "2024-03-01 09:00:00Z"
    assert found["attributes"] == []
    assert found["label_classes"] == [
        {
            "class_id": scene.road,
            "class_name": "road",
            "color": "#00ff00",
            "class_type": "background",
            "norder": 1,
            "attributes": [],
        },
        {
            "class_id": scene.car,
            "class_name": "car",
            "color": "#ff000080",
            "class_type": "object",
            "norder": 2,
            "attributes": [],
        },
    ]
    (image,) = found["images"]
    labels = image.pop("labels")
    assert image == {
        "image_id": scene.image["id"],
        "image_name": "a.png",
        "dataset_name": "train",
        "width": 12,
        "height": 10,
        "image_status": "DONE",
        "image_mode": "RGB",
        "tags": [],
    }
    shown = ("id", "bbox", "polygon", "mask", "z_index")
    assert [{k: a[k] for k in shown} for a in labels] == [
        {k: b[k] for k in shown} for b in scene.labels
    ]
    assert [label["class_name"] for label in labels] == ["car", "road", "car"]


def test_json_v1_1_tells_attributes_and_tags_in_words(project: Project, scene: Scene) -> None:
    color = add_attribute(project, "SELECTION", "red", "blue", name="Color")
    parts = add_attribute(project, "MULTIPLE-SELECTION", "hood", "roof", name="Parts")
    doors = add_attribute(project, "INT", name="Doors")
    link(project, parts, scene.car, attribute_order=2)
    link(project, doors, scene.car, attribute_order=1)
    box, polygon, _ = scene.labels
    set_value(project, box, color, color["values"][1]["id"])
    set_value(project, box, parts, [each["id"] for each in reversed(parts["values"])])
    set_value(project, polygon, doors, 5)
    tag(project, scene.image, *(add_tag_class(project, name) for name in ("night", "rain")))
    found = document(project.export(format="json_v1.1"))
    assert found["attributes"] == [
        {"name": "Color", "type": "SELECTION", "values": ["red", "blue"]},
        {"name": "Parts", "type": "MULTIPLE-SELECTION", "values": ["hood", "roof"]},
        {"name": "Doors", "type": "INT", "values": []},
    ]
    classes = {each["class_name"]: each["attributes"] for each in found["label_classes"]}
    assert classes == {"car": ["Doors", "Parts"], "road": []}
    (image,) = found["images"]
    assert image["tags"] == ["night", "rain"]
    assert [label["attributes"] for label in image["labels"]] == [
        {"Color": "blue", "Parts": ["roof", "hood"]},
        {"Doors": 5},
        {},
    ]


def test_json_v1_1_has_urls_when_they_are_asked_for(scene: Scene) -> None:
    found = document(scene.project.export(format="json_v1.1", sign_urls=True))
    assert found["images"][0]["public_url"] == scene.image["public_url"]


def test_images_are_the_bytes_in_a_folder_for_each_dataset(api: Api, scene: Scene) -> None:
    project = scene.project
    other = project.add_dataset("other")
    data = picture(kind="JPEG")
    project.add_image("a.png", data, dataset=other)
    url = {"dataset_id": other, "url": "https://example.com/never-fetched.jpg"}
    api.post(f"{project.path}/images", url)
    archive = project.export(format="images", image_status=[])
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "train/a.png": scene.data,
        "other/a.png": data,
    }


def test_names_cannot_leave_the_archive_nor_meet_in_it(project: Project) -> None:
    for name in ("../a.png", "..\\a.png", ".._a.png", ".."):
        project.add_image(name)
    archive = project.export(format="images", image_status=[])
    assert archive.namelist() == [
        "train/.._a.png",
        "train/.._a (2).png",
        "train/.._a (3).png",
        "train/__",
    ]


def test_yolo_has_boxes_as_parts_of_the_image(scene: Scene) -> None:
    archive = scene.project.export(format="yolo")
    assert archive.read("classes.txt").decode() == "road\ncar\n"
    assert archive.read("train/a.txt").decode().splitlines() == [
        "1 0.166667 0.100000 0.333333 0.200000",
        "0 0.500000 0.500000 0.666667 0.600000",
        "1 0.583333 0.450000 0.333333 0.300000",
    ]


def test_pascal_counts_pixels_from_1_and_includes_the_last(scene: Scene) -> None:
    root = ET.fromstring(scene.project.export(format="pascal").read("train/a.xml"))
    assert (root.findtext("folder"), root.findtext("filename")) == ("train", "a.png")
    size = [root.findtext(f"size/{tag}") for tag in ("width", "height", "depth")]
    assert size == ["12", "10", "3"]
    boxes = {
        tuple(int(corner.text or "") for corner in thing.iterfind("bndbox/*")): thing.findtext(
            "name"
        )
        for thing in root.iterfind("object")
    }
    assert boxes == {(1, 1, 4, 2): "car", (3, 3, 10, 8): "road", (6, 4, 9, 6): "car"}


@pytest.mark.parametrize(
    ("kind", "ending"), [("yolo", ".txt"), ("pascal", ".xml"), ("semantic_png", ".png")]
)
def test_images_of_one_stem_keep_their_endings(project: Project, kind: str, ending: str) -> None:
    for name in ("a.png", "a.jpg", "b.png"):
        project.add_image(name)
    names = project.export(format=kind, image_status=[]).namelist()
    expected = [f"train/{stem}{ending}" for stem in ("a.png", "a.jpg", "b")]
    assert [name for name in names if "/" in name] == expected


@pytest.mark.parametrize(
    "shape",
    [
        {"bbox": [10**12, 0, 10**12 + 5, 5]},
        {"bbox": [-(10**12), -(10**12), 10**12, 10**12]},
        {"bbox": [-(10**400), 0, 10**400, 9]},
        {"bbox": [5, 5, 5, 5]},
        {"polygon": [[-(10**12), 0], [10**12, 0], [0, 10**12]]},
        {"polygon": [[-(10**400), 0], [10**400, 1], [0, 1]]},
        {"polygon": [[3, 3]]},
        {"bbox": None},
        {"bbox": [-3, -3, 5, 5], "mask": [1, 64]},
        {"bbox": [5, 5, 5, 5], "mask": [1, 64]},
        {"bbox": [-40, -40, -30, -38], "mask": [1, 20]},
    ],
)
@pytest.mark.parametrize("kind", ["json_coco", "json_v1.1", "pascal", "yolo", "semantic_png"])
def test_any_geometry_can_be_exported(project: Project, kind: str, shape: Any) -> None:
    image = project.add_image("a.png")
    project.set_status(image, "DONE")
    project.add_label(image, project.add_class("car"), **shape)
    archive = project.export(format=kind)
    assert archive.testzip() is None
    if kind == "semantic_png":
        assert PIL.Image.open(io.BytesIO(archive.read("train/a.png"))).size == (12, 10)
