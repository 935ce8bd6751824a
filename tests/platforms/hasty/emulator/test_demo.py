"""The seeds ``demo`` and ``empty``."""

import io
from typing import Any

import PIL.Image
import pytest

from labelbridge_emulator.platforms.hasty.media.video_probe import probe_video
from tests.platforms.hasty.emulator.api import Api

PROJECT = "/projects/17a4fab4-c59c-4031-9cb5-41fccb5b054c"
VIDEOS = "/projects/6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"
VIDEO = f"{VIDEOS}/videos/165252b3-cd77-4f41-a38f-02417eac7441"
SAMPLE = "4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad"
SCHEMA = "eae3bc2a-0205-462c-a992-abf2e38e5138"


@pytest.fixture
def demo(api: Api) -> Any:
    api.store.seed("demo")
    yield api
    api.store.seed("empty")


@pytest.mark.parametrize(
    "path",
    [
        "/workspaces/92874094-a7b8-4cb9-bd33-8d8fc57f3137",
        f"{PROJECT}/datasets/e34f765f-cfd9-4789-a575-e083f35ac3f6",
        f"{PROJECT}/label_classes/3637334b-1584-4941-ba7d-7018635858b9",
        f"{PROJECT}/images/84c230fd-5520-4984-8119-37365b66fd80",
        f"{PROJECT}/labels/{SAMPLE}",
        f"{PROJECT}/tag_classes/3637334b-1584-4941-ba7d-7018635858b9",
        f"{PROJECT}/tag_groups/3637334b-1584-4941-ba7d-7018635858b9",
    ],
)
def test_ids_of_the_document_exist(demo: Api, path: str) -> None:
    demo.get(path)


def test_status_id_of_the_document_is_new(demo: Api) -> None:
    new = demo.items(f"{PROJECT}/images", status_id=["4e949624-bc0f-439e-a9f2-25a23938812c"])
    assert [image["status"] for image in new] == ["NEW"]


def test_image_files_match_their_properties(demo: Api) -> None:
    images = demo.items(f"{PROJECT}/images")
    assert len(images) == 4
    for image in images:
        opened = PIL.Image.open(io.BytesIO(demo.download(image["public_url"])))
        expected = (image["width"], image["height"], image["format"], image["mode"])
        assert (*opened.size, opened.format, opened.mode) == expected


def test_labels_have_all_geometries_and_match_the_pixels(demo: Api) -> None:
    labels = demo.items(f"{PROJECT}/labels")
    assert {bool(label["mask"]) for label in labels} == {True, False}
    assert {bool(label["polygon"]) for label in labels} == {True, False}
    assert len({label["labeled_by"] for label in labels}) == 2
    for label in labels:
        image = PIL.Image.open(io.BytesIO(demo.download(label["url"])))
        left, top, right, bottom = label["bbox"]
        pixel: Any = image.getpixel(((left + right) // 2, (top + bottom) // 2))
        red, green, blue = pixel
        if label["class_name"] == "sun":
            assert min(red, green) > 180
            assert blue < 100
        if label["class_name"] == "car":
            assert red > 150
            assert max(green, blue) < 120


def test_attribute_values_of_every_type_are_valid(demo: Api) -> None:
    attributes = {each["id"]: each for each in demo.items(f"{PROJECT}/attributes")}
    assert len({each["type"] for each in attributes.values()}) == 6
    used = {}
    for label in demo.items(f"{PROJECT}/labels"):
        path = f"{PROJECT}/labels/{label['id']}/attributes"
        for item in demo.items(path):
            used[item["id"]] = item
            assert demo.post(f"{path}/{item['id']}", {"value": item["value"]}) == item
    assert used.keys() == attributes.keys()


def test_keypoints_are_valid(demo: Api) -> None:
    (label,) = demo.items(f"{PROJECT}/labels", keypoint_schema_id=SCHEMA)
    keypoints = [{"id": each["id"]} for each in label["keypoint_labels"]]
    path = f"{PROJECT}/images/{label['image_id']}/labels"
    (changed,) = demo.put(path, [{"id": label["id"], "keypoints": keypoints}])["items"]
    assert [[each["x"], each["y"]] for each in changed["keypoints"]] == label["thumb_keypoints"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"tag_class_ids": ["3637334b-1584-4941-ba7d-7018635858b9"]}, ["001.jpg", "002.png"]),
        ({"has_missing_tags": "true"}, ["003.jpg", "004.png"]),
        ({"has_missing_attributes": "true"}, ["003.jpg"]),
        ({"ef_run_ids": [SAMPLE], "ef_error_type": "LOW_IOU"}, ["002.png"]),
        ({"queue_id": "8912827e-6c2c-402a-a0f3-1eb63f7b12c8"}, ["003.jpg"]),
        ({"aldi_session_id": SAMPLE}, ["004.png"]),
    ],
)
def test_image_filters_find_demo_images(demo: Api, query: Any, expected: list[str]) -> None:
    assert demo.names(f"{PROJECT}/images", **query) == [f"street_{name}" for name in expected]


def test_video_file_matches_its_properties(demo: Api) -> None:
    video = demo.get(VIDEO)
    info = probe_video(io.BytesIO(demo.download(video["public_url"])))
    assert info is not None
    for name in ("width", "height", "format", "frame_rate", "duration_ms", "duration_frames"):
        assert video[name] == getattr(info, name)
    assert video["health_status"] == "OK"


def test_segments_cover_the_video(demo: Api) -> None:
    types = {each["id"]: each["name"] for each in demo.items(f"{VIDEOS}/activity_types")}
    segments = [
        (each["start_time_ms"], each["end_time_ms"], *map(types.get, each["activities"]))
        for each in demo.items(f"{VIDEO}/segments")
    ]
    assert segments == [(0, 1500, "driving"), (1500, 3000, "waiting")]
    driving = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
    assert demo.names(f"{VIDEOS}/videos", activity=[driving]) == ["crossing.mp4"]
    assert demo.names(f"{VIDEOS}/videos", queue_id="deec160f-3767-4bed-9c55-0fa799b4e476")


def test_experiment_labels_the_unlabeled_image(demo: Api) -> None:
    (job,) = demo.items(f"{PROJECT}/automated_labeling")
    assert (job["id"], job["status"], job["progress"]) == (SAMPLE, "DONE", 1)
    body = {"experiment_id": SAMPLE, "confidence_threshold": 0}
    job = demo.post(f"{PROJECT}/automated_labeling", body)
    for _ in range(2):
        job = demo.get(f"{PROJECT}/automated_labeling/{job['id']}")
    assert job["images_processed"] == 1
    names = demo.names(f"{PROJECT}/images", image_status=["AUTO-LABELLED"])
    assert names == ["street_004.png"]


def test_bucket_can_be_imported(demo: Api) -> None:
    path = f"/buckets/92874094-a7b8-4cb9-bd33-8d8fc57f3137/credentials/{SAMPLE}"
    assert len(demo.get(f"{path}/files", prefix="dashcam/")["files"]) == 4
    validation = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
    for dataset in (validation, "e0144edc-c824-417c-bf1b-b3f66baa97d3"):
        demo.post(f"{path}/import", {"dataset_id": dataset}, status=204)
    names = demo.names(f"{PROJECT}/images", dataset_id=[validation])
    assert names == ["street_004.png", "001.jpg", "002.png"]
    assert demo.names(f"{VIDEOS}/videos") == ["crossing.mp4", "drive.mp4"]


def test_reset_repeats_all_ids(demo: Api) -> None:
    first = demo.get(f"{PROJECT}/labels")
    demo.store.reset()
    assert demo.get(f"{PROJECT}/labels") == first


def test_empty_seed_has_one_workspace(api: Api) -> None:
    assert api.names("/projects") == []
    assert api.names("/workspaces") == ["Hasty Workspace"]
