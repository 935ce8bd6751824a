"""The content of export archives, by format."""

import contextlib
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import PIL.Image
import pytest
from pycocotools.coco import COCO

from tests.platforms.hasty.emulator.api import (
    RING,
    RING_BOX,
    TRIANGLE,
    Project,
)
from tests.platforms.hasty.emulator.media import png

# pycocotools 2.0.11 does not support the copy argument of numpy 2.
ignore_numpy_2 = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def coco(project: Project, **body: Any) -> COCO:
    """A COCO export, opened with pycocotools."""
    found = COCO()
    found.dataset = project.export_json(format="json_coco", **body)
    with contextlib.redirect_stdout(io.StringIO()):
        found.createIndex()
    return found


def done_image(project: Project) -> Any:
    image = project.add_image("a.png")
    project.set_status(image, "DONE")
    return image


def test_coco_has_boxes_areas_and_segmentations(labeled):
    found = coco(labeled.project)
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
def test_coco_mask_has_the_same_pixels(labeled):
    found = coco(labeled.project)
    pixels = found.annToMask(found.anns[3])
    left, top, right, bottom = RING_BOX
    assert pixels.shape == (10, 12)
    assert pixels[top:bottom, left:right].tolist() == RING
    assert pixels.sum() == 10


def test_coco_has_images_and_categories(labeled):
    found = coco(labeled.project)
    image = {"id": 1, "file_name": "a.png", "width": 12, "height": 10}
    assert found.imgs == {1: image}
    categories = [(c["id"], c["name"]) for c in found.loadCats(found.getCatIds())]
    assert categories == [(1, "road"), (2, "car")]
    assert [a["category_id"] for a in found.anns.values()] == [2, 1, 2]
    assert found.dataset["info"]["description"] == "Traffic"
    url = {"coco_url": labeled.image["public_url"]}
    assert coco(labeled.project, sign_urls=True).imgs == {1: image | url}


def test_coco_skips_labels_without_geometry(project, labeled):
    project.add_label(labeled.image, labeled.car, bbox=None)
    assert len(coco(project).anns) == 3


@ignore_numpy_2
def test_coco_polygon_has_at_least_three_points(project):
    project.add_label(done_image(project), project.add_class("car"), polygon=[[1, 1], [5, 5]])
    found = coco(project)
    assert found.anns[1]["segmentation"] == [[1, 1, 5, 5, 5, 5]]
    assert found.annToMask(found.anns[1]).shape == (10, 12)


@pytest.mark.parametrize("box", [None, [0, 0, 999, 999]])
def test_coco_ignores_a_mask_without_a_usable_box(project, box):
    class_id = project.add_class("car")
    project.add_label(done_image(project), class_id, polygon=TRIANGLE, bbox=box, mask=[1, 9])
    assert coco(project).anns[1]["segmentation"] == [[2, 2, 10, 2, 2, 8]]


def test_json_v1_1_has_labels_as_they_were_sent(labeled):
    found = labeled.project.export_json(format="json_v1.1")
    assert (found["project_name"], found["export_format_version"]) == ("Traffic", "1.1")
    assert found["create_date"] == found["export_date"] == "2024-03-01 09:00:00Z"
    assert found["attributes"] == []
    road = {"class_id": labeled.road, "class_name": "road", "color": "#00ff00"}
    car = {"class_id": labeled.car, "class_name": "car", "color": "#ff000080"}
    assert found["label_classes"] == [
        road | {"class_type": "background", "norder": 1, "attributes": []},
        car | {"class_type": "object", "norder": 2, "attributes": []},
    ]
    (image,) = found["images"]
    labels = image.pop("labels")
    assert image == {
        "image_id": labeled.image["id"],
        "image_name": "a.png",
        "dataset_name": "train",
        "width": 12,
        "height": 10,
        "image_status": "DONE",
        "image_mode": "RGB",
        "tags": [],
    }
    names = ("id", "bbox", "polygon", "mask", "z_index")
    assert [[label[name] for name in names] for label in labels] == [
        [label[name] for name in names] for label in labeled.labels
    ]
    assert [label["class_name"] for label in labels] == ["car", "road", "car"]
    signed = labeled.project.export_json(format="json_v1.1", sign_urls=True)
    assert signed["images"][0]["public_url"] == labeled.image["public_url"]


def test_json_v1_1_has_names_of_attributes_and_tags(project, labeled):
    color = project.add_attribute("SELECTION", "red", "blue", name="Color")
    parts = project.add_attribute("MULTIPLE-SELECTION", "hood", "roof", name="Parts")
    doors = project.add_attribute("INT", name="Doors")
    project.link(parts, labeled.car, attribute_order=2)
    project.link(doors, labeled.car, attribute_order=1)
    box, polygon, _ = labeled.labels
    project.set_value(box, color, color["values"][1]["id"])
    project.set_value(box, parts, [each["id"] for each in reversed(parts["values"])])
    project.set_value(polygon, doors, 5)
    project.tag(labeled.image, *(project.add_tag_class(name) for name in ("night", "rain")))
    found = project.export_json(format="json_v1.1")
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


def test_images_has_the_stored_files_in_a_folder_per_dataset(api, labeled):
    project = labeled.project
    other = project.add_dataset("other")
    data = png(format_="JPEG")
    project.add_image("a.png", data, dataset=other)
    url = {"dataset_id": other, "url": "https://example.com/not-fetched.jpg"}
    api.post(f"{project.path}/images", url)
    archive = project.export(format="images", image_status=[])
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "train/a.png": labeled.data,
        "other/a.png": data,
    }


def test_names_in_the_archive_are_safe_and_unique(project):
    for name in ("../a.png", "..\\a.png", ".._a.png", ".."):
        project.add_image(name)
    archive = project.export(format="images", image_status=[])
    names = (".._a.png", ".._a (2).png", ".._a (3).png", "__")
    assert archive.namelist() == [f"train/{name}" for name in names]


def test_yolo_has_boxes_relative_to_the_image(labeled):
    archive = labeled.project.export(format="yolo")
    assert archive.read("classes.txt").decode() == "road\ncar\n"
    assert archive.read("train/a.txt").decode().splitlines() == [
        "1 0.166667 0.100000 0.333333 0.200000",
        "0 0.500000 0.500000 0.666667 0.600000",
        "1 0.583333 0.450000 0.333333 0.300000",
    ]


def test_pascal_counts_pixels_from_1_with_inclusive_edges(labeled):
    root = ET.fromstring(labeled.project.export(format="pascal").read("train/a.xml"))
    assert (root.findtext("folder"), root.findtext("filename")) == ("train", "a.png")
    assert [root.findtext(f"size/{name}") for name in ("width", "height", "depth")] == [
        "12",
        "10",
        "3",
    ]
    boxes = [
        (each.findtext("name"), *(int(edge.text or "") for edge in each.iterfind("bndbox/*")))
        for each in root.iterfind("object")
    ]
    assert boxes == [("car", 1, 1, 4, 2), ("road", 3, 3, 10, 8), ("car", 6, 4, 9, 6)]


@pytest.mark.parametrize(
    ("format_", "extension"), [("yolo", ".txt"), ("pascal", ".xml"), ("semantic_png", ".png")]
)
def test_images_with_the_same_stem_keep_their_extensions(project, format_, extension):
    for name in ("a.png", "a.jpg", "b.png"):
        project.add_image(name)
    names = project.export(format=format_, image_status=[]).namelist()
    expected = [f"train/{stem}{extension}" for stem in ("a.png", "a.jpg", "b")]
    assert [name for name in names if "/" in name] == expected


@pytest.mark.parametrize(
    "geometry",
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
@pytest.mark.parametrize("format_", ["json_coco", "json_v1.1", "pascal", "yolo", "semantic_png"])
def test_any_geometry_can_be_exported(project, format_, geometry):
    project.add_label(done_image(project), project.add_class("car"), **geometry)
    archive = project.export(format=format_)
    assert archive.testzip() is None
    if format_ == "semantic_png":
        assert PIL.Image.open(io.BytesIO(archive.read("train/a.png"))).size == (12, 10)


def semantic_png(archive: zipfile.ZipFile, mode: str) -> PIL.Image.Image:
    opened = PIL.Image.open(io.BytesIO(archive.read("train/a.png")))
    assert (opened.size, opened.mode) == ((12, 10), mode)
    return opened


def class_list(archive: zipfile.ZipFile) -> dict[int, str]:
    classes = json.loads(archive.read("label_classes.json"))
    return {each["png_index"]: each["class_name"] for each in classes}


@pytest.mark.parametrize(("format_", "road", "car"), [("gs_asc", 1, 2), ("gs_desc", 255, 254)])
def test_semantic_png_has_the_indexes_of_classes(labeled, format_, road, car):
    archive = labeled.project.export(format="semantic_png", semantic_format=format_)
    found = semantic_png(archive, "L")
    inside = {(3, 1): car, (4, 2): road, (5, 3): car, (6, 4): road, (8, 5): car, (11, 9): 0}
    assert {at: found.getpixel(at) for at in inside} == inside
    assert class_list(archive) == {road: "road", car: "car"}


def test_semantic_png_has_the_colors_of_classes(labeled):
    body = {"format": "semantic_png", "semantic_format": "class_color"}
    found = semantic_png(labeled.project.export(**body), "RGB")
    colors = [found.getpixel(at) for at in ((0, 0), (4, 2), (11, 9))]
    assert colors == [(255, 0, 0), (0, 255, 0), (0, 0, 0)]


def test_semantic_png_gives_colors_to_classes_without_one(project):
    image = done_image(project)
    for left, color in ((0, None), (4, "no color"), (8, "")):
        class_id = project.add_class("car", color=color)
        project.add_label(image, class_id, bbox=[left, 0, left + 4, 10])
    archive = project.export(format="semantic_png", semantic_format="class_color")
    found = semantic_png(archive, "RGB")
    colors = {found.getpixel((x, 5)) for x in (1, 5, 9)}
    assert len(colors - {(0, 0, 0)}) == 3


@pytest.mark.parametrize(
    ("order", "on_top"),
    [
        (None, "sky"),
        ([], "sky"),
        (["z_index"], "sky"),
        (["class_order"], "bus"),
        (["class_type", "z_index"], "car"),
        (["class_type", "class_order"], "bus"),
    ],
)
def test_semantic_png_draws_labels_in_order(project, order, on_top):
    image = done_image(project)
    for norder, (name, type_, z_index) in enumerate(
        [("sky", "background", 5), ("car", "object", 1), ("bus", "object", 0)]
    ):
        class_id = project.add_class(name, type=type_, norder=norder)
        project.add_label(image, class_id, bbox=[0, 0, 9, 9], z_index=z_index)
    archive = project.export(format="semantic_png", labels_order=order)
    index: Any = semantic_png(archive, "L").getpixel((4, 4))
    assert class_list(archive)[index] == on_top


def test_semantic_png_rejects_more_than_255_classes(api, project):
    for number in range(256):
        project.add_class(f"class {number}")
    error = api.post(f"{project.path}/exports", {"format": "semantic_png"}, status=400)
    assert "255" in error["message"]
