"""The worlds that the Hasty side starts from."""

import io
from typing import Any

import PIL.Image
import pytest

from tests.platforms.hasty.emulator.api import Api

PROJECT = "/projects/17a4fab4-c59c-4031-9cb5-41fccb5b054c"


@pytest.fixture
def demo(api: Api) -> Any:
    api.store.seed("demo")
    yield api
    api.store.seed("empty")


def test_the_documents_ids_are_there(demo: Api) -> None:
    demo.get("/workspaces/92874094-a7b8-4cb9-bd33-8d8fc57f3137")
    demo.get(f"{PROJECT}/datasets/e34f765f-cfd9-4789-a575-e083f35ac3f6")
    demo.get(f"{PROJECT}/label_classes/3637334b-1584-4941-ba7d-7018635858b9")
    demo.get(f"{PROJECT}/images/84c230fd-5520-4984-8119-37365b66fd80")
    demo.get(f"{PROJECT}/labels/4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad")
    new = demo.get(f"{PROJECT}/images", status_id=["4e949624-bc0f-439e-a9f2-25a23938812c"])
    assert [image["status"] for image in new["items"]] == ["NEW"]


def test_all_pictures_open_and_are_what_they_say(demo: Api) -> None:
    images = demo.get(f"{PROJECT}/images")["items"]
    assert len(images) == 4
    for image in images:
        opened = PIL.Image.open(io.BytesIO(demo.send("GET", image["public_url"]).content))
        told = (image["width"], image["height"], image["format"], image["mode"])
        assert (*opened.size, opened.format, opened.mode) == told


def test_labels_of_all_shapes_by_two_people_lie_where_things_are(demo: Api) -> None:
    labels = demo.get(f"{PROJECT}/labels")["items"]
    assert {bool(label["mask"]) for label in labels} == {True, False}
    assert {bool(label["polygon"]) for label in labels} == {True, False}
    assert len({label["labeled_by"] for label in labels}) == 2
    for label in labels:
        picture = PIL.Image.open(io.BytesIO(demo.send("GET", label["url"]).content))
        left, top, right, bottom = label["bbox"]
        pixel: Any = picture.getpixel(((left + right) // 2, (top + bottom) // 2))
        red, green, blue = pixel
        if label["class_name"] == "sun":
            assert min(red, green) > 180
            assert blue < 100
        if label["class_name"] == "car":
            assert red > 150
            assert max(green, blue) < 120


def test_the_documents_ids_of_what_labels_and_images_have_are_there(demo: Api) -> None:
    values = demo.get(f"{PROJECT}/labels/4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad/attributes")["items"]
    assert [item["value"] for item in values if item["name"] == "Plate"] == ["LB 100"]
    demo.get(f"{PROJECT}/tag_classes/3637334b-1584-4941-ba7d-7018635858b9")
    demo.get(f"{PROJECT}/tag_groups/3637334b-1584-4941-ba7d-7018635858b9")
    body = {"name": "Car", "type": "pose"}
    demo.put(f"{PROJECT}/keypoint_schemas/eae3bc2a-0205-462c-a992-abf2e38e5138", body)


def test_values_of_every_type_fit_their_attributes(demo: Api) -> None:
    attributes = {each["id"]: each for each in demo.get(f"{PROJECT}/attributes")["items"]}
    assert len({each["type"] for each in attributes.values()}) == 6
    used = set()
    for label in demo.get(f"{PROJECT}/labels")["items"]:
        path = f"{PROJECT}/labels/{label['id']}/attributes"
        for item in demo.get(path)["items"]:
            used.add(item["id"])
            assert demo.post(f"{path}/{item['id']}", {"value": item["value"]}) == item
    assert used == set(attributes)


def test_keypoints_fit_their_schema(demo: Api) -> None:
    schema = "eae3bc2a-0205-462c-a992-abf2e38e5138"
    (label,) = demo.get(f"{PROJECT}/labels", keypoint_schema_id=schema)["items"]
    keypoints = label["keypoint_labels"]
    sent = [{"id": label["id"], "keypoints": [{"id": each["id"]} for each in keypoints]}]
    path = f"{PROJECT}/images/{label['image_id']}/labels"
    (kept,) = demo.put(path, sent)["items"]
    assert [[each["x"], each["y"]] for each in kept["keypoints"]] == label["thumb_keypoints"]


def test_some_images_are_tagged_and_some_miss_what_is_required(demo: Api) -> None:
    path = f"{PROJECT}/images"
    assert demo.names(path, tag_class_ids=["3637334b-1584-4941-ba7d-7018635858b9"]) == [
        "street_001.jpg",
        "street_002.png",
    ]
    assert demo.names(path, has_missing_tags="true") == ["street_003.jpg", "street_004.png"]
    assert demo.names(path, has_missing_attributes="true") == ["street_003.jpg"]


def test_a_seed_gives_the_same_ids_every_time(demo: Api) -> None:
    first = demo.get(f"{PROJECT}/labels")
    demo.store.reset()
    assert demo.get(f"{PROJECT}/labels") == first


def test_the_empty_world_can_be_filled(api: Api) -> None:
    assert api.names("/projects") == []
    assert api.names("/workspaces") == ["Hasty Workspace"]
    api.post("/projects", {"name": "First"})
