"""Frames of videos and DICOM series: streamed from the client's own host, by the label's id."""

import json

import pytest

from labelbridge.errors import ConnectionFailed, InvalidArgument, NotFound, ResponseFormatError
from labelbridge.labelbox import ExportRow, FrameRecord
from labelbridge_emulator.platforms.labelbox.fixtures import add_label
from tests.support.rows import read_all

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
VIDEO = "cle84ypw37jsfo6urmx02eetw"


@pytest.fixture
def video(labelbox):
    (row,) = (row for row in labelbox.labels.export(PROJECT) if row.id == VIDEO)
    return row


def test_a_rows_frames_come_typed_with_their_annotations(labelbox, video):
    frames = list(labelbox.labels.frames(video))
    assert all(isinstance(frame, FrameRecord) for frame in frames)
    numbers = [frame.frame_number for frame in frames]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    assert frames[0].annotations[0].kind == "bbox"
    assert frames[0].annotations[0].keyframe is True


def test_the_id_of_a_label_is_enough(labelbox, video):
    assert list(labelbox.labels.frames(VIDEO)) == list(labelbox.labels.frames(video))


def test_a_rows_own_annotations_are_no_request(labelbox, emulator, video):
    before = len(emulator.requests())
    assert isinstance(video.annotations, list)
    assert len(emulator.requests()) == before


def test_an_address_in_a_row_never_gets_the_key(labelbox, emulator, key, store, video):
    video.label.frames = store(b'{"frameNumber": 99}\n')
    frames = list(labelbox.labels.frames(video))
    assert frames[0].frame_number == 1
    assert key not in json.dumps(
        [e for e in emulator.requests() if e["operation"] == "storage.get"]
    )


def test_a_redirection_is_followed_without_the_key(labelbox, emulator, key, store):
    elsewhere = store(b'{"frameNumber": 5}\n{"frameNumber": 6}\n')
    emulator.faults(
        [{"operation": "get_frames", "status": 301, "headers": {"Location": elsewhere}}]
    )
    assert [frame.frame_number for frame in labelbox.labels.frames(VIDEO)] == [5, 6]
    platform, storage = emulator.requests()
    assert platform["headers"]["authorization"] == f"Bearer {key}"
    assert storage["operation"] == "storage.get"
    assert key not in json.dumps(storage)


def test_a_label_that_was_skipped_has_no_frames(labelbox, emulator):
    with emulator.store.lock:
        made = add_label(emulator.store, labeled_data="video.mp4", frames=[], skipped=True)
    assert list(labelbox.labels.frames(made["id"])) == []
    assert emulator.requests()[-1]["status"] == 204


def test_a_label_that_is_not_there_is_not_found(labelbox):
    with pytest.raises(NotFound, match="labelbox get_frames: 404"):
        list(labelbox.labels.frames("cl00000000000000000000000"))


def test_a_row_of_something_else_has_no_frames(labelbox, emulator):
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
        ExportRow(),
        ExportRow.from_dict({"ID": "a", "Label": "Skip"}),
        ExportRow.from_dict({"ID": "a", "Label": [{"frameNumber": 1}]}),
        ExportRow.from_dict({"Label": {"frames": "https://api.labelbox.com/v1/frames/a"}}),
    ],
)
def test_what_names_no_frames_is_refused_before_any_request(labelbox, emulator, label):
    with pytest.raises(InvalidArgument, match="^label: "):
        labelbox.labels.frames(label)
    assert emulator.requests() == []


def test_an_id_cannot_lead_elsewhere(labelbox, emulator):
    with pytest.raises(NotFound):
        list(labelbox.labels.frames("../../graphql"))
    assert emulator.requests()[0]["operation"] != "execute_graphql"


def test_frames_that_break_off_raise_after_the_ones_before(labelbox, emulator):
    emulator.faults([{"operation": "get_frames", "body": "cut"}])
    read, error = read_all(labelbox.labels.frames(VIDEO))
    assert isinstance(error, ConnectionFailed)
    assert read[0].frame_number == 1


def test_a_line_that_is_no_frame_raises_with_its_number(labelbox, emulator, store):
    elsewhere = store(b'{"frameNumber": 1}\n<html>there is no JSON here</html>\n')
    emulator.faults(
        [{"operation": "get_frames", "status": 301, "headers": {"Location": elsewhere}}]
    )
    frames = labelbox.labels.frames(VIDEO)
    assert next(frames).frame_number == 1
    with pytest.raises(ResponseFormatError, match="row 2 is not JSON") as caught:
        next(frames)
    assert caught.value.row == 2
