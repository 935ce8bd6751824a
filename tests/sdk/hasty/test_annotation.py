"""Hasty's own SDK adds images, tags and attribute values to a project."""

import json
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.xdist_group("hasty-sdk")


@pytest.fixture(scope="module")
def seen(annotation):
    return annotation.seen


@pytest.fixture(scope="module")
def exported(annotation):
    """The exported file."""
    with ZipFile(annotation.folder / "market.zip") as archive:
        return json.loads(archive.read("market.json"))


def test_images_are_added_from_a_file_a_url_and_a_bucket(seen):
    assert seen["images"] == {
        "photo.jpg": ["stalls", 64, 48, None],
        "noon.jpg": [None, 640, 480, "noon"],  # the SDK has no dataset name yet
        "there.bmp": ["stalls", 64, 48, None],
        "copied.bmp": ["stalls", 64, 48, None],
    }
    assert seen["read"] == ["stalls", "https://photos.example.com/market/noon.jpg"]


@pytest.mark.parametrize("name", ["there.bmp", "copied.bmp"])
def test_image_from_a_bucket_has_its_content(annotation, material, name):
    assert (annotation.folder / name).read_bytes() == (material / "cheese.bmp").read_bytes()


def test_adding_a_tag_twice_changes_nothing(seen):
    assert seen["tags"]["initial"] == []
    assert seen["tags"]["twice"] == ["dry", "blurred"]
    assert seen["tags"]["same"]
    assert seen["tags"]["stays"]
    assert seen["tags"]["of"] == [True, True]


def test_tags_are_deleted_in_every_way(seen):
    ways = ("by tag", "by class", "by id of its class", "by its id", "without the class")
    assert [seen["tags"][way] for way in ways] == [["blurred"], [], ["blurred"], [], ["dry"]]


def test_attribute_values_of_every_type_are_set(seen):
    assert seen["values"]["initial"] == 0
    assert seen["values"]["set"]


def test_attribute_values_are_changed_and_deleted(seen):
    """The sign was set to None; editing the attribute deleted the value of the state."""
    assert seen["values"]["changed"] == {
        "Goods": [seen["values"]["fruit"]],
        "Crates": 8,
        "Visible part": 0.75,
        "Covered": False,
    }


def test_export_has_images_of_every_status_with_urls(seen, exported):
    assert seen["export"] == ["market", True]
    names = [image["image_name"] for image in exported["images"]]
    assert names == ["photo.jpg", "noon.jpg", "there.bmp", "copied.bmp"]
    assert all(image["public_url"].startswith("http") for image in exported["images"])


def test_export_has_names_of_tags_and_values(exported):
    photo, *others = exported["images"]
    (label,) = photo["labels"]
    assert photo["tags"] == ["dry"]
    assert label["attributes"] == {
        "Goods": ["fruit"],
        "Crates": 8,
        "Visible part": 0.75,
        "Covered": False,
        "State": "closed",
    }
    assert not any(image["tags"] or image["labels"] for image in others)


def test_export_has_the_attributes_of_a_class_in_order(exported):
    of_class = {each["class_name"]: each["attributes"] for each in exported["label_classes"]}
    stall = ["State", "Covered", "Goods", "Sign", "Crates", "Visible part"]
    assert of_class == {"stall": stall, "person": [], "ground": []}
