"""Reading of export files: arrays, objects and NDJSON, gzip, damaged files, and all years."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.labelbox import ExportRow, LabelObject, read_export
from labelbridge_api.labelbox.types import UNSET
from tests.support.rows import read_all

SAMPLES = Path(__file__).parents[4] / ".." / "shared" / "samples" / "labelbox_v1"

ROWS = [
    {
        "ID": f"label-{number}",
        "Labeled Data": "https://images.example/a.jpg",
        "Label": {
            "objects": [
                {
                    "featureId": f"feature-{number}",
                    "title": "Bär" if number else "boîte",
                    "bbox": {"top": 1, "left": 2, "height": 3, "width": 4},
                    "classifications": [[{"title": "colour", "answer": "brown"}]],
                }
            ],
            "classifications": [],
        },
        "Created At": "2021-07-13T21:19:39.000Z",
        "Seconds to Label": 150.908,
        "Skipped": False,
    }
    for number in range(3)
]


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
    assert rows[1].annotations[0].title == "Bär"
    assert rows[1].annotations[0].kind == "bbox"
    assert rows[1].annotations[0].annotations[0].kind == "free-text"
    assert rows[1].created_at.isoformat() == "2021-07-13T21:19:39+00:00"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_single_object_is_one_row(file, pack):
    (row,) = read_export(file(pack(json.dumps(ROWS[0], indent=2).encode())))
    assert row.id == "label-0"


def test_gzip_is_detected_by_content(file):
    assert len(list(read_export(file(gzip.compress(as_array(ROWS)), "export.json")))) == 3
    assert len(list(read_export(file(as_array(ROWS), "export.json.gz")))) == 3


def test_gzip_with_several_members_is_read(file):
    packed = b"".join(gzip.compress(as_ndjson([row])) for row in ROWS)
    assert len(list(read_export(file(packed)))) == 3


def test_byte_order_mark_and_whitespace_are_ignored(file):
    content = b"\xef\xbb\xbf \r\n" + as_array(ROWS) + b"\n\n"
    assert len(list(read_export(str(file(content))))) == 3


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_empty_array_has_no_rows(file, pack):
    assert list(read_export(file(pack(b"[]")))) == []


@pytest.mark.parametrize("content", [b"", b" \n", gzip.compress(b"", mtime=0)])
def test_empty_file_is_an_error(file, content):
    rows, error = read_all(read_export(file(content)))
    assert rows == []
    assert isinstance(error, ResponseFormatError)
    assert error.row == 1
    assert "export.json: row 1 is missing" in str(error)


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


def test_array_truncated_between_rows_is_an_error_in_the_next_row(file):
    rows, error = read_all(read_export(file(as_array(ROWS)[:-1])))
    assert len(rows) == 3
    assert error.row == 4


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


def test_gzip_truncated_in_its_last_bytes_returns_all_rows_first(file):
    rows, error = read_all(read_export(file(gzip.compress(as_array(ROWS))[:-4])))
    assert len(rows) == 3
    assert error.row == 4
    assert "cannot be decompressed" in str(error)


def test_wrong_checksum_is_an_error_after_all_rows(file):
    packed = bytearray(gzip.compress(as_ndjson(ROWS)))
    packed[-8] ^= 0xFF
    rows, error = read_all(read_export(file(bytes(packed))))
    assert len(rows) == 3
    assert isinstance(error, ResponseFormatError)
    assert "CRC" in str(error)


def test_damaged_gzip_is_an_error(file):
    packed = gzipped(ROWS)
    middle = len(packed) // 2
    rows, error = read_all(
        read_export(file(packed[:middle] + b"\xff" * 200 + packed[middle + 200 :]))
    )
    assert len(rows) < 3
    assert isinstance(error, ResponseFormatError)
    assert error.row == len(rows) + 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>not an export</html>", "is not JSON"),
        (b'[{"ID": "a"}, 7]', "a number, expected ExportRow"),
        (b'[{"ID": "a"} {"ID": "b"}]', "not separated by a comma"),
        (b'{"ID": "a"}\n{"ID": "\xff\xfe"}\n', "is not UTF-8"),
    ],
)
def test_invalid_row_is_an_error_with_its_number(file, content, problem):
    rows, error = read_all(read_export(file(content)))
    assert isinstance(error, ResponseFormatError)
    assert error.row == len(rows) + 1
    assert problem in str(error)


def test_value_of_another_type_is_unset_and_kept_as_raw_value(file):
    content = b'[{"ID": "a", "Created At": "yesterday"}, {"ID": 7, "Created At": "2021-07-13"}]'
    first, second = read_export(file(content))
    assert (first.id, first.created_at, first["Created At"]) == ("a", UNSET, "yesterday")
    assert (second.id, second["ID"]) == (UNSET, 7)
    assert second.created_at.isoformat() == "2021-07-13T00:00:00+00:00"


def test_missing_file_and_folder_are_rejected_immediately(tmp_path):
    with pytest.raises(InvalidArgument, match="^path: .* does not exist") as caught:
        read_export(tmp_path / "nothing.json")
    assert caught.value.argument == "path"
    with pytest.raises(InvalidArgument, match="^path: .* is a folder"):
        read_export(tmp_path)


@pytest.mark.parametrize("bad", [None, 7, b"export.json"])
def test_path_must_be_a_path(bad):
    with pytest.raises(InvalidArgument, match="^path: must be a path"):
        read_export(bad)


def test_file_that_cannot_be_opened_is_an_invalid_argument(file):
    path = file(b"[]")
    rows = read_export(path)
    path.unlink()
    with pytest.raises(InvalidArgument, match="^path: .* cannot be read"):
        next(rows)


def test_close_ends_the_iteration(file):
    rows = read_export(file(gzip.compress(as_array(ROWS))))
    assert next(rows).id == "label-0"
    rows.close()
    assert list(rows) == []


def test_rows_of_2018_are_read(file):
    rows = [
        {"ID": "wkt", "Label": {"Car": "MULTIPOLYGON (((1 2, 3 4)))"}, "Seconds to Label": "8.5"},
        {"ID": "xy", "Label": {"Car": [[{"x": 1, "y": 2}]]}, "External ID": ""},
        {"ID": "v3", "Label": {"Car": [{"geometry": "POLYGON ((1 2))"}]}, "Agreement": None},
        {"ID": "skipped", "Label": "Skip"},
    ]
    read = list(read_export(file(as_array(rows))))
    assert [row.to_dict() for row in read] == rows
    assert [row.annotations for row in read] == [[]] * 4
    assert read[0].seconds_to_label == "8.5"
    assert read[3].label == "Skip"


def test_unknown_properties_are_kept(file):
    (row,) = read_export(file(as_array([{**ROWS[0], "A New Key": {"deep": [1]}}])))
    assert row["A New Key"] == {"deep": [1]}
    assert row.global_key is UNSET


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


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples in {SAMPLES}")
class TestSamples:
    """Samples published by the vendor."""

    def test_all_objects_have_a_kind(self):
        rows = [row for path in sorted(SAMPLES.glob("*.json")) for row in read_export(path)]
        assert len(rows) == 5
        objects = [a for row in rows for a in row.annotations if isinstance(a, LabelObject)]
        assert len(objects) == sum(len(row.label.objects) for row in rows) == 35
        assert "unknown" not in {each.kind for each in objects}

    @pytest.mark.parametrize(
        ("name", "kinds"),
        [
            ("image_export", {"bbox": 4, "mask": 1, "polygon": 2, "point": 1, "line": 2}),
            ("pdf_export", {"bbox": 7}),
            ("text_export", {"text": 4, "radio": 1}),
            (
                "tiled_image_export",
                {
                    "geo-polygon": 1,
                    "geo-point": 3,
                    "geo-polyline": 1,
                    "geo-rectangle": 1,
                    "polygon": 1,
                    "point": 5,
                    "line": 1,
                    "bbox": 1,
                },
            ),
        ],
    )
    def test_kinds_of_a_sample(self, name, kinds):
        counted = {}
        for row in read_export(SAMPLES / f"{name}.json"):
            for annotation in row.annotations:
                counted[annotation.kind] = counted.get(annotation.kind, 0) + 1
        assert counted == kinds
