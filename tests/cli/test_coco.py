"""Reading COCO files: content, defaults, and errors that name the position."""

import pytest

from labelbridge.cli.coco import Rle, read_coco
from labelbridge.errors import InvalidArgument


def test_annotations_have_their_image_and_category(coco_set):
    coco_set.content |= {"info": {"year": 2017}, "licenses": []}  # unknown keys are ignored
    coco_set.write()
    read = read_coco(coco_set.file)
    first = read.annotations[0]
    assert (first.id, first.category, first.image.file_name) == (11, "sea", "a/sea.png")
    assert first.bbox == (0.3, 0.2, 63.7, 47.8)
    assert first.points[:2] == [(0.3, 0.2), (10.4, 5.3)]
    kinds = [each.kind for each in read.annotations]
    assert kinds == ["polygon", "mask", "box", "mask", "mask", "polygon"]
    assert isinstance(read.annotations[3].segmentation, Rle)
    assert read.annotations[3].points == []
    assert list(read.categories.items()) == [("kite", 5), ("sea", 1)]


def test_missing_box_and_id_are_derived(coco_set):
    del coco_set.content["annotations"][1]["bbox"]
    del coco_set.content["annotations"][4]["id"]
    coco_set.write()
    annotations = read_coco(coco_set.file).annotations
    assert annotations[1].bbox == (4.0, 4.5, 40.25, 30.0)
    assert annotations[4].id == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"image_id": 4}, "annotations[2].image_id: 4 is not the id of an image"),
        ({"category_id": 8}, "annotations[2].category_id: 8 is not the id of a category"),
        ({"bbox": None}, "annotations[2].bbox: is missing"),
        ({"bbox": [1, 2, -3, 4]}, "$.annotations[2].bbox[2]"),
        ({"bbox": [1, 2, 3]}, "$.annotations[2].bbox"),
        ({"bbox": [1, 2, 3, "4"]}, "$.annotations[2].bbox[3]"),
        ({"segmentation": [[1, 2, 3, 4]]}, "annotations[2].segmentation[0]: has 4 numbers"),
        ({"segmentation": [[1, 2, 3, 4, 5, 6, 7]]}, "annotations[2].segmentation[0]: has 7 numb"),
        ({"segmentation": "none"}, "$.annotations[2].segmentation"),
        ({"segmentation": {"size": [48], "counts": []}}, "$.annotations[2].segmentation.size"),
    ],
)
def test_invalid_annotation_raises_with_its_path(coco_set, change, message):
    coco_set.content["annotations"][2] |= change
    coco_set.write()
    with pytest.raises(InvalidArgument) as raised:
        read_coco(coco_set.file)
    assert raised.value.argument == "coco"
    assert str(coco_set.file) in str(raised.value)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a COCO file"),
        (b'{"images": [', "is not a COCO file"),
        (b"[]", "Expected `object`, got `array`"),
        (b'{"images": [], "annotations": []}', "missing required field `categories`"),
        (b'{"images": [], "annotations": [], "categories": []}', "has no annotations"),
        (b'{"images": [{"id": 1, "file_name": "a", "width": 0}]}', "$.images[0].width"),
        (b"\xff\xfe", "is not a COCO file"),
    ],
)
def test_other_file_raises(tmp_path, content, message):
    path = tmp_path / "other.json"
    path.write_bytes(content)
    with pytest.raises(InvalidArgument, match="coco: ") as raised:
        read_coco(path)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("name", "key"), [("images", "id"), ("images", "file_name"), ("categories", "id")]
)
def test_duplicate_ids_and_file_names_raise(coco_set, name, key):
    first, second = coco_set.content[name][:2]
    second[key] = first[key]
    coco_set.write()
    with pytest.raises(InvalidArgument, match=rf"{name}\[1\]: duplicates"):
        read_coco(coco_set.file)


def test_categories_with_equal_names_are_one_class(coco_set):
    coco_set.content["categories"][2]["name"] = "kite"
    coco_set.write()
    assert list(read_coco(coco_set.file).categories) == ["kite", "sea"]


def test_unreadable_file_raises(tmp_path):
    with pytest.raises(InvalidArgument, match="No such file"):
        read_coco(tmp_path / "missing.json")
    with pytest.raises(InvalidArgument, match="cannot read"):
        read_coco(tmp_path)
