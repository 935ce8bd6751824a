"""COCO files are read as they are, or refused with the place that is wrong."""

import json

import pytest

from labelbridge.cli.coco import Rle, read_coco
from labelbridge.errors import InvalidArgument


def test_annotations_come_with_their_image_and_the_name_of_their_category(coco_set):
    read = read_coco(coco_set.file)
    first = read.annotations[0]
    assert (first.id, first.category, first.picture.file_name) == (11, "sea", "a/sea.png")
    assert first.bbox == (0.3, 0.2, 63.7, 47.8)
    assert first.points[:2] == [(0.3, 0.2), (10.4, 5.3)]
    assert [each.kind for each in read.annotations] == [
        "polygon",
        "mask",
        "box",
        "mask",
        "mask",
        "polygon",
    ]
    assert isinstance(read.annotations[3].segmentation, Rle)
    assert read.annotations[3].points == []


def test_categories_that_are_used_are_counted_most_used_first(coco_set):
    assert list(read_coco(coco_set.file).categories.items()) == [("kite", 5), ("sea", 1)]


def test_a_box_that_is_missing_is_taken_from_the_polygons(coco_set):
    del coco_set.content["annotations"][1]["bbox"]
    coco_set.write()
    assert read_coco(coco_set.file).annotations[1].bbox == (4.0, 4.5, 40.25, 30.0)


def test_an_annotation_without_an_id_has_its_number(coco_set):
    del coco_set.content["annotations"][4]["id"]
    coco_set.write()
    assert read_coco(coco_set.file).annotations[4].id == 4


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"image_id": 4}, "annotations[2].image_id: 4 is the id of no image"),
        ({"category_id": 8}, "annotations[2].category_id: 8 is the id of no category"),
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
def test_an_impossible_annotation_is_refused_with_its_place(coco_set, change, complaint):
    coco_set.content["annotations"][2] |= change
    coco_set.write()
    with pytest.raises(InvalidArgument) as refused:
        read_coco(coco_set.file)
    assert refused.value.argument == "coco"
    assert str(coco_set.file) in str(refused.value)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is not a COCO file"),
        ('{"images": [', "is not a COCO file"),
        ("[]", "Expected `object`, got `array`"),
        ('{"images": [], "annotations": []}', "missing required field `categories`"),
        ('{"images": [], "annotations": [], "categories": []}', "has no annotations"),
        (
            '{"images": [{"id": 1, "file_name": "a", "width": 0, "height": 1}]}',
            "$.images[0].width",
        ),
        (b"\xff\xfe", "is not a COCO file"),
    ],
)
def test_another_file_is_refused(tmp_path, content, complaint):
    path = tmp_path / "other.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InvalidArgument, match="coco: ") as refused:
        read_coco(path)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(("of", "same"), [("images", "id"), ("images", "file_name")])
def test_two_images_of_one_id_or_name_are_refused(coco_set, of, same):
    first, second = coco_set.content[of][:2]
    second[same] = first[same]
    coco_set.write()
    with pytest.raises(InvalidArgument, match=r"images\[1\]: is the second one of"):
        read_coco(coco_set.file)


def test_two_categories_of_one_id_are_refused_but_those_of_one_name_are_one_class(coco_set):
    coco_set.content["categories"][2]["name"] = "kite"
    coco_set.write()
    assert list(read_coco(coco_set.file).categories) == ["kite", "sea"]
    coco_set.content["categories"][2]["id"] = 7
    coco_set.write()
    with pytest.raises(InvalidArgument, match=r"categories\[2\]"):
        read_coco(coco_set.file)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path):
    with pytest.raises(InvalidArgument, match="No such file"):
        read_coco(tmp_path / "missing.json")
    with pytest.raises(InvalidArgument, match="cannot be read"):
        read_coco(tmp_path)


def test_keys_that_are_not_needed_do_not_disturb(coco_set):
    coco_set.content |= {"info": {"year": 2017}, "licenses": []}
    coco_set.content["annotations"][0] |= {"area": 12.5, "keypoints": [1, 2, 0]}
    coco_set.file.write_text(json.dumps(coco_set.content))
    assert len(read_coco(coco_set.file).annotations) == 6
