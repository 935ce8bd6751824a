"""Reading of export files: arrays, objects and NDJSON, gzip, damaged files, and all years."""

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.labelbox import ExportRow, read_export
from tests.support.rows import read_all

SAMPLES = Path(__file__).parents[4] / ".." / "shared" / "samples" / "labelbox_v1"

QUESTION = {"title": "color", "answer": "brown"}
BOX = {"top": 1, "left": 2, "height": 3, "width": 4}


def export_row(number):
    shape = {"featureId": f"feature-{number}", "title": "Bär", "bbox": BOX}
    return {
        "ID": f"label-{number}",
        "Labeled Data": "https://images.example/a.jpg",
        "Label": {"objects": [shape | {"classifications": [[QUESTION]]}], "classifications": []},
        "Created At": "2021-07-13T21:19:39.000Z",
        "Seconds to Label": 150.908,
    }


ROWS = [export_row(number) for number in range(3)]


def as_array(rows):
    return json.dumps(rows).encode()


def as_printed_array(rows):
    return json.dumps(rows, indent=4, ensure_ascii=False).encode()


def as_ndjson(rows):
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


@pytest.fixture
def file(tmp_path):
    """Write bytes to a file."""

    def write(content, name="export.json"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("form", [as_array, as_printed_array, as_ndjson])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_arrays_and_ndjson_are_read_with_and_without_gzip(file, form, pack):
    rows = list(read_export(file(pack(form(ROWS)))))
    assert [row.id for row in rows] == ["label-0", "label-1", "label-2"]
    assert all(isinstance(row, ExportRow) for row in rows)
    (box,) = rows[1].annotations
    assert (box.title, box.kind, box.annotations[0].kind) == ("Bär", "bbox", "free-text")
    assert rows[1].created_at.isoformat() == "2021-07-13T21:19:39+00:00"


def test_gzip_is_detected_by_content_and_can_have_several_members(file):
    members = b"".join(gzip.compress(as_ndjson([row])) for row in ROWS)
    for content, name in [(members, "export.json"), (as_array(ROWS), "export.json.gz")]:
        assert len(list(read_export(file(content, name)))) == 3


@pytest.mark.parametrize("content", [b"", b" \n", gzip.compress(b"", mtime=0)])
def test_empty_file_is_an_error(file, content):
    rows, error = read_all(read_export(file(content)))
    assert rows == []
    assert isinstance(error, ResponseFormatError)
    assert error.row == 1
    assert "export.json: row 1 is missing" in str(error)
    for name in ("rows.ndjson", "rows.JSONL.gz"):
        assert list(read_export(file(content, name))) == []


@pytest.mark.parametrize("form", [as_array, as_printed_array, as_ndjson])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_truncated_file_returns_the_complete_rows(file, form, number):
    content = form(ROWS)
    inside = content.index(f"feature-{number - 1}".encode())
    rows, error = read_all(read_export(file(content[:inside])))
    assert len(rows) == number - 1
    assert isinstance(error, ResponseFormatError)
    assert (error.row, error.operation) == (number, "export.json")
    assert f"row {number} is truncated" in str(error)


def gzipped(rows):
    """Gzip with random data, so that the rows are in different parts of the file."""
    noise = [{**row, "Labeled Data": os.urandom(20_000).hex()} for row in rows]
    return gzip.compress(as_ndjson(noise))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_gzip_returns_the_complete_rows(file, share):
    packed = gzipped(ROWS)
    rows, error = read_all(read_export(file(packed[: int(len(packed) * share)])))
    assert [row.id for row in rows] == [f"label-{n}" for n in range(int(share * 3))]
    assert isinstance(error, ResponseFormatError)
    assert error.row == len(rows) + 1


def test_damage_at_the_end_of_a_gzip_is_an_error_after_all_rows(file):
    truncated = gzip.compress(as_ndjson(ROWS))
    wrong_checksum = truncated[:-8] + bytes([truncated[-8] ^ 0xFF]) + truncated[-7:]
    for packed, problem in [(truncated[:-4], "cannot be decompressed"), (wrong_checksum, "CRC")]:
        rows, error = read_all(read_export(file(packed)))
        assert (len(rows), error.row) == (3, 4)
        assert problem in str(error)


def test_damaged_gzip_is_an_error(file):
    packed = gzipped(ROWS)
    half = len(packed) // 2
    damaged = packed[:half] + b"\xff" * 200 + packed[half + 200 :]
    rows, error = read_all(read_export(file(damaged)))
    assert len(rows) < 3
    assert isinstance(error, ResponseFormatError)
    assert error.row == len(rows) + 1


def test_missing_file_and_folder_are_rejected_immediately(tmp_path):
    with pytest.raises(InvalidArgument, match="^path: .* does not exist") as caught:
        read_export(tmp_path / "nothing.json")
    assert caught.value.argument == "path"
    with pytest.raises(InvalidArgument, match="^path: .* is a folder"):
        read_export(tmp_path)
    with pytest.raises(InvalidArgument, match="^path: must be a path"):
        read_export(7)


def test_file_that_cannot_be_opened_is_an_invalid_argument(file):
    path = file(b"[]")
    rows = read_export(path)
    path.unlink()
    with pytest.raises(InvalidArgument, match="^path: .* cannot be read"):
        next(rows)


def test_rows_of_2018_are_read(file):
    rows = [
        {"ID": "wkt", "Label": {"Car": "MULTIPOLYGON (((1 2, 3 4)))"}, "Seconds to Label": "8.5"},
        {"ID": "xy", "Label": {"Car": [[{"x": 1, "y": 2}]]}, "External ID": ""},
        {"ID": "v3", "Label": {"Car": [{"geometry": "POLYGON ((1 2))"}]}, "Agreement": None},
        {"ID": "skipped", "Labeled Data": "https://a.example", "Label": "Skip"},
    ]
    read = list(read_export(file(as_array(rows))))
    given = [{key: value for key, value in row.items() if value is not None} for row in rows]
    assert [row.to_dict() for row in read] == given
    kinds = [[annotation.kind for annotation in row.annotations] for row in read]
    assert kinds == [["polygon"], ["polygon"], ["polygon"], []]
    assert read[0].seconds_to_label == "8.5"
    assert read[3].label == "Skip"


def test_differences_from_the_contract_are_reported(file):
    new = {"data_row": {"id": "a", "row_data": 7}, "media_attributes": {}}
    path = file(as_ndjson([ROWS[0] | {"Skipped": 3, "New Key": 1}, new]) + b"7")
    found = []
    rows, error = read_all(read_export(path, on_drift=found.append))
    assert len(rows) == 2
    places = {(drift.row, drift.kind, drift.place) for drift in found}
    assert places >= {
        (1, "unknown_key", "/New Key"),
        (1, "type", "/Skipped"),
        (2, "type", "/data_row/row_data"),
        (3, "unreadable", ""),
    }
    assert {(drift.vendor, drift.operation, drift.status) for drift in found} == {
        ("labelbox", "export.json", None)
    }
    assert str(error) in {drift.problem for drift in found}


def test_matching_file_has_no_differences(file):
    row = ROWS[0] | {"Label": {}}
    found = []
    assert len(list(read_export(file(as_array([row])), on_drift=found.append))) == 1
    assert found == []


def test_on_drift_must_be_a_function(file):
    with pytest.raises(InvalidArgument, match="^on_drift: must be a function"):
        read_export(file(b"[]"), on_drift="log")


MANY = 50_000
READING = """
import re, sys
from pathlib import Path
from labelbridge.labelbox import read_export

def peak():
    return int(re.search("VmHWM:[^0-9]*([0-9]+) kB", Path("/proc/self/status").read_text())[1])

before = peak()
print(sum(1 for _ in read_export(sys.argv[1])), peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize("pack", [False, True])
def test_large_file_is_read_in_constant_memory(tmp_path, pack):
    path, padding = tmp_path / "large.json", "x" * 1600
    with gzip.open(path, "wb", compresslevel=1) if pack else path.open("wb") as out:
        for start in range(0, MANY, 1000):
            rows = (
                f'{{"ID": "{n}", "Labeled Data": "{padding}"}}' for n in range(start, start + 1000)
            )
            out.write((", " if start else "[").encode() + ",\n".join(rows).encode())
        out.write(b"]")
    # in another process, because the memory of this one includes other tests
    program = [sys.executable, "-c", READING, str(path)]
    output = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    count, kilobytes = map(int, output.split())
    assert count == MANY
    assert kilobytes < 24_000  # of more than 80 MB


KINDS = {
    "image_export": {"bbox": 4, "mask": 1, "polygon": 2, "point": 1, "line": 2},
    "pdf_export": {"bbox": 7},
    "text_export": {"text": 4, "radio": 1},
    "tiled_image_export": {
        "geo-polygon": 1,
        "geo-point": 3,
        "geo-polyline": 1,
        "geo-rectangle": 1,
        "polygon": 1,
        "point": 5,
        "line": 1,
        "bbox": 1,
    },
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples in {SAMPLES}")
@pytest.mark.parametrize("name", KINDS)
def test_kinds_of_annotations_in_a_sample_of_the_vendor(name):
    rows = list(read_export(SAMPLES / f"{name}.json"))
    kinds = Counter(annotation.kind for row in rows for annotation in row.annotations)
    assert kinds == KINDS[name]
