"""Files that are not exports of Labelbox: `read_export` says what they look like."""

import bz2
import gzip
import io
import json
import lzma
import struct
import zipfile
from pathlib import Path

import pytest

from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox import read_export
from tests.support.rows import read_all

COCO = Path(__file__).parents[4] / ".." / "shared" / "samples" / "coco" / "instances.json"

ROW = {"ID": "a", "Labeled Data": "https://images.example/a.jpg", "Label": {}}


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("export.json", json.dumps([ROW]))
    return out.getvalue()


STARTS = {
    "a ZIP archive": zipped(),
    "an HTML page": b"<!DOCTYPE html>\n<html><title>Sign in</title></html>",
    "XML": b"\xef\xbb\xbf<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
    "a table in CSV": b"ID,DataRow ID,Labeled Data,Label\na,b,https://images.example/a.jpg,{}\n",
    "table in CSV": b'"ID","Label"\n"a","{""objects"": []}"\n',
    "in CSV": b"title;rows\nnone;1\n",
    "compressed by bzip2": bz2.compress(json.dumps([ROW]).encode()),
    "compressed by xz": lzma.compress(json.dumps([ROW]).encode()),
    "gzip in gzip": gzip.compress(json.dumps([ROW]).encode()),
    "text in UTF-16": json.dumps([ROW]).encode("utf-16"),
    "a PNG image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a JPEG image": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a PDF document": b"%PDF-1.7\n",
    "a Parquet file": b"PAR1\x15\x04\x15",
    "binary data": struct.pack("<QI", 40, 7) + b"features of a TFRecord",
    "text that is not JSON": b"names: [cat, dog]\npath: images\n",
}

VALUES = {
    "a COCO data set": {"info": {}, "images": [], "annotations": [], "categories": []},
    "results in the form of COCO": [{"image_id": 1, "category_id": 2, "score": 0.5}],
    "an export of Hasty": {"project_name": "p", "label_classes": [], "images": []},
    "tasks of Label Studio": [{"id": 1, "data": {"image": "a.jpg"}, "annotations": []}],
    "annotations of LabelMe": {"version": "5.0", "shapes": [], "imagePath": "a.jpg"},
    "GeoJSON": {"type": "FeatureCollection", "features": []},
    "with the keys 'shards', 'num_examples'": {"shards": ["a.tfrecord"], "num_examples": 3},
    "with the keys 'ID', 'Label'": [{"ID": 5, "Label": "cat"}],
    "an empty object": {},
    "empty object": [{}],
    "a number": [1, 2.5, 3],
    "an array of numbers": [[1, 2], [3, 4]],
    "an array": [[]],
    "a string": ["a.jpg"],
    "null": None,
    "the frames of one video": [{"frameNumber": 1, "objects": [], "classifications": []}],
    "an ontology of Labelbox": {"tools": [], "classifications": []},
    "annotations for an import into Labelbox": [{"uuid": "u", "dataRow": {"id": "a"}}],
    "data rows of Labelbox": [{"row_data": "https://images.example/a.jpg", "global_key": "a"}],
    "a response of a GraphQL API": {"data": None, "errors": [{"message": "no"}]},
    "a response of an API with a message": {"message": "Unauthorized"},
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'": {"a" * 1000: 1},
    "'a', 'b', 'c', 'd', 'e' and others": dict.fromkeys("abcdefg", 1),
}


def error_of(path, content):
    path.write_bytes(content)
    rows, error = read_all(read_export(path))
    assert rows == []
    assert isinstance(error, ResponseFormatError)
    assert error.operation == path.name
    return error


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("form", STARTS)
def test_file_that_does_not_begin_like_json_is_described(tmp_path, form, pack):
    content = STARTS[form]
    if form == "gzip in gzip":
        content = gzip.compress(content)
    error = error_of(tmp_path / "export", pack(content))
    assert str(error).startswith("export is not an export of Labelbox: it looks like ")
    assert form in str(error)
    assert error.row is None


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("form", VALUES)
def test_json_that_is_not_an_export_is_described(tmp_path, form, indent):
    error = error_of(tmp_path / "a.json", json.dumps(VALUES[form], indent=indent).encode())
    assert str(error).startswith("a.json: row 1 is not a row of an export of Labelbox: it looks ")
    assert form in str(error)
    assert str(error).endswith("Give a file that Labelbox exported, in JSON or NDJSON.")
    assert len(str(error)) < 300
    assert error.row == 1


@pytest.mark.skipif(not COCO.is_file(), reason=f"no file {COCO}")
def test_coco_data_set_of_another_project_is_described(tmp_path):
    assert "a COCO data set" in str(error_of(tmp_path / "a.json", COCO.read_bytes()))


@pytest.mark.parametrize(
    "content", [b"[]", b" [ ]\n", b"\xef\xbb\xbf[]", gzip.compress(b"[]", mtime=0)]
)
def test_export_without_rows_is_not_an_error(tmp_path, content):
    path = tmp_path / "export.json"
    path.write_bytes(content)
    assert list(read_export(path)) == []


def test_value_between_rows_is_an_error_after_the_rows_before_it(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps([ROW, {"message": "internal error"}, ROW]))
    rows, error = read_all(read_export(path))
    assert [row.id for row in rows] == ["a"]
    assert error.row == 2
    assert "row 2 is not a row of an export of Labelbox" in str(error)


@pytest.mark.parametrize(
    "row", [{"Label": {}}, {"Labeled Data": "a"}, {"DataRow ID": "a"}], ids=str
)
def test_row_that_lacks_other_keys_is_read(tmp_path, row):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(row))
    (found,) = read_export(path)
    assert found.to_dict() == row
