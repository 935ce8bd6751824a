"""Exports of Hasty: request bodies, and downloads of archives."""

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
    MissingValue,
    ResponseFormatError,
    WaitTimeout,
)
from labelbridge.hasty.models import Job, JobMeta
from labelbridge.hasty.resources.exports import Exports
from tests.support.flow_runner import body_of, replay, run
from tests.support.samples import sample

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
PROJECT, EXPORT = uuid4(), uuid4()
URL = "https://storage.example.com/there?signature=1"


def job(status: str, **meta) -> Job:
    return sample(Job, id=EXPORT, status=status, meta=JobMeta(**meta))


def create_body(**options) -> dict:
    return body_of(job("INIT"), Exports.create, PROJECT, **options)


# Request bodies


def test_only_given_fields_are_sent():
    assert create_body(format="json_coco") == {"format": "json_coco"}


def test_all_fields_are_sent_with_the_names_of_the_contract():
    one, other = str(uuid4()), str(uuid4())
    assert create_body(
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


def test_empty_lists_and_null_are_sent():
    options = {"image_status": [], "dataset_id": []}
    assert create_body(format="images", **options) == {"format": "images"} | options
    nulls = dict.fromkeys(("status_start_time", "semantic_format", "labels_order"), NULL)
    assert create_body(format="images", **nulls) == {"format": "images"} | dict.fromkeys(nulls)


def test_time_is_sent_as_utc():
    east = timezone(timedelta(hours=5, minutes=30))
    for time in (datetime(2023, 8, 15, 2, tzinfo=east), "2023-08-15T02:00:00+05:30"):
        body = create_body(format="images", status_start_time=time)
        assert body["status_start_time"] == "2023-08-14T20:30:00+00:00"
    with pytest.raises(InvalidArgument, match="^status_start_time: "):
        create_body(format="images", status_start_time=datetime.min.replace(tzinfo=east))


# Steps of a download


def download(to, is_folder: bool, **meta) -> Download:
    """Run a download, and return its last step."""

    def outcome(step):
        match step:
            case Destination():
                return is_folder
            case Send():
                return job("DONE", **meta)
        return step.to

    runner, path = run(outcome, Exports.download, PROJECT, EXPORT, to=to)
    assert [type(step) for step in runner.steps] == [Destination, Send, Download]
    assert path == runner.steps[2].to
    return runner.steps[2]


def test_file_has_the_given_name():
    step = download("there/mine.zip", is_folder=False, url=URL, export_name="crossroads")
    assert (step.url, step.to, step.form) == (URL, Path("there/mine.zip"), "zip")


NAMES = {
    "crossroads": ["crossroads", "crossroads.zip"],
    "v1.1": ["v1.1"],
    "export": [None, "", "..", "a/", "\ud800", "a\0/.."],
    "passwd": ["../../etc/passwd"],
    "windows": ["..\\..\\windows"],
    "a": ["a\0"],
    "12_30 _a__": ['12:30 "a"?'],
    "[31m": ["\x1b[31m"],
    "x" * 200: ["x" * 300],
    "é" * 100: ["é" * 300],
}
"""Names of exports by the name of their file."""


@pytest.mark.parametrize(
    ("name", "file"), [(name, file) for file, names in NAMES.items() for name in names]
)
def test_file_in_a_folder_has_the_name_of_the_export_and_stays_in_the_folder(name, file):
    meta = {"export_name": name} if name is not None else {}
    assert download("there", is_folder=True, url=URL, **meta).to == Path("there") / f"{file}.zip"


@pytest.mark.parametrize(
    ("response", "error", "message"),
    [
        (job("INIT"), WaitTimeout, r"exports\.wait"),
        (job("FAILED"), JobFailed, "FAILED"),
        (job("DONE"), ResponseFormatError, "has no URL of an archive"),
        (job("DONE", url=""), ResponseFormatError, "has no URL of an archive"),
    ],
)
def test_export_without_archive_is_not_downloaded(response, error, message):
    with pytest.raises(error, match=message) as caught:
        run(replay(False, response), Exports.download, PROJECT, EXPORT, to="a.zip")
    assert error is ResponseFormatError or caught.value.last == response


# On the emulator


@pytest.fixture
def export(hasty):
    made = hasty.exports.create(DEMO, format="json_coco", export_name="streets", image_status=[])
    assert made.status == "INIT"
    return made.id


def test_export_is_started_awaited_and_downloaded(hasty, sent, export, tmp_path):
    with pytest.raises(WaitTimeout, match=r"exports\.wait"):
        hasty.exports.download(DEMO, export, to=tmp_path)
    done = hasty.exports.wait(DEMO, export, timeout=30)
    assert (done.status, done.meta.export_name) == ("DONE", "streets")
    assert hasty.exports.get(DEMO, export) == done
    path = hasty.exports.download(DEMO, export, to=tmp_path)
    assert path == tmp_path / "streets.zip"
    with ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".json")]
        assert len(json.loads(archive.read(name))["images"]) == 4
    (get,) = sent("storage.get")
    assert "x-api-key" not in get["headers"]


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"status": 204, "body": "empty"}, "is empty"),
        ({"body": "html"}, "is an HTML page"),
        ({"content": {"an": "error"}}, "is not a zip archive; it begins with b'{"),
    ],
)
def test_file_that_is_not_an_archive_is_an_error(hasty, emulator, export, tmp_path, fault, problem):
    hasty.exports.wait(DEMO, export, timeout=30)
    emulator.faults([{"operation": "storage.get", "status": 200} | fault])
    with pytest.raises(ResponseFormatError, match=rf"^storage\.get: the file from .* {problem}"):
        hasty.exports.download(DEMO, export, to=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [[], {}, 5, True, None])
def test_status_of_another_type_is_an_error_where_it_is_needed(
    hasty, emulator, export, tmp_path, status
):
    emulator.faults([{"operation": "get_export", "set": {"/status": status}, "count": 99}])
    odd = hasty.exports.get(DEMO, export)
    assert (odd.id, odd["status"]) == (export, status)
    with pytest.raises(MissingValue, match=r"^get_export: Job\.status "):
        odd.status  # noqa: B018 - the access is the test
    for call in (
        lambda: hasty.exports.wait(DEMO, export, timeout=30),
        lambda: hasty.exports.download(DEMO, export, to=tmp_path),
    ):
        with pytest.raises(ResponseFormatError, match=r"^get_export: Job\.status "):
            call()
