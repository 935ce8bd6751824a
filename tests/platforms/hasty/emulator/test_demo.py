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


def test_image_files_match_their_properties(demo):
    images = demo.items(f"{PROJECT}/images")
    assert len(images) == 4
    for image in images:
        opened = PIL.Image.open(io.BytesIO(demo.download(image["public_url"])))
        expected = (image["width"], image["height"], image["format"], image["mode"])
        assert (*opened.size, opened.format, opened.mode) == expected


def test_video_file_matches_its_properties(demo):
    video = demo.get(VIDEO)
    info = probe_video(io.BytesIO(demo.download(video["public_url"])))
    assert info is not None
    for name in ("width", "height", "format", "frame_rate", "duration_ms", "duration_frames"):
        assert video[name] == getattr(info, name)
    assert video["health_status"] == "OK"


def test_reset_repeats_all_ids(demo):
    first = demo.get(f"{PROJECT}/labels")
    demo.store.reset()
    assert demo.get(f"{PROJECT}/labels") == first
