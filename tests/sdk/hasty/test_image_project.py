"""Hasty's own SDK creates, annotates, exports and deletes an image project."""

import json
from zipfile import ZipFile

import pytest
from PIL import Image

pytestmark = pytest.mark.xdist_group("hasty-sdk")


@pytest.fixture(scope="module")
def seen(image_project):
    return image_project.seen


@pytest.fixture(scope="module")
def folder(image_project):
    """The folder of the downloads."""
    return image_project.folder


def test_project_is_created_edited_and_listed(seen):
    text = ["Crossroads at noon", "Traffic seen from above, at noon"]
    assert seen["project"]["read"] == [*text, True]
    assert seen["project"]["listed"] == 1


def test_datasets_are_created_edited_and_listed(seen):
    assert seen["datasets"] == {"read": ["street", 2.5], "listed": ["B", "street"]}


def test_label_classes_are_created_edited_deleted_and_listed(seen):
    assert seen["classes"] == {
        "read": ["person", "#d62728ff", "object", 2, None],
        "listed": [["car", "class-car"], ["person", None]],
    }


def test_image_is_uploaded_and_downloaded(seen, folder, material):
    assert seen["images"]["photo"] == ["photo.jpg", 64, 48, "DONE", "photo-1"]
    assert (folder / "downloaded").read_bytes() == (material / "photo.jpg").read_bytes()


def test_image_is_imported_by_url_renamed_and_moved(seen):
    url = "https://photos.example.com/2024/bridge.jpg"
    assert seen["images"]["bridge"] == ["old bridge.jpg", "B", "NEW", url]


def test_image_is_imported_from_a_bucket_and_deleted(seen):
    assert seen["images"]["tower"] == "tower.jpg"
    assert "tower.jpg" not in seen["images"]["all"]


def test_images_are_filtered_by_dataset_and_status(seen):
    every, photo = ["old bridge.jpg", "photo.jpg"], ["photo.jpg"]
    names = {"all": every, "dataset": photo, "datasets": every, "status": photo, "both": []}
    assert seen["images"].items() >= {**names, "statuses": every}.items()


def test_boxes_polygons_and_masks_are_created(seen):
    box, polygon, mask = seen["drawn"]
    assert (box["bbox"], box["z_index"], seen["external_id"]) == ([4, 6, 20, 18], 2, "box-1")
    assert (polygon["polygon"], polygon["bbox"]) == ([[1, 1], [10, 1], [10, 8]], None)
    assert (mask["bbox"], mask["mask"]) == ([10, 10, 14, 13], [2, 2, 8, 2])
    assert seen["pixels"]


def test_hundred_labels_are_created_in_one_request_and_listed_on_two_pages(seen):
    first = seen["drawn"][0]["id"]
    assert seen["bulk"]
    assert seen["listed"] == [103, first, True]


def test_labels_are_edited_and_deleted(seen):
    drawn, edited = seen["drawn"], seen["edited"]
    assert [each["id"] for each in edited] == [each["id"] for each in drawn]
    box, polygon, mask = edited
    assert (box["bbox"], box["z_index"]) == ([5, 6, 21, 18], 3)
    assert box["class_id"] == mask["class_id"] != polygon["class_id"]
    assert polygon["polygon"] == [[2, 1], [11, 1], [11, 9]]
    assert (mask["bbox"], mask["mask"], mask["z_index"]) == ([10, 10, 14, 13], [1, 12], None)


def test_exports_are_polled(seen):
    formats = ["json_v1.1", "semantic_png", "json_coco", "images"]
    assert list(seen["exports"]) == formats
    assert all(set(polls) == {"INIT"} and len(polls) > 1 for polls in seen["exports"].values())


def test_coco_export_has_the_labels_of_images_that_are_done(seen, folder):
    with ZipFile(folder / "as json_coco.zip") as archive:
        coco = json.loads(archive.read("as json_coco.json"))
    assert [image["file_name"] for image in coco["images"]] == ["photo.jpg"]
    assert [category["name"] for category in coco["categories"]] == ["car", "person"]
    assert [label["category_id"] for label in coco["annotations"]] == [2, 1, 2]
    assert [label["bbox"] for label in coco["annotations"]] == [
        [5, 6, 16, 12],
        [2, 1, 9, 8],
        [10, 10, 4, 3],
    ]


def test_json_export_has_the_same_labels(seen, folder):
    with ZipFile(folder / "as json_v1.1.zip") as archive:
        export = json.loads(archive.read("as json_v1.1.json"))
    (image,) = export["images"]
    assert [label["id"] for label in image["labels"]] == [each["id"] for each in seen["edited"]]
    assert [label["mask"] for label in image["labels"]] == [None, None, [1, 12]]


def test_semantic_export_has_the_index_of_each_class(seen, folder):
    with ZipFile(folder / "as semantic_png.zip") as archive:
        legend = json.loads(archive.read("label_classes.json"))
        with archive.open("street/photo.png") as file, Image.open(file) as image:
            size, centre_of_the_mask, corner = (
                image.size,
                image.getpixel((12, 11)),
                image.getpixel((63, 47)),
            )
    person = next(each["png_index"] for each in legend if each["class_name"] == "person")
    assert (size, centre_of_the_mask, corner) == ((64, 48), person, 0)


def test_image_export_has_the_uploaded_file(folder, material):
    with ZipFile(folder / "as images.zip") as archive:
        assert archive.namelist() == ["street/photo.jpg"]
        assert archive.read("street/photo.jpg") == (material / "photo.jpg").read_bytes()


def test_sdk_raises_its_own_errors(seen):
    errors = seen["errors"]
    assert "AUTO-LABELLED" in errors["status"]
    assert errors["unknown key"] == "Authentication failed, check your API key"
    deleted = {errors[each] for each in ("deleted image", "deleted dataset", "project")}
    assert deleted == {"Referred object not found, please check your script"}


def test_request_to_an_overloaded_server_is_repeated(image_project):
    first, second, *_ = image_project.requests
    assert (first["operation"], first["status"]) == ("list_workspaces", 503)
    assert (second["operation"], second["status"]) == ("list_workspaces", 200)
