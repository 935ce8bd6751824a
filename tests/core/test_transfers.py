"""Files on their way, in both colours: those of the user's that fail, and those that came wrong."""

import gzip
import os
from pathlib import Path

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge._core.flow import Open, destination, download, inspect, upload
from labelbridge._core.methods import Resource, operation, stream
from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.files import CHUNK, FileSource
from labelbridge.options import RetryPolicy
from tests.support.modes import MODES, open_client
from tests.support.rows import read_all

QUICK = RetryPolicy(attempts=3, base=0.001)
FULL = Path("/dev/full")
STORED = "https://storage.test/bucket/file?X-Signature=sign"


class Tools(Resource):
    """What moves files."""

    @operation
    def put(self, path, url=STORED):
        source = FileSource.of(path, argument="file")
        yield from inspect(source)
        between(path)
        yield from upload(url, source)

    @operation
    def fetch(self, to, url=STORED, magic=b""):
        path = yield from destination(to, name="export.zip")
        return (yield from download(url, path, magic=magic))

    @stream
    def rows(self, at=STORED):
        yield from ()
        return Open(at, dict)


class ToolBox(Hasty):
    @property
    def tools(self):
        return Tools(self._context)


class AsyncToolBox(AsyncHasty):
    @property
    def tools(self):
        return Tools(self._context)


def between(path):
    """What a test does to a file after it was looked at and before it is sent."""


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is still to be read, in both colours."""

    def __init__(self, content: bytes):
        self._content = content

    def __iter__(self):
        yield self._content

    async def __aiter__(self):
        yield self._content


@pytest.fixture(params=MODES)
def box(request):
    """Make tools whose transport answers all requests with the same; `asked` keeps the requests."""
    contexts, asked = [], []

    def make(status=200, body=b"", **headers):
        def answer(request):
            if request.method == "PUT":
                asked.append(request)
                return httpx.Response(200)
            asked.append(request)
            return httpx.Response(status, headers=headers, stream=Body(body))

        context = open_client(
            request.param,
            ToolBox,
            AsyncToolBox,
            retry=QUICK,
            transport=httpx.MockTransport(answer),
        )
        contexts.append(context)
        return context.__enter__().tools

    make.asked = asked
    yield make
    for context in contexts:
        context.__exit__(None, None, None)


@pytest.fixture
def changing(monkeypatch):
    """Do something to the file between the look at it and its sending."""
    return lambda act: monkeypatch.setitem(globals(), "between", act)


# Files of the user's


def test_a_file_that_is_gone_when_it_is_sent_is_named(box, tmp_path, changing):
    file = tmp_path / "a.bin"
    file.write_bytes(b"bytes")
    changing(os.unlink)
    with pytest.raises(InvalidArgument, match=r"^file: '.*a\.bin' cannot be read: No such file"):
        box().put(file)
    assert box.asked == []


def test_a_file_that_cannot_be_read_to_its_end_is_named(box, tmp_path, monkeypatch):
    file = tmp_path / "a.bin"
    file.write_bytes(b"x" * (2 * CHUNK))

    class Broken:
        def __init__(self, open_client):
            self._opened = open_client

        def __enter__(self):
            return self

        def __exit__(self, *error):
            self._opened.close()

        def __getattr__(self, name):
            return getattr(self._opened, name)

        def read(self, size):
            if self._opened.tell() >= CHUNK:
                raise OSError(5, "Input/output error")
            return self._opened.read(size)

    whole = FileSource.open
    monkeypatch.setattr(FileSource, "open", lambda self: Broken(whole(self)))
    with pytest.raises(InvalidArgument, match="^file: .* cannot be read: Input/output error"):
        box().put(file)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "\ud800", "x/" * 3000])
def test_a_path_that_no_file_can_have_is_refused(box, tmp_path, name):
    for argument, call in (("file", box().put), ("to", box(body=b"x").fetch)):
        with pytest.raises(InvalidArgument, match=f"^({argument}|filename): ") as caught:
            call(os.path.join(tmp_path, name))  # noqa: PTH118 - Path() may refuse it before
        str(caught.value).encode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", [b"x", 5, None, object()])
def test_what_is_no_path_is_refused(box, to):
    with pytest.raises(InvalidArgument, match="^to: must be a path"):
        box().fetch(to)
    assert box.asked == []


def test_a_place_where_nothing_can_be_written_is_named(box, tmp_path):
    (tmp_path / "file").write_text("is no folder")
    with pytest.raises(InvalidArgument, match="^to: .*the folder '.*file' does not exist"):
        box().fetch(tmp_path / "file" / "a.zip")
    assert box.asked == []


def test_a_folder_that_comes_into_the_way_is_named_and_nothing_is_left(box, tmp_path, monkeypatch):
    monkeypatch.setattr("labelbridge._core.drivers.is_folder", lambda _to: False)
    with pytest.raises(InvalidArgument, match="^to: .* cannot be written: Is a directory"):
        box(body=b"PK").fetch(tmp_path)
    assert list(tmp_path.parent.glob(".*.part")) == []


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is full")
def test_a_full_disk_is_named_and_nothing_is_left(box, tmp_path, monkeypatch):
    whole = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda path, mode: whole(FULL, "wb") if path.suffix == ".part" else whole(path, mode),
    )
    with pytest.raises(InvalidArgument, match="^to: .* cannot be written: No space left"):
        box(body=b"x" * CHUNK).fetch(tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


# Files of the platform's


def test_a_file_is_asked_for_as_it_is(box, tmp_path):
    box(body=b"PK...").fetch(tmp_path, magic=b"PK")
    (asked,) = box.asked
    assert asked.headers["Accept-Encoding"] == "identity"
    assert (tmp_path / "export.zip").read_bytes() == b"PK..."


@pytest.mark.parametrize(
    ("status", "body"), [(204, b""), (200, b""), (200, b"P"), (200, b"<html>sorry</html>")]
)
def test_what_does_not_begin_as_it_must_is_not_kept(box, tmp_path, status, body):
    there = tmp_path / "export.zip"
    there.write_bytes(b"of yesterday")
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: the file begins with b'") as no:
        box(status, body).fetch(there, magic=b"PK")
    assert no.value.operation == "storage.get"
    assert there.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [there]


def test_a_packed_file_that_is_cut_is_not_kept(box, tmp_path):
    packed = gzip.compress(os.urandom(5000))
    make = {"Content-Encoding": "gzip"}
    kept = box(body=packed, **make).fetch(tmp_path / "whole")
    assert kept.read_bytes() == gzip.decompress(packed)
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: .* is truncated"):
        box(body=packed[:3000], **make).fetch(tmp_path / "cut")
    assert list(tmp_path.iterdir()) == [kept]


def test_packed_rows_that_are_cut_are_an_error_after_the_rows_before(box):
    packed = gzip.compress(b'{"a": 1}\n' * 500 + os.urandom(2000).hex().encode())
    rows, error = read_all(box(body=packed[:1500], **{"Content-Encoding": "gzip"}).rows())
    assert isinstance(error, ResponseFormatError)
    assert rows == [{"a": 1}] * 500
    rows, error = read_all(
        box(body=gzip.compress(b'{"a": 1}\n' * 500)[:-8], **{"Content-Encoding": "gzip"}).rows()
    )
    assert "is truncated" in str(error)


@pytest.mark.parametrize(
    "url",
    ["x", "ftp://h/x", "http://", "//h/x", "data:,x", "http://a\nb/x", "http://" + "a" * 70_000],
)
def test_an_address_that_is_none_is_the_platforms_fault(box, tmp_path, url):
    file = tmp_path / "a.bin"
    file.write_bytes(b"bytes")
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: .* an invalid URL"):
        box().fetch(tmp_path / "b.bin", url=url)
    with pytest.raises(ResponseFormatError, match=r"^storage\.put: .* an invalid URL"):
        box().put(file, url=url)
    assert (box.asked, list(tmp_path.iterdir())) == ([], [file])
