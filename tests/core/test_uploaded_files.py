"""Files that are uploaded: paths, file objects, and what cannot be uploaded."""

import gzip
import io
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import anyio
import httpx
import pytest

from labelbridge._core.media_formats import HEAD
from labelbridge._core.postponed_file import PostponedFile
from labelbridge.errors import InvalidArgument
from labelbridge.files import CHUNK, FileSource
from tests.core.conftest import AsyncToolClient

CONTENT = bytes(range(256)) * (2 * CHUNK // 256) + b"the end"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def opened(path):
    with path.open("rb") as file:
        yield file


class Minimal:
    """An object with the methods that an upload needs, and nothing else."""

    def __init__(self, content):
        file = io.BytesIO(content)
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


class ShortReads(io.BytesIO):
    """A file object that returns less than requested, as raw files do."""

    def read(self, size=-1):
        return super().read(min(size, 1) if self.tell() < 3 else size)


OBJECTS = {
    "bytes": io.BytesIO,
    "short reads": ShortReads,
    "minimal": Minimal,
    "buffered": lambda content: io.BufferedReader(io.BytesIO(content)),
    "gzip": lambda content: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(content, 1))),
}


@pytest.mark.parametrize("make", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("position", [0, 100, len(CONTENT)])
def test_a_file_object_is_sent_completely_and_keeps_its_position(open_tools, make, position):
    file = make(CONTENT)
    file.seek(position)
    open_tools(httpx.Response(503), httpx.WriteError("cut"), httpx.Response(200)).put(file)
    assert [request.content == CONTENT for request in open_tools.requests] == [True] * 3
    assert open_tools.requests[0].headers["Content-Length"] == str(len(CONTENT))
    assert file.tell() == position
    assert file.read(1) == CONTENT[position : position + 1]  # it is still open


def test_an_opened_file_has_the_name_of_its_path(opened, path):
    assert FileSource.of(opened, argument="file").name == path.name
    assert FileSource.of(opened, argument="file", name="b.bin").name == "b.bin"
    assert FileSource.of(path.name, argument="file").name == path.name


@pytest.mark.parametrize("file", [io.BytesIO(), b"", Minimal(b"")])
def test_content_without_a_name_requires_one(file):
    with pytest.raises(InvalidArgument, match="^filename: is required if file is bytes or a file"):
        FileSource.of(file, argument="file")


def test_threads_may_share_a_file_object(opened):
    source = FileSource.of(opened, argument="file")

    def read(_number):
        with source.open() as file:
            return b"".join(iter(lambda: file.read(9999), b""))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(read, range(40))) == {CONTENT}


def closed():
    file = io.BytesIO(b"x")
    file.close()
    return file


def text_wrapper():
    file = Minimal(b"")
    file.read = lambda _size: "text"
    return file


def fails():
    file = Minimal(b"x" * 10)
    file.read = lambda _size: 1 / 0
    return file


class Stream(io.BytesIO):
    """A file object like that of a pipe."""

    def seekable(self):
        return False

    def seek(self, *_position):
        raise io.UnsupportedOperation("seek")


INVALID = {
    "text": (lambda: io.StringIO("x"), 'is a file in text mode; open it with mode "rb"'),
    "returns text": (text_wrapper, 'is a file in text mode; open it with mode "rb"'),
    "stream": (Stream, "f cannot seek, as a retry requires; give its content"),
    "closed": (closed, "f cannot be read: I/O operation on closed file"),
    "error": (fails, "f cannot be read: division by zero"),
    "write": (lambda: io.BufferedWriter(io.BytesIO()), "f cannot be read: read"),
    "async": (lambda: anyio.AsyncFile(io.BytesIO()), r"is an async file \(AsyncFile\); give its"),
    "other": (object, "must be a path, bytes or a binary file, not object"),
    "none": (lambda: None, "must be a path, bytes or a binary file, not NoneType"),
}


@pytest.mark.parametrize(("make", "problem"), INVALID.values(), ids=INVALID)
def test_an_unusable_file_object_is_an_invalid_argument(open_tools, make, problem):
    with pytest.raises(InvalidArgument, match=f"^file: {problem}"):
        open_tools().put(make(), name="f")
    assert open_tools.requests == []


def fifo(folder):
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def bound_socket(folder):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
    return folder / "socket"


def loop(folder):
    (folder / "loop").symlink_to("loop")
    return folder / "loop"


NOT_FILES = {
    "missing": (lambda folder: folder / "none", "does not exist"),
    "in a file": (lambda _folder: Path(__file__) / "none", "does not exist"),
    "folder": (lambda folder: folder, "is a folder; give a file"),
    "device": (lambda _folder: Path(os.devnull), "is not a regular file, but a device, a pipe or"),
    "pipe": (fifo, "is not a regular file, but a device, a pipe or a socket"),
    "socket": (bound_socket, "is not a regular file"),
    "loop": (loop, "cannot be read: "),
}


@pytest.mark.skipif(sys.platform == "win32", reason="these are files of POSIX systems")
@pytest.mark.parametrize(("make", "problem"), NOT_FILES.values(), ids=NOT_FILES)
def test_a_path_that_is_no_regular_file_is_an_invalid_argument(
    open_tools, make, problem, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with pytest.raises(InvalidArgument, match=f"^file: '.*' {problem}"):
        open_tools().put(make(Path()))
    assert open_tools.requests == []


def test_a_file_that_is_deleted_before_the_upload_is_an_invalid_argument(
    open_tools, path, monkeypatch
):
    info = FileSource.info
    monkeypatch.setattr(FileSource, "info", lambda source: (info(source), path.unlink())[0])
    with pytest.raises(InvalidArgument, match=r"^file: '.*a\.bin' does not exist"):
        open_tools().put(path)
    assert open_tools.requests == []


def test_a_read_error_during_an_upload_is_an_invalid_argument(open_tools, path, monkeypatch):
    class Broken(io.FileIO):
        def read(self, size):
            if self.tell() >= CHUNK:
                raise OSError(5, "Input/output error")
            return super().read(size)

    monkeypatch.setattr(Path, "open", lambda path, _mode: Broken(path))
    with pytest.raises(InvalidArgument, match="^file: .* cannot be read: Input/output error"):
        open_tools().put(path)


def overwrite(path):
    with path.open("r+b") as file:
        file.write(b"new")
    os.utime(path, ns=(0, 0))  # some file systems have coarse times


CHANGES = {
    "longer": lambda path: path.write_bytes(CONTENT + b"more"),
    "shorter": lambda path: path.write_bytes(CONTENT[:-5]),
    "of the same size": overwrite,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("as_object", [False, True])
def test_a_file_that_changes_while_it_is_read_is_an_error(path, opened, change, as_object):
    source = FileSource.of(opened if as_object else path, argument="file")
    with source.open() as file:
        assert file.size == len(CONTENT)
        chunks = [file.read()]
        change(path)
        with pytest.raises(InvalidArgument, match=r"^file: a\.bin changed while it was read"):
            chunks.extend(iter(file.read, b""))
    assert sum(map(len, chunks)) <= len(CONTENT)  # more would violate the Content-Length


def test_a_change_of_a_file_ends_the_upload(open_tools):
    class Growing(io.BytesIO):
        def read(self, size=-1):
            if size == CHUNK and self.tell() == 0:
                self.seek(0, os.SEEK_END)
                self.write(b"more")
                self.seek(0)
            return super().read(size)

    with pytest.raises(InvalidArgument, match="^file: f changed while it was read"):
        open_tools().put(Growing(CONTENT), name="f")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="requires /proc")
def test_uploads_that_wait_for_a_connection_keep_no_file_open(path):
    """More uploads than the limit of open files may run."""
    waiting, go_on, sizes = [], anyio.Event(), []

    async def respond(request):
        waiting.append(request)
        if len(waiting) == 20:
            assert path not in open_files()
            go_on.set()
        await go_on.wait()
        sizes.append(len(await request.aread()))
        return httpx.Response(200)

    class Waiting(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            return await respond(request)

    async def main():
        async with (
            AsyncToolClient("key", transport=Waiting()) as client,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(20):
                tasks.start_soon(client.tools.put, path)

    anyio.run(main)
    assert sizes == [len(CONTENT)] * 20
    assert path not in open_files()


def open_files():
    """Return the paths of the open files of this process."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.add(descriptor.readlink())
    return found


def test_a_file_that_changes_size_before_it_is_sent_is_an_error(path):
    with PostponedFile(FileSource.of(path, argument="file")) as file:
        path.write_bytes(b"other")
        with pytest.raises(InvalidArgument, match="changed while it was read"):
            file.read()


@pytest.mark.parametrize("make", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("content", [CONTENT, CONTENT[:5]], ids=["long", "short"])
def test_the_first_bytes_are_read_completely(make, content):
    info = FileSource.of(make(content), argument="file", name="a").info()
    assert (info.size, info.head) == (len(content), content[:HEAD])
