"""Videos of Hasty: how they come in, their health, their status, and what they are found by."""

from uuid import uuid4

import httpx
import pytest

from labelbridge._core.flow import Inspect, Send, Upload
from labelbridge.errors import (
    JobFailed,
    NotFound,
    ResponseFormatError,
    ServerError,
    WaitTimeout,
)
from labelbridge.files import FileInfo
from labelbridge.hasty.models import (
    DefaultStatusWrite,
    SignedUpload,
    Video,
    VideoHealthStatus,
    VideoStatus,
)
from labelbridge.hasty.resources.videos import Videos
from labelbridge_api.hasty.models import SignedUploadList
from tests.support.flow_runner import FlowRunner, replay

PROJECT, DATASET, PLACE, VIDEO = uuid4(), uuid4(), uuid4(), uuid4()
URL = "https://films.example.com/crossing.mp4"
FACTS = FileInfo(size=70, head=b"\0\0\0\x20ftypisom")
FILM = b"\0\0\0\x20ftypisom" + bytes(60)


# The upload, driven by hand


def test_an_upload_looks_at_the_file_asks_for_a_url_puts_the_bytes_there_and_imports_them():
    flow = Videos.upload.__wrapped__(None, PROJECT, "films/a.mp4", dataset_id=DATASET)
    place = SignedUpload(id=str(PLACE), url="https://storage.example.com/there?signature=1")
    hand = FlowRunner(replay(FACTS, SignedUploadList(items=[place]), None, Video(id=VIDEO)))
    assert hand.run(flow).id == VIDEO
    look, ask, put, take = hand.steps
    assert [type(step) for step in hand.steps] == [Inspect, Send, Upload, Send]
    assert (ask.plan.operation, ask.plan.query) == ("create_uploads", {"count": 1})
    assert (put.url, put.source) == (place.url, look.source)
    assert take.plan.operation == "create_video"
    assert take.plan.body == {
        "dataset_id": str(DATASET),
        "upload_id": str(PLACE),
        "filename": "a.mp4",
    }


def test_an_answer_without_a_place_for_the_file_is_the_platforms_fault():
    flow = Videos.upload.__wrapped__(None, PROJECT, "a.mp4", dataset_id=DATASET)
    with pytest.raises(ResponseFormatError, match="create_uploads"):
        FlowRunner(replay(FACTS, SignedUploadList())).run(flow)


# The wait, driven by hand


def in_health(state) -> Video:
    return Video(id=VIDEO, health_status=state)


def test_a_wait_asks_until_the_video_is_no_longer_processing():
    # an answer without a health says nothing of it
    hand = FlowRunner(replay(in_health("PROCESSING"), Video(), in_health("OK")))
    assert hand.run(Videos.wait.__wrapped__(None, PROJECT, VIDEO)) == in_health("OK")
    assert hand.slept == [0.5, 0.75]
    assert all(step.deadline == 1000.0 + 1800.0 for step in hand.steps)


def test_a_state_that_is_newer_than_the_contract_is_no_processing_either():
    hand = FlowRunner(replay(in_health("PROCESSING"), in_health("SPLENDID")))
    video = hand.run(Videos.wait.__wrapped__(None, PROJECT, VIDEO))
    assert video.health_status == "SPLENDID"


@pytest.mark.parametrize("state", ["ERROR", "UNHEALTHY"])
def test_a_video_that_cannot_be_used_is_not_waited_for(state):
    hand = FlowRunner(replay(in_health("PROCESSING"), in_health(state)))
    with pytest.raises(
        JobFailed, match=f"video {VIDEO} is not usable: its health status is {state}"
    ) as caught:
        hand.run(Videos.wait.__wrapped__(None, PROJECT, VIDEO))
    assert caught.value.last == in_health(state)


def test_a_wait_ends_at_its_deadline_and_carries_the_video():
    hand = FlowRunner(lambda _: in_health("PROCESSING"))
    with pytest.raises(WaitTimeout, match=f"video {VIDEO} .* 60 s.*PROCESSING") as caught:
        hand.run(Videos.wait.__wrapped__(None, PROJECT, VIDEO, timeout=60))
    assert caught.value.last == in_health("PROCESSING")
    assert sum(hand.slept) <= 60


# Over HTTP


def test_a_video_is_uploaded_from_a_path_and_waited_for(hasty, footage, clip, tmp_path):
    dataset = hasty.datasets.create(footage, name="crossing").id
    path = tmp_path / "noon.mp4"
    path.write_bytes(clip)
    made = hasty.videos.upload(footage, path, dataset_id=dataset)
    assert (made.name, made.dataset_id, made.status) == ("noon.mp4", dataset, "NEW")
    assert made.health_status == VideoHealthStatus.PROCESSING
    video = hasty.videos.wait(footage, made.id, timeout=30)
    assert video.health_status == "OK"
    assert (video.width, video.height, video.format) == (64, 48, "mp4")
    assert (video.frame_rate, video.duration_ms, video.duration_frames) == (25, 2000, 50)
    assert httpx.get(video.public_url).content == clip
    assert hasty.videos.get(footage, made.id) == video


def test_a_video_is_uploaded_from_bytes_under_a_name(hasty, footage, clip):
    dataset = hasty.datasets.create(footage, name="crossing").id
    for number, kind in enumerate([bytes, bytearray, memoryview]):
        name = f"{number}.mp4"
        made = hasty.videos.upload(footage, kind(clip), dataset_id=dataset, filename=name)
        assert (made.name, made.width) == (name, 64)


def test_the_key_stays_away_from_the_storage(sent, video):
    (put,) = sent("storage.put")
    assert "x-api-key" not in put["headers"]
    assert "a-key-of-tests" not in str(put)
    assert "x-api-key" in sent("create_video")[0]["headers"]


def test_an_import_is_never_sent_twice(hasty, emulator, sent, footage, clip):
    dataset = hasty.datasets.create(footage, name="crossing").id
    emulator.faults([{"operation": "create_video", "status": 503, "count": 9}])
    with pytest.raises(ServerError):
        hasty.videos.upload(footage, clip, dataset_id=dataset, filename="a.mp4")
    assert len(sent("create_video")) == 1


def test_a_video_is_imported_from_a_url(hasty, footage):
    dataset = hasty.datasets.create(footage, name="crossing").id
    made = hasty.videos.import_url(footage, url=URL, dataset_id=dataset)
    assert (made.name, made.public_url) == ("crossing.mp4", URL)
    named = hasty.videos.import_url(footage, url=URL, dataset_id=dataset, filename="old.mp4")
    assert named.name == "old.mp4"
    assert hasty.videos.wait(footage, named.id, timeout=30).health_status == "OK"


def test_a_file_that_only_begins_like_a_video_ends_the_wait(hasty, footage):
    dataset = hasty.datasets.create(footage, name="crossing").id
    made = hasty.videos.upload(footage, FILM, dataset_id=dataset, filename="broken.mp4")
    with pytest.raises(JobFailed, match="ERROR") as caught:
        hasty.videos.wait(footage, made.id, timeout=30)
    assert caught.value.last.id == made.id


def test_a_video_is_renamed_and_moved(hasty, footage, video):
    other = hasty.datasets.create(footage, name="bridge").id
    assert hasty.videos.update(footage, video, filename="b.mp4").name == "b.mp4"
    assert hasty.videos.update(footage, video, dataset_id=other).dataset_id == other
    first = hasty.datasets.list(footage).first().id
    both = hasty.videos.update(footage, video, filename="a.mp4", dataset_id=first)
    assert (both.name, both.dataset_id) == ("a.mp4", first)


@pytest.mark.parametrize("status", ["TO REVIEW", DefaultStatusWrite.DONE, VideoStatus.SKIPPED])
def test_a_status_is_set_by_its_name(hasty, footage, video, status):
    assert hasty.videos.set_status(footage, video, status=status) is None
    assert hasty.videos.get(footage, video).status == status


def test_a_status_is_set_by_its_id(hasty, footage, video, clip):
    dataset = hasty.datasets.list(footage).first().id
    done = hasty.videos.upload(footage, clip, dataset_id=dataset, filename="done.mp4").id
    hasty.videos.set_status(footage, done, status="DONE")
    status_id = hasty.videos.get(footage, done).status_id
    hasty.videos.set_status(footage, video, status_id=status_id)
    assert hasty.videos.get(footage, video).status == "DONE"


def test_a_video_is_deleted(hasty, footage, video):
    hasty.videos.delete(footage, video)
    assert hasty.videos.list(footage).total() == 0
    for call in (hasty.videos.get, hasty.videos.delete, hasty.videos.wait):
        with pytest.raises(NotFound):
            call(footage, video)


def test_videos_are_listed_and_found_by_every_filter(hasty, sent, footage, video, clip):
    first = hasty.videos.get(footage, video).dataset_id
    other = hasty.datasets.create(footage, name="bridge").id
    second = hasty.videos.upload(footage, clip, dataset_id=other, filename="b.mp4").id
    hasty.videos.set_status(footage, second, status="DONE")
    hasty.videos.wait(footage, second, timeout=30)
    walk = hasty.activity_types.create(footage, name="walk").id
    hasty.segments.create(footage, second, start_time_ms=0, end_time_ms=9, activities=walk)
    videos = hasty.videos.list(footage)
    assert ([one.id for one in videos], videos.total()) == ([video, second], 2)
    for filters, found in [
        ({"dataset_id": first}, [video]),
        ({"dataset_id": [first, other]}, [video, second]),
        ({"video_status": "DONE"}, [second]),
        ({"video_status": [VideoStatus.NEW, "DONE"]}, [video, second]),
        ({"video_status": "our own"}, []),
        ({"status_id": hasty.videos.get(footage, second).status_id}, [second]),
        ({"video_name": "b.mp4"}, [second]),
        ({"health_status": VideoHealthStatus.OK, "dataset_id": other}, [second]),
        ({"health_status": ["ERROR", "UNHEALTHY"]}, []),
        ({"activity": walk}, [second]),
        ({"queue_id": uuid4()}, []),
        ({"batch_id": str(uuid4())}, []),
    ]:
        assert [one.id for one in hasty.videos.list(footage, **filters)] == found, filters
        assert hasty.videos.list(footage, **filters).total() == len(found)
    assert any(f"dataset_id={first},{other}" in one["url"] for one in sent("list_videos"))


# What is refused before any request


def test_what_is_no_video_is_refused(offline, refused, tmp_path, photo):
    empty, text, picture = tmp_path / "empty.mp4", tmp_path / "notes.mp4", tmp_path / "a.mp4"
    empty.touch()
    text.write_text("not a film")
    picture.write_bytes(photo)
    for file, problem in [
        (tmp_path / "missing.mp4", "does not exist"),
        (tmp_path, "is a folder"),
        (empty, "empty.mp4 is empty"),
        (text, "notes.mp4 is not a video"),
        (picture, "a.mp4 is not a video"),
        (7, "must be a path or bytes"),
    ]:
        said = refused("file", offline.videos.upload, PROJECT, file, dataset_id=DATASET)
        assert problem in said


@pytest.mark.parametrize("filename", [None, "", 7])
def test_bytes_need_a_name(offline, refused, filename):
    options = {"dataset_id": DATASET, "filename": filename}
    refused("filename", offline.videos.upload, PROJECT, FILM, **options)


@pytest.mark.parametrize("url", ["", "a.mp4", "ftp://host/a.mp4", "https://", "http://[x", 7, None])
def test_an_address_that_is_none_is_refused(offline, refused, url):
    refused("url", offline.videos.import_url, PROJECT, url=url, dataset_id=DATASET)


def test_exactly_one_of_status_and_its_id_is_taken(offline, refused, an_id):
    for given in ({}, {"status": "DONE", "status_id": an_id}):
        refused("status", offline.videos.set_status, an_id, an_id, **given)


@pytest.mark.parametrize("status", ["AUTO-LABELLED", "[CUSTOM STATUS]", "READY", 7])
def test_a_status_that_cannot_be_set_is_refused(offline, refused, an_id, status):
    refused("status", offline.videos.set_status, an_id, an_id, status=status)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), "60"])
def test_a_timeout_is_a_number_above_0(offline, refused, timeout):
    refused("timeout", offline.videos.wait, PROJECT, VIDEO, timeout=timeout)


def test_wrong_arguments_are_refused(offline, refused, an_id):
    for call, fields in [
        (offline.videos.get, {}),
        (offline.videos.delete, {}),
        (offline.videos.wait, {}),
        (offline.videos.update, {"filename": "b.mp4"}),
        (offline.videos.set_status, {"status": "DONE"}),
    ]:
        refused("project_id", call, "mine", an_id, **fields)
        refused("video_id", call, an_id, "a.mp4", **fields)
    ways = [
        (offline.videos.upload, (FILM,), {"filename": "a.mp4"}),
        (offline.videos.import_url, (), {"url": URL}),
    ]
    for call, given, options in ways:
        refused("project_id", call, "mine", *given, **options, dataset_id=an_id)
        refused("dataset_id", call, an_id, *given, **options, dataset_id="crossing")
        refused("filename", call, an_id, *given, **{**options, "dataset_id": an_id, "filename": 7})
    refused("project_id", offline.videos.list, "mine")
    refused("dataset_id", offline.videos.list, an_id, dataset_id="crossing")
    refused("filename", offline.videos.update, an_id, an_id)
    refused("filename", offline.videos.update, an_id, an_id, filename="")
    refused("dataset_id", offline.videos.update, an_id, an_id, dataset_id="crossing")
    refused("status_id", offline.videos.set_status, an_id, an_id, status_id="done")
