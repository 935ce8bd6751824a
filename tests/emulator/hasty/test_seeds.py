"""The worlds that the Hasty side starts from."""

import io
from typing import Any

import PIL.Image
import pytest

from tests.emulator.hasty.api import Api

PROJECT = "/projects/17a4fab4-c59c-4031-9cb5-41fccb5b054c"


@pytest.fixture
def demo(api: Api) -> Any:
    api.world.seed("demo")
    yield api
    api.world.seed("empty")


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


def test_a_seed_gives_the_same_ids_every_time(demo: Api) -> None:
    first = demo.get(f"{PROJECT}/labels")
    demo.world.reset()
    assert demo.get(f"{PROJECT}/labels") == first


def test_the_empty_world_can_be_filled(api: Api) -> None:
    assert api.names("/projects") == []
    assert api.names("/workspaces") == ["Hasty Workspace"]
    api.post("/projects", {"name": "First"})
