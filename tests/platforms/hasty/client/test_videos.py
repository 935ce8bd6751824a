"""Videos of Hasty: uploads, health status, workflow status and filters."""

from uuid import uuid4

import httpx
import pytest

from labelbridge.errors import JobFailed
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


@pytest.mark.parametrize("status", ["TO REVIEW", DefaultStatusWrite.DONE, VideoStatus.SKIPPED])
def test_status_is_set_by_name_or_id(hasty, video_project, video, status):
    before = hasty.videos.get(video_project, video).status_id
    assert hasty.videos.set_status(video_project, video, status=status) is None
    assert hasty.videos.get(video_project, video).status == status
    hasty.videos.set_status(video_project, video, status_id=before)
    assert hasty.videos.get(video_project, video).status == "NEW"


def test_list_filters_videos(hasty, video_project, video):
    first = hasty.videos.get(video_project, video)
    for filters, total in [
        ({"dataset_id": first.dataset_id, "status_id": [first.status_id]}, 1),
        ({"video_status": [VideoStatus.NEW, "DONE"], "video_name": "a.avi"}, 1),
        ({"health_status": VideoHealthStatus.ERROR}, 0),
        ({"activity": uuid4()}, 0),
    ]:
        assert hasty.videos.list(video_project, **filters).total() == total
