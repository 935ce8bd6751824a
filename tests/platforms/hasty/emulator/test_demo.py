"""What the demo has of videos, machines and buckets."""

import io
from typing import Any

import pytest

from labelbridge_emulator.platforms.hasty.media.video_probe import probe_video
from tests.platforms.hasty.emulator.api import Api

PROJECT = "/projects/17a4fab4-c59c-4031-9cb5-41fccb5b054c"
FILMS = "/projects/6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"
VIDEO = "165252b3-cd77-4f41-a38f-02417eac7441"
SAMPLE = "4c9b159b-4b59-492e-a8f9-ca4c2c5cf3ad"


@pytest.fixture
def demo(api: Api) -> Any:
    api.store.seed("demo")
    yield api
    api.store.seed("empty")


def test_the_film_is_what_it_says(demo: Api) -> None:
    video = demo.get(f"{FILMS}/videos/{VIDEO}")
    facts = probe_video(io.BytesIO(demo.send("GET", video["public_url"]).content))
    assert facts is not None
    for name in ("width", "height", "format", "frame_rate", "duration_ms", "duration_frames"):
        assert video[name] == getattr(facts, name)
    assert video["health_status"] == "OK"


def test_something_happens_all_through_the_film(demo: Api) -> None:
    types = {each["id"]: each["name"] for each in demo.get(f"{FILMS}/activity_types")["items"]}
    segments = demo.get(f"{FILMS}/videos/{VIDEO}/segments")["items"]
    told = [
        (each["start_time_ms"], each["end_time_ms"], *map(types.get, each["activities"]))
        for each in segments
    ]
    assert told == [(0, 1500, "driving"), (1500, 3000, "waiting")]
    driving = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
    assert demo.names(f"{FILMS}/videos", activity=[driving]) == ["crossing.mp4"]
    assert demo.names(f"{FILMS}/videos", queue_id="deec160f-3767-4bed-9c55-0fa799b4e476")


def test_a_job_a_session_and_experiments_are_there(demo: Api) -> None:
    (job,) = demo.get(f"{PROJECT}/automated_labeling")["items"]
    assert (job["id"], job["status"], job["progress"]) == (SAMPLE, "DONE", 1)
    path = f"{PROJECT}/images"
    assert demo.names(path, aldi_session_id=SAMPLE) == ["street_004.png"]
    body = {"experiment_id": SAMPLE, "confidence_threshold": 0}
    started = demo.post(f"{PROJECT}/automated_labeling", body)
    for _ in range(2):
        started = demo.get(f"{PROJECT}/automated_labeling/{started['id']}")
    assert started["images_processed"] == 1
    assert demo.names(path, image_status=["AUTO-LABELLED"]) == ["street_004.png"]


def test_some_images_have_work_to_be_done(demo: Api) -> None:
    path = f"{PROJECT}/images"
    assert demo.names(path, ef_run_ids=[SAMPLE], ef_error_type="LOW_IOU") == ["street_002.png"]
    queue = "8912827e-6c2c-402a-a0f3-1eb63f7b12c8"
    assert demo.names(path, queue_id=queue) == ["street_003.jpg"]


def test_a_bucket_with_something_of_everything_can_be_imported(demo: Api) -> None:
    path = "/buckets/92874094-a7b8-4cb9-bd33-8d8fc57f3137/credentials"
    assert [each["credential_id"] for each in demo.get(path)["items"]] == [SAMPLE]
    assert len(demo.get(f"{path}/{SAMPLE}/files", prefix="dashcam/")["files"]) == 4
    validation = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
    demo.post(f"{path}/{SAMPLE}/import", {"dataset_id": validation}, status=204)
    films = {"dataset_id": "e0144edc-c824-417c-bf1b-b3f66baa97d3"}
    demo.post(f"{path}/{SAMPLE}/import", films, status=204)
    names = demo.names(f"{PROJECT}/images", dataset_id=[validation])
    assert names == ["street_004.png", "001.jpg", "002.png"]
    assert demo.names(f"{FILMS}/videos") == ["crossing.mp4", "drive.mp4"]


def test_the_film_is_exported(demo: Api) -> None:
    job = demo.post(f"{FILMS}/exports", {"format": "json_v1.1"})
    for _ in range(2):
        job = demo.get(f"{FILMS}/exports/{job['id']}")
    assert b"export.json" in demo.send("GET", job["meta"]["url"]).content
