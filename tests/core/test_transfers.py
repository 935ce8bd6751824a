"""Uploads and downloads."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import httpx
import pytest

from labelbridge._core.flow import fetch
from labelbridge.errors import ApiError, ConnectionFailed, InvalidArgument, ResponseFormatError
from labelbridge.files import CHUNK
from tests.core.conftest import KEY, SIGNED_URL, AsyncToolClient, ToolClient, get_thing, response
from tests.support.rows import read_all

FULL = Path("/dev/full")
GZIP = {"Content-Encoding": "gzip"}


@pytest.fixture
def file(tmp_path):
    """A file outside the folder of downloads."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.bin").write_bytes(b"bytes")
    return folder / "a.bin"


@pytest.mark.parametrize("size", [1, CHUNK, 3 * CHUNK + 17])
def test_an_upload_sends_the_bytes_without_the_key(open_tools, size, file):
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    file.write_bytes(data)
    for source in (data, file):
        open_tools().put(source)
        request = open_tools.requests.pop()
        assert (request.method, str(request.url)) == ("PUT", SIGNED_URL)
        assert request.headers["Content-Length"] == str(size)
        assert not {"transfer-encoding", "content-type"} & request.headers.keys()
        assert KEY not in str(request.headers.raw)
        assert request.content == data


def test_a_retried_upload_sends_the_complete_file_again(open_tools, file):
    file.write_bytes(b"bytes" * 1000)
    open_tools(httpx.Response(503), httpx.WriteError("cut"), httpx.Response(200)).put(file)
    assert open_tools.requests[-1].content == b"bytes" * 1000


def test_a_failed_upload_is_an_error_of_the_storage(open_tools):
    with pytest.raises(ApiError, match=r"^storage storage\.put: 403") as caught:
        open_tools(httpx.Response(403, text="<Error/>")).put(b"x")
    assert "sign" not in str(caught.value)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "\ud800", "x/" * 3000])
def test_an_invalid_path_is_an_invalid_argument(open_tools, tmp_path, name):
    tools = open_tools()
    for argument, call in (("file", tools.put), ("to", tools.fetch)):
        with pytest.raises(InvalidArgument, match=f"^({argument}|filename): ") as caught:
            call(os.path.join(tmp_path, name))  # noqa: PTH118 - Path() may raise
        str(caught.value).encode()
    assert list(tmp_path.iterdir()) == []


def test_a_target_must_be_a_path_in_a_folder(open_tools, file, tmp_path):
    for to in (b"x", 5, None, object()):
        with pytest.raises(InvalidArgument, match="^to: must be a path"):
            open_tools().fetch(to)
    for folder in (file, tmp_path / "none"):
        with pytest.raises(InvalidArgument, match="^to: the folder '.*' does not exist"):
            open_tools().fetch(folder / "a.zip")
    assert open_tools.requests == []


def test_a_download_writes_the_file(open_tools, tmp_path):
    text = b'"%s"' % (b"json" * CHUNK)
    tools = open_tools(response(200, text))
    assert tools.fetch(tmp_path / "a.zip") == tmp_path / "a.zip"
    assert (tmp_path / "a.zip").read_bytes() == text
    assert tools.fetch(str(tmp_path)) == tmp_path / "export.zip"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "export.zip"]
    request = open_tools.requests[0]
    assert str(request.url) == SIGNED_URL
    assert "X-Api-Key" not in request.headers
    assert request.headers["Accept-Encoding"] == "identity"


def test_a_folder_at_the_target_is_an_invalid_argument(open_tools, tmp_path, monkeypatch):
    monkeypatch.setattr("labelbridge._core.drivers.is_folder", lambda _to: False)
    with pytest.raises(InvalidArgument, match="^to: .* cannot be written: Is a directory"):
        open_tools(response(200, b"{}")).fetch(tmp_path)
    assert list(tmp_path.parent.glob(".*.part")) == []


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("size", [1, CHUNK], ids=["when closed", "when written"])
def test_a_full_disk_is_an_invalid_argument(open_tools, tmp_path, monkeypatch, size):
    original = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, mode: original(FULL if path.suffix == ".part" else path, "wb")
    )
    with pytest.raises(InvalidArgument, match="^to: .* cannot be written: No space left"):
        open_tools(response(200, b"1" * size)).fetch(tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_download_leaves_no_file(tmp_path):
    files_in_progress = []

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self):
            while True:
                files_in_progress.append(len(list(tmp_path.iterdir())))
                yield b"1" * CHUNK
                await anyio.sleep(0.001)

    async def main():
        network = httpx.MockTransport(lambda _: httpx.Response(200, stream=Endless()))
        async with AsyncToolClient(KEY, transport=network) as client:
            with anyio.move_on_after(0.1) as scope:
                await client.tools.fetch(tmp_path / "a.json")
        assert scope.cancelled_caught

    anyio.run(main)
    assert files_in_progress[-1] == 1
    assert list(tmp_path.iterdir()) == []


def test_threads_may_download_to_the_same_file(tmp_path):
    contents = [b'"%s"' % (b"%d" % number * CHUNK) for number in range(8)]
    bodies = iter(contents * 5)
    network = httpx.MockTransport(lambda _: response(200, next(bodies)))
    with ToolClient(KEY, transport=network) as client, ThreadPoolExecutor(8) as threads:
        paths = set(threads.map(lambda _: client.tools.fetch(tmp_path / "a"), range(40)))
    assert paths == {*tmp_path.iterdir()} == {tmp_path / "a"}
    assert (tmp_path / "a").read_bytes() in contents


@pytest.mark.parametrize("path", [Path("/dev/null"), None], ids=["device", "pipe"])
def test_a_target_that_is_no_regular_file_is_not_replaced(open_tools, path, tmp_path):
    if path is None:
        path = tmp_path / "pipe"
        os.mkfifo(path)
    with pytest.raises(InvalidArgument, match="^to: '.*' is not a regular file, but a device"):
        open_tools().fetch(path)
    assert not path.is_file()
    assert open_tools.requests == []


@pytest.mark.parametrize("exists", [True, False])
def test_a_symbolic_link_stays_and_its_target_is_replaced(open_tools, tmp_path, exists):
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "a.json", tmp_path / "link"
    if exists:
        target.write_bytes(b"old")
    link.symlink_to("folder/a.json")
    assert open_tools(response(200, b"[1]")).fetch(link) == link
    assert link.is_symlink()
    assert target.read_bytes() == b"[1]"
    assert {*tmp_path.rglob("*")} == {tmp_path / "folder", target, link}


@pytest.mark.parametrize(
    ("failure", "error", "problem"),
    [
        (response(200, b"[1, 2", httpx.ReadError("cut")), ConnectionFailed, "cut"),
        (response(200, b"[1, 2"), ConnectionFailed, "{} is incomplete: the end of the JSON"),
        (httpx.Response(404), ApiError, "404"),
        (response(200, b""), ResponseFormatError, "{} is empty"),
        (response(200, b"\n<!DOCTYPE html><html>"), ResponseFormatError, "{} is an HTML page"),
        (response(200, b"<Error/>"), ResponseFormatError, "{} is not JSON .* with b'<Error/>'"),
    ],
    ids=["cut with length", "cut", "status", "empty", "HTML", "another format"],
)
def test_a_failed_download_keeps_the_existing_file(open_tools, tmp_path, failure, error, problem):
    (tmp_path / "a.json").write_bytes(b"old")
    file = r"storage\.get: the file from https://storage\.test/bucket/file\?\*\*\*"
    with pytest.raises(error, match=problem.format(file)) as caught:
        open_tools(failure).fetch(tmp_path / "a.json")
    assert getattr(caught.value, "operation", "storage.get") == "storage.get"
    assert "sign" not in str(caught.value)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
    assert len(open_tools.requests) == (3 if error is ConnectionFailed else 1)


def test_an_incomplete_download_is_retried(open_tools, tmp_path):
    cut, complete = response(200, b"[1, 2"), response(200, b"[1, 2]")
    kept = open_tools(cut, complete).fetch(tmp_path / "a.json")
    assert kept.read_bytes() == b"[1, 2]"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_complete_response_is_fetched_again_if_it_breaks_off(open_tools):
    cut, complete = response(200, b"ab", httpx.ReadError("cut")), response(200, b"abcd")
    for at in (SIGNED_URL, get_thing(success={200: bytes})):
        assert open_tools(cut, complete).run(fetch(at)) == b"abcd"
    with pytest.raises(ConnectionFailed, match="cut"):
        open_tools(cut).run(fetch(SIGNED_URL))


def test_a_truncated_compressed_file_is_not_kept(open_tools, tmp_path):
    packed = gzip.compress(b'"%s"' % os.urandom(5000).hex().encode())
    kept = open_tools(response(200, packed, **GZIP)).fetch(tmp_path / "complete")
    assert kept.read_bytes() == gzip.decompress(packed)
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: .* is truncated"):
        open_tools(response(200, packed[:3000], **GZIP)).fetch(tmp_path / "cut")
    assert list(tmp_path.iterdir()) == [kept]


def test_truncated_compressed_rows_raise_after_the_complete_rows(open_tools):
    packed = gzip.compress(b'{"a": 1}\n' * 500 + os.urandom(2000).hex().encode())
    for cut in (1500, -8):
        rows, error = read_all(open_tools(response(200, packed[:cut], **GZIP)).rows())
        assert isinstance(error, ResponseFormatError)
        assert rows == [{"a": 1}] * 500


@pytest.mark.parametrize(
    "url",
    ["x", "ftp://h/x", "http://", "//h/x", "data:,x", "http://a\nb/x", "http://" + "a" * 70_000],
    ids=lambda url: url[:12],
)
def test_an_invalid_url_of_the_platform_is_a_response_format_error(open_tools, file, url):
    target = file.parent / "b.bin"
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: .* an invalid URL"):
        open_tools().fetch(target, url=url)
    with pytest.raises(ResponseFormatError, match=r"^storage\.put: .* an invalid URL"):
        open_tools().put(file, url=url)
    assert (open_tools.requests, list(file.parent.iterdir())) == ([], [file])
