"""Complete files pass the check of downloads; cut and other files do not."""

import io
import json
import os
import random
import struct
import zipfile

import pytest

from labelbridge._core.download_check import find_problem

ROWS = [{"id": str(number), "text": 'ä"}]\\'} for number in range(4)]
LINES = b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
JSON = json.dumps(ROWS, indent=1).encode()


def archive(*members, compression=zipfile.ZIP_DEFLATED, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression, **options) as zipped:
        for number, content in enumerate(members):
            zipped.writestr(f"folder/{number}.json", content)
    return target.getvalue()


def streamed(*members):
    """An archive whose sizes are after the members, as a server writes it."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_position):
            raise io.UnsupportedOperation

    target = Pipe()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number, content in enumerate(members):
            zipped.writestr(f"{number}.json", content)
    return target.getvalue()


def zip64(content):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped, zipped.open("a", "w", force_zip64=True) as member:
        member.write(content)
    return target.getvalue()


ARCHIVES = {
    "empty": archive(),
    "deflated": archive(JSON, b"", os.urandom(300)),
    "streamed": streamed(JSON, JSON),
    "zip64": zip64(JSON),
    "nested": archive(archive(JSON), archive(JSON, JSON), compression=zipfile.ZIP_STORED),
}


def problem(content, form):
    return find_problem(io.BytesIO(content), form)


@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES)
def test_only_a_complete_archive_passes(content):
    assert problem(content, "zip") is None
    assert problem(b"", "zip").text == "is empty"
    for length in range(1, len(content)):
        found = problem(content[:length], "zip")
        assert found.cut == (length > 1), length


def test_a_member_without_its_content_is_a_problem():
    whole = ARCHIVES["deflated"]
    for start in range(0, len(whole) - 150, 7):
        found = problem(whole[:start] + whole[start + 100 :], "zip")
        assert found is not None, start


def test_a_member_that_is_not_where_the_archive_says_is_a_problem():
    whole = archive(b"first", b"second")
    second, size = whole.rindex(b"PK\3\4"), whole.index(b"PK\1\2") + 20
    for at, changed in [(second, bytes(4)), (size, b"\xff")]:
        found = problem(whole[:at] + changed + whole[at + len(changed) :], "zip")
        assert found.text.startswith("is a damaged zip archive (at 'folder/")


def test_an_archive_on_several_disks_is_a_problem():
    whole = archive(JSON)
    end = whole.rindex(b"PK\5\6")
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 2)
    found = problem(whole[:end] + locator + whole[end:], "zip")
    assert found.text.startswith("is a damaged zip archive (zipfiles that span multiple disks")


def test_a_damaged_archive_raises_nothing():
    numbers = random.Random(7)
    for content in ARCHIVES.values():
        for _ in range(300):
            damaged = bytearray(content)
            for _ in range(numbers.randint(1, 4)):
                at = numbers.randrange(max(len(damaged) - 120, 0), len(damaged))
                damaged[at] = numbers.choice((0, 255, numbers.randrange(256)))
            problem(bytes(damaged), "zip")


@pytest.mark.parametrize("content", [b"[]", b"{}", b" 17 ", JSON, LINES, b"\xef\xbb\xbf" + JSON])
def test_complete_json_passes(content):
    assert problem(content, "json") is None


@pytest.mark.parametrize("content", [JSON, json.dumps(ROWS[0]).encode()])
def test_cut_json_does_not_pass(content):
    for length in range(1, len(content)):
        assert problem(content[:length], "json").cut, length


def test_lines_that_are_cut_inside_of_a_line_do_not_pass():
    for length in range(1, len(LINES)):
        last = LINES[:length].splitlines()[-1]
        complete = last in LINES.splitlines()
        assert (problem(LINES[:length], "json") is None) == complete, length


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"  \n ", "contains only white space"),
        (b"<!doctype HTML>", "is an HTML page"),
        (b"\n\n<html lang=en>", "is an HTML page"),
        (b"[1] x", "is not JSON (JSON is malformed: "),
        (b"PK\3\4", "is not JSON ("),
        (b"[" * 100_000, "is nested too deeply to be read"),
    ],
)
def test_other_files_do_not_pass_as_json(content, text):
    found = problem(content, "json")
    assert found.text.startswith(text)
    assert not found.cut


@pytest.mark.parametrize("content", [JSON, LINES, JSON[:-1]])
def test_json_files_are_not_read_into_memory(content, tmp_path):
    class File(io.FileIO):
        def read(self, size=-1):
            assert size > 0
            return super().read(size)

    path = tmp_path / "file"
    path.write_bytes(content)
    with File(path) as file:
        assert find_problem(file, "json") == problem(content, "json")
