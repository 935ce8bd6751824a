"""Exports of Hasty: started, waited for, downloaded."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest

from labelbridge import NULL
from labelbridge._core.flow import Destination, Download, Send
from labelbridge.errors import (
    InvalidArgument,
    JobFailed,
    NotFound,
    ResponseFormatError,
    WaitTimeout,
)
from labelbridge.hasty.resources.exports import Exports
from labelbridge_api.hasty.models import Job, JobMeta
from tests.support.flow_runner import FlowRunner, replay

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
PROJECT, EXPORT = uuid4(), uuid4()
URL = "https://storage.example.com/there?signature=1"


def a_job(status: str, **meta) -> Job:
    return Job(id=EXPORT, status=status, meta=JobMeta(**meta))


def body_of(**options) -> dict:
    hand = FlowRunner(replay(a_job("INIT")))
    hand.run(Exports.create.__wrapped__(None, PROJECT, **options))
    return hand.steps[0].plan.body


# What is asked for


def test_what_is_not_given_is_not_sent():
    assert body_of(format="json_coco") == {"format": "json_coco"}


def test_every_field_of_the_contract_can_be_sent_by_its_own_name():
    one, other = str(uuid4()), str(uuid4())
    assert body_of(
        format="json_v1.1",
        export_name="crossroads",
        dataset_id=one,
        image_status="DONE",
        video_status=["NEW", "TO REVIEW"],
        status_start_time=datetime(2023, 8, 15, tzinfo=UTC),
        label_class_id=[one, other],
        tag_class_id=other,
        sign_urls=True,
        semantic_format="gs_asc",
        labels_order=["class_type", "z_index"],
    ) == {
        "format": "json_v1.1",
        "export_name": "crossroads",
        "dataset_id": [one],
        "image_status": ["DONE"],
        "video_status": ["NEW", "TO REVIEW"],
        "status_start_time": "2023-08-15T00:00:00+00:00",
        "class": [one, other],
        "tag": [other],
        "sign_urls": True,
        "semantic_format": "gs_asc",
        "labels_order": ["class_type", "z_index"],
    }


def test_an_empty_list_and_null_are_sent():
    options = {"image_status": [], "dataset_id": []}
    assert body_of(format="images", **options) == {"format": "images"} | options
    nulls = dict.fromkeys(("status_start_time", "semantic_format", "labels_order"), NULL)
    assert body_of(format="images", **nulls) == {"format": "images"} | dict.fromkeys(nulls)


def test_a_moment_may_be_text():
    body = body_of(format="images", status_start_time="2023-08-15T14:30:00Z")
    assert datetime.fromisoformat(body["status_start_time"]) == datetime(
        2023, 8, 15, 14, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"format": "coco"}, "format"),
        ({"export_name": 7}, "export_name"),
        ({"dataset_id": "street"}, "dataset_id"),
        ({"dataset_id": [uuid4(), 7]}, "dataset_id[1]"),
        ({"image_status": "READY"}, "image_status"),
        ({"video_status": ["NEW", "READY"]}, "video_status[1]"),
        ({"status_start_time": "2023-08-15"}, "status_start_time"),
        ({"status_start_time": "2023-08-15T00:00:00"}, "status_start_time"),
        ({"status_start_time": datetime(2023, 8, 15)}, "status_start_time"),
        ({"label_class_id": "car"}, "label_class_id"),
        ({"tag_class_id": ["night"]}, "tag_class_id[0]"),
        ({"sign_urls": "yes"}, "sign_urls"),
        ({"semantic_format": "grey"}, "semantic_format"),
        ({"labels_order": "size"}, "labels_order"),
        ({"labels_order": 7}, "labels_order"),
    ],
)
def test_a_wrong_wish_is_refused(offline, refused, options, argument):
    refused(argument, offline.exports.create, PROJECT, **{"format": "json_coco"} | options)


def test_wrong_ids_are_refused(offline, refused, tmp_path):
    refused("project_id", offline.exports.create, "mine", format="images")
    for call, options in [
        (offline.exports.get, {}),
        (offline.exports.wait, {}),
        (offline.exports.download, {"to": tmp_path}),
    ]:
        refused("project_id", call, "mine", EXPORT, **options)
        refused("export_id", call, PROJECT, "last", **options)


# Waiting, driven by hand


def test_a_wait_asks_until_the_export_is_done_with_growing_pauses():
    hand = FlowRunner(replay(a_job("INIT"), Job(), a_job("RUNNING"), a_job("DONE", url=URL)))
    job = hand.run(Exports.wait.__wrapped__(None, PROJECT, EXPORT))
    assert job.status == "DONE"
    assert hand.slept == [0.5, 0.75, 1.125]
    assert all(step.deadline == 1000.0 + 1800.0 for step in hand.steps)


@pytest.mark.parametrize("status", ["FAILED", "CANCELED", "CANCELLED", "ERROR"])
def test_an_export_that_failed_is_not_waited_for(status):
    hand = FlowRunner(replay(a_job("INIT"), a_job(status)))
    with pytest.raises(JobFailed, match=status) as caught:
        hand.run(Exports.wait.__wrapped__(None, PROJECT, EXPORT))
    assert caught.value.last.status == status


def test_a_wait_ends_at_its_deadline_and_carries_the_last_state():
    hand = FlowRunner(lambda _: a_job("INIT"))
    with pytest.raises(WaitTimeout, match=f"export {EXPORT}") as caught:
        hand.run(Exports.wait.__wrapped__(None, PROJECT, EXPORT, timeout=60))
    assert caught.value.last == a_job("INIT")
    assert sum(hand.slept) <= 60


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "60"])
def test_a_timeout_is_a_number_above_0(offline, refused, timeout):
    refused("timeout", offline.exports.wait, PROJECT, EXPORT, timeout=timeout)


# The download, driven by hand


def downloaded(to, is_folder: bool, **meta) -> Download:
    def answer(step):
        match step:
            case Destination():
                return is_folder
            case Send():
                return a_job("DONE", **meta)
        return step.to

    hand = FlowRunner(answer)
    path = hand.run(Exports.download.__wrapped__(None, PROJECT, EXPORT, to=to))
    assert [type(step) for step in hand.steps] == [Destination, Send, Download]
    assert path == hand.steps[2].to
    return hand.steps[2]


def test_a_file_is_called_as_the_caller_says():
    step = downloaded("there/mine.zip", is_folder=False, url=URL, export_name="crossroads")
    assert (step.url, step.to, step.magic) == (URL, Path("there/mine.zip"), b"PK")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("crossroads", "crossroads.zip"),
        ("crossroads.zip", "crossroads.zip"),
        ("v1.1", "v1.1.zip"),
        (None, "export.zip"),
        ("", "export.zip"),
        ("../../etc/passwd", "passwd.zip"),
        ("..\\..\\windows", "windows.zip"),
        ("..", "export.zip"),
        ("a/", "export.zip"),
        ("a\0", "a.zip"),
        ("a\0/..", "export.zip"),
        ('12:30 "a"?', "12_30 _a__.zip"),
        ("x" * 300, "x" * 200 + ".zip"),
        ("é" * 300, "é" * 100 + ".zip"),
        ("\ud800", "export.zip"),
        ("\x1b[31m", "[31m.zip"),
    ],
)
def test_a_file_in_a_folder_is_called_as_the_platform_says_and_stays_there(name, file):
    meta = {"export_name": name} if name is not None else {}
    assert downloaded("there", is_folder=True, url=URL, **meta).to == Path("there") / file


@pytest.mark.parametrize("status", ["INIT", "RUNNING"])
def test_an_export_that_is_not_done_is_not_downloaded(status):
    hand = FlowRunner(replay(False, a_job(status)))
    with pytest.raises(WaitTimeout, match=r"exports\.wait") as caught:
        hand.run(Exports.download.__wrapped__(None, PROJECT, EXPORT, to="a.zip"))
    assert caught.value.last.status == status


def test_an_export_that_failed_is_not_downloaded():
    hand = FlowRunner(replay(False, a_job("FAILED")))
    with pytest.raises(JobFailed):
        hand.run(Exports.download.__wrapped__(None, PROJECT, EXPORT, to="a.zip"))


@pytest.mark.parametrize("job", [Job(status="DONE"), a_job("DONE"), a_job("DONE", url="")])
def test_an_export_without_an_archive_is_the_platforms_fault(job):
    hand = FlowRunner(replay(False, job))
    with pytest.raises(ResponseFormatError, match="has no URL of an archive"):
        hand.run(Exports.download.__wrapped__(None, PROJECT, EXPORT, to="a.zip"))


def test_a_moment_goes_out_as_utc():
    east = timezone(timedelta(hours=5, minutes=30))
    body = body_of(format="images", status_start_time=datetime(2023, 8, 15, 2, tzinfo=east))
    assert body["status_start_time"] == "2023-08-14T20:30:00+00:00"
    body = body_of(format="images", status_start_time="2023-08-15T02:00:00+05:30")
    assert body["status_start_time"] == "2023-08-14T20:30:00+00:00"
    with pytest.raises(InvalidArgument, match="^status_start_time: is out of range in UTC"):
        body_of(format="images", status_start_time=datetime.min.replace(tzinfo=east))


# Over HTTP


@pytest.fixture
def export(hasty):
    job = hasty.exports.create(DEMO, format="json_coco", export_name="streets", image_status=[])
    assert job.status == "INIT"
    return job.id


def test_an_export_is_started_waited_for_and_downloaded(hasty, sent, export, tmp_path):
    job = hasty.exports.wait(DEMO, export, timeout=30)
    assert (job.status, job.meta.export_name) == ("DONE", "streets")
    assert hasty.exports.get(DEMO, export) == job
    path = hasty.exports.download(DEMO, export, to=tmp_path)
    assert path == tmp_path / "streets.zip"
    with ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".json")]
        coco = json.loads(archive.read(name))
    assert len(coco["images"]) == 4
    (get,) = sent("storage.get")
    assert "x-api-key" not in get["headers"]


def test_a_download_replaces_what_was_there_in_one_go(hasty, export, tmp_path):
    hasty.exports.wait(DEMO, export, timeout=30)
    path = tmp_path / "mine.zip"
    path.write_text("old")
    assert hasty.exports.download(DEMO, export, to=str(path)) == path
    assert ZipFile(path).testzip() is None
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("fault", [{"status": 403}, {"body": "cut"}])
def test_a_download_that_fails_leaves_what_was_there(hasty, emulator, export, tmp_path, fault):
    hasty.exports.wait(DEMO, export, timeout=30)
    path = tmp_path / "mine.zip"
    path.write_text("old")
    emulator.faults([{"operation": "storage.get", "count": 99} | fault])
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which error is the core's matter
        hasty.exports.download(DEMO, export, to=path)
    assert type(caught.value).__module__ == "labelbridge.errors"
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def test_a_download_before_the_end_says_to_wait(hasty, export, tmp_path):
    with pytest.raises(WaitTimeout, match=r"exports\.wait"):
        hasty.exports.download(DEMO, export, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(offline, refused, tmp_path):
    problem = refused(
        "to", offline.exports.download, PROJECT, EXPORT, to=tmp_path / "nowhere" / "a.zip"
    )
    assert "does not exist" in problem


def test_an_export_that_is_not_there_is_not_found(hasty, tmp_path):
    for call in (hasty.exports.get, hasty.exports.wait):
        with pytest.raises(NotFound):
            call(DEMO, EXPORT)
    with pytest.raises(NotFound):
        hasty.exports.download(DEMO, EXPORT, to=tmp_path)


@pytest.mark.parametrize("fault", [{"status": 204, "body": "empty"}, {"body": "html"}])
def test_what_is_no_archive_is_not_kept(hasty, emulator, export, tmp_path, fault):
    hasty.exports.wait(DEMO, export, timeout=30)
    emulator.faults([{"operation": "storage.get", "status": 200} | fault])
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: the file begins with b'"):
        hasty.exports.download(DEMO, export, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [[], {}, 5, True, None])
def test_a_status_that_is_no_text_is_none(hasty, emulator, export, tmp_path, status):
    emulator.faults([{"operation": "get_export", "set": {"/status": status}, "count": 99}])
    assert not hasty.exports.get(DEMO, export).status
    with pytest.raises(WaitTimeout):
        hasty.exports.wait(DEMO, export, timeout=0.01)
    with pytest.raises(WaitTimeout, match="its status is missing"):
        hasty.exports.download(DEMO, export, to=tmp_path)


@pytest.mark.parametrize("url", [5, [], {"a": 1}, None, ""])
def test_an_address_that_is_no_text_is_none(hasty, emulator, export, tmp_path, url):
    hasty.exports.wait(DEMO, export, timeout=30)
    emulator.faults([{"operation": "get_export", "set": {"/meta/url": url}}])
    with pytest.raises(ResponseFormatError, match="has no URL of an archive"):
        hasty.exports.download(DEMO, export, to=tmp_path)


@pytest.mark.parametrize("name", [5, [], "x" * 300, "a/b\0c"])
def test_a_name_that_no_file_can_have_is_made_one(hasty, emulator, export, tmp_path, name):
    hasty.exports.wait(DEMO, export, timeout=30)
    emulator.faults([{"operation": "get_export", "set": {"/meta/export_name": name}}])
    path = hasty.exports.download(DEMO, export, to=tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.name in {"export.zip", "x" * 200 + ".zip", "bc.zip"}
