"""Videos of Hasty: uploads, health status, workflow status and filters."""

from uuid import uuid4

import httpx
import pytest

from labelbridge.errors import JobFailed, NotFound
from labelbridge.hasty.models import DefaultStatusWrite, VideoHealthStatus, VideoStatus

URL = "https://films.example.com/crossing.mp4"
MP4 = b"\0\0\0\x20ftypisom" + bytes(60)


@pytest.fixture
def video_dataset(hasty, video_project):
    return hasty.datasets.create(video_project, name="crossing").id


def test_upload_from_a_path(hasty, video_project, video_dataset, mp4, tmp_path):
    path = tmp_path / "noon.mp4"
    path.write_bytes(mp4)
    made = hasty.videos.upload(video_project, path, dataset_id=video_dataset)
    assert (made.name, made.dataset_id, made.status) == ("noon.mp4", video_dataset, "NEW")
    assert made.health_status == VideoHealthStatus.PROCESSING
    video = hasty.videos.wait(video_project, made.id, timeout=30)
    assert video.health_status == "OK"
    assert (video.width, video.height, video.format) == (64, 48, "mp4")
    assert (video.frame_rate, video.duration_ms, video.duration_frames) == (25, 2000, 50)
    assert httpx.get(video.public_url).content == mp4
    assert hasty.videos.get(video_project, made.id) == video


def test_upload_from_bytes(hasty, video_project, video_dataset, mp4):
    for number, kind in enumerate([bytes, bytearray, memoryview]):
        name = f"{number}.mp4"
        made = hasty.videos.upload(
            video_project, kind(mp4), dataset_id=video_dataset, filename=name
        )
        assert (made.name, made.width) == (name, 64)


def test_import_from_a_url(hasty, video_project, video_dataset):
    made = hasty.videos.import_url(video_project, url=URL, dataset_id=video_dataset)
    assert (made.name, made.public_url) == ("crossing.mp4", URL)
    named = hasty.videos.import_url(
        video_project, url=URL, dataset_id=video_dataset, filename="old.mp4"
    )
    assert named.name == "old.mp4"
    assert hasty.videos.wait(video_project, named.id, timeout=30).health_status == "OK"


def test_invalid_video_ends_the_wait(hasty, video_project, video_dataset):
    made = hasty.videos.upload(video_project, MP4, dataset_id=video_dataset, filename="broken.mp4")
    with pytest.raises(JobFailed, match="ERROR") as caught:
        hasty.videos.wait(video_project, made.id, timeout=30)
    assert caught.value.last.id == made.id


def test_update_renames_and_moves_a_video(hasty, video_project, video):
    videos, other = hasty.videos, hasty.datasets.create(video_project, name="bridge").id
    assert videos.update(video_project, video, filename="b.mp4").name == "b.mp4"
    assert videos.update(video_project, video, dataset_id=other).dataset_id == other
    first = hasty.datasets.list(video_project).first().id
    both = videos.update(video_project, video, filename="a.mp4", dataset_id=first)
    assert (both.name, both.dataset_id) == ("a.mp4", first)


@pytest.mark.parametrize("status", ["TO REVIEW", DefaultStatusWrite.DONE, VideoStatus.SKIPPED])
def test_status_is_set_by_name_or_id(hasty, video_project, video, status):
    before = hasty.videos.get(video_project, video).status_id
    assert hasty.videos.set_status(video_project, video, status=status) is None
    assert hasty.videos.get(video_project, video).status == status
    hasty.videos.set_status(video_project, video, status_id=before)
    assert hasty.videos.get(video_project, video).status == "NEW"


def test_video_is_deleted(hasty, video_project, video):
    hasty.videos.delete(video_project, video)
    assert hasty.videos.list(video_project).total() == 0
    for call in (hasty.videos.get, hasty.videos.delete, hasty.videos.wait):
        with pytest.raises(NotFound):
            call(video_project, video)


def test_list_supports_every_filter(hasty, sent, video_project, video, mp4):
    first = hasty.videos.get(video_project, video).dataset_id
    other = hasty.datasets.create(video_project, name="bridge").id
    second = hasty.videos.upload(video_project, mp4, dataset_id=other, filename="b.mp4").id
    hasty.videos.set_status(video_project, second, status="DONE")
    hasty.videos.wait(video_project, second, timeout=30)
    walk = hasty.activity_types.create(video_project, name="walk").id
    hasty.segments.create(video_project, second, start_time_ms=0, end_time_ms=9, activities=walk)
    for filters, found in [
        ({}, [video, second]),
        ({"dataset_id": first}, [video]),
        ({"dataset_id": [first, other]}, [video, second]),
        ({"video_status": "DONE"}, [second]),
        ({"video_status": [VideoStatus.NEW, "DONE"]}, [video, second]),
        ({"video_status": "our own"}, []),
        ({"status_id": hasty.videos.get(video_project, second).status_id}, [second]),
        ({"video_name": "b.mp4"}, [second]),
        ({"health_status": VideoHealthStatus.OK, "dataset_id": other}, [second]),
        ({"health_status": ["ERROR", "UNHEALTHY"]}, []),
        ({"activity": walk}, [second]),
        ({"queue_id": uuid4()}, []),
        ({"batch_id": str(uuid4())}, []),
    ]:
        videos = hasty.videos.list(video_project, **filters)
        assert ([one.id for one in videos], videos.total()) == (found, len(found)), filters
    assert any(f"dataset_id={first},{other}" in one["url"] for one in sent("list_videos"))
