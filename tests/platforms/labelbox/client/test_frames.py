"""Frames of videos and DICOM series."""

import json

import httpx
import pytest

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.drift import Drift
from labelbridge.errors import InvalidArgument, NotFound, ResponseFormatError
from labelbridge.labelbox import ExportRow, FrameRecord
from labelbridge.options import NO_RETRY, ClientOptions
from labelbridge_emulator.platforms.labelbox.fixtures import add_label
from tests.support.modes import MODES, open_client
from tests.support.samples import damaged, sample_json

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
VIDEO = "cle84ypw37jsfo6urmx02eetw"


@pytest.fixture
def video(labelbox):
    (row,) = (row for row in labelbox.labels.export(PROJECT) if row.id == VIDEO)
    return row


def test_frames_of_a_row_have_annotations(labelbox, video):
    frames = list(labelbox.labels.frames(video))
    assert all(isinstance(frame, FrameRecord) for frame in frames)
    numbers = [frame.frame_number for frame in frames]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    assert frames[0].annotations[0].kind == "bbox"
    assert frames[0].annotations[0].keyframe is True


def test_frames_accept_the_id_of_a_label(labelbox, video):
    assert list(labelbox.labels.frames(VIDEO)) == list(labelbox.labels.frames(video))


def test_url_in_a_row_is_not_requested(labelbox, emulator, store, video):
    video.label.frames = store(b'{"frameNumber": 99}\n')
    frames = list(labelbox.labels.frames(video))
    assert frames[0].frame_number == 1
    assert emulator.requests()[-1]["operation"] == "get_frames"


def test_redirect_is_followed_without_the_key(labelbox, emulator, key, store):
    location = store(b'{"frameNumber": 5}\n{"frameNumber": 6}\n')
    emulator.faults([{"operation": "get_frames", "status": 301, "headers": {"Location": location}}])
    assert [frame.frame_number for frame in labelbox.labels.frames(VIDEO)] == [5, 6]
    platform, storage = emulator.requests()
    assert platform["headers"]["authorization"] == f"Bearer {key}"
    assert storage["operation"] == "storage.get"
    assert key not in json.dumps(storage)


def test_skipped_label_has_no_frames(labelbox, emulator):
    with emulator.store.lock:
        made = add_label(emulator.store, labeled_data="video.mp4", frames=[], skipped=True)
    assert list(labelbox.labels.frames(made["id"])) == []
    assert emulator.requests()[-1]["status"] == 204


def test_row_of_another_asset_type_has_no_frames(labelbox, emulator):
    (row, *_) = labelbox.labels.export(PROJECT)
    before = len(emulator.requests())
    with pytest.raises(InvalidArgument, match=f"^label: {row.id} has no frames"):
        labelbox.labels.frames(row)
    assert len(emulator.requests()) == before


@pytest.mark.parametrize(
    "label",
    [
        "",
        None,
        7,
        "a/../b ",
        damaged(ExportRow, "label"),
        damaged(ExportRow, label=7),
        ExportRow.from_dict(sample_json(ExportRow, label="Skip")),
        ExportRow.from_dict(sample_json(ExportRow, label=[])),
        damaged(ExportRow, "id", label={"frames": "https://api.labelbox.com/v1/frames/a"}),
    ],
)
def test_invalid_labels_are_rejected_before_any_request(labelbox, emulator, label):
    with pytest.raises(InvalidArgument, match="^label: "):
        labelbox.labels.frames(label)
    assert emulator.requests() == []


def test_id_cannot_change_the_path(labelbox, emulator):
    with pytest.raises(NotFound):
        list(labelbox.labels.frames("../../graphql"))
    assert emulator.requests()[0]["operation"] != "execute_graphql"


def test_invalid_line_is_an_error_with_its_number(labelbox, emulator, store):
    location = store(b'{"frameNumber": 1}\n<html>not JSON</html>\n')
    emulator.faults([{"operation": "get_frames", "status": 301, "headers": {"Location": location}}])
    frames = labelbox.labels.frames(VIDEO)
    assert next(frames).frame_number == 1
    with pytest.raises(ResponseFormatError, match="row 2 is not JSON") as caught:
        next(frames)
    assert caught.value.row == 2


@pytest.mark.parametrize("mode", MODES)
def test_drift_of_rows_has_their_numbers(mode):
    drifts: list[Drift] = []
    raw = sample_json(FrameRecord)
    rows = [raw, raw | {"frameNumber": "2"}, raw | {"classifications": {}}]
    body = "\n".join(map(json.dumps, rows)) + "\n{cut"
    response = httpx.Response(200, headers={"Content-Type": "application/x-ndjson"}, text=body)
    options = {"options": ClientOptions(on_drift=drifts.append), "retry": NO_RETRY}
    transport = httpx.MockTransport(lambda _: response)
    with (
        open_client(mode, Labelbox, AsyncLabelbox, transport=transport, **options) as labelbox,
        pytest.raises(ResponseFormatError),
    ):
        list(labelbox.labels.frames("label"))
    assert [(drift.kind, drift.row, drift.place) for drift in drifts] == [
        ("type", 2, "/frameNumber"),
        ("type", 3, "/classifications"),
        ("unreadable", 4, ""),
    ]
