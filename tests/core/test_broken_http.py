"""Responses that violate HTTP, from a server on the loopback interface."""

import io
import socket
import socketserver
import zipfile
from contextlib import suppress
from threading import Thread

import pytest

from labelbridge.errors import ConnectionFailed, LabelbridgeError, ResponseFormatError
from labelbridge.options import NO_RETRY
from tests.core.conftest import AsyncToolClient, ToolClient
from tests.support.example import CLIENTS, PROJECT
from tests.support.modes import ALL_MODES, open_client

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

FAILURES = [
    *(b"", b"\r\n\r\n", b"HTTP/1.1 200", b"HTTP/1.1 abc OK\r\n\r\n{}"),
    *(b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 50),
    b"HTTP/1.1 101 Switching Protocols\r\n\r\n{}",
    HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    HEAD + b"Content-Length: 99\r\n\r\n{}",
    HEAD + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n{}",
    *(HEAD + line + b"\r\n\r\n{}" for line in (b"no colon", b"X: a\0b", b"X: " + b"y" * 200_000)),
    HEAD + b"Transfer-Encoding: klingon\r\n\r\n{}",
    *(CHUNKED + body for body in (b"xyz\r\n{}\r\n0\r\n\r\n", b"99\r\n{}", b"2\r\n{}XX0\r\n\r\n")),
    CHUNKED + b"f" * 30 + b"\r\n{}\r\n0\r\n\r\n",
]
WRONG_FORMAT = [
    HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
]
VALID = [
    b"HTTP/9.9 200 OK\r\n\r\n{}",
    HEAD + b"Content-Length: 2\r\n\r\n{}more",
    HEAD + b"Set-Cookie: a=\xff;;=\r\nContent-Length: 2\r\n\r\n{}",
]
KINDS = {ConnectionFailed: FAILURES, ResponseFormatError: WRONG_FORMAT, None: VALID}


class Handler(socketserver.BaseRequestHandler):
    """Sends `server.content` for every request, and closes the connection."""

    def handle(self):
        with suppress(ConnectionError):  # a client that stops reading resets the connection
            self.request.recv(65536)
            self.request.sendall(self.server.content)
            self.request.shutdown(socket.SHUT_WR)
            while self.request.recv(65536):
                pass


@pytest.fixture(scope="module")
def server():
    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")  # by trio
@pytest.mark.parametrize("mode", ALL_MODES)
@pytest.mark.parametrize(
    ("content", "kind"),
    [(content, kind) for kind, contents in KINDS.items() for content in contents],
    ids=lambda it: it[:60].decode("latin-1").strip() if isinstance(it, bytes) else "",
)
def test_broken_http_is_an_error_of_labelbridge(server, content, kind, mode):
    server.content = content
    url = f"http://127.0.0.1:{server.server_address[1]}"
    error = None
    with open_client(mode, *CLIENTS, base_url=url, retry=NO_RETRY, timeout=60) as client:
        try:
            client.projects.get(PROJECT)
        except LabelbridgeError as caught:
            error = caught
    assert type(error) is (kind or type(None)), repr(error)


@pytest.mark.parametrize("mode", ALL_MODES)
@pytest.mark.parametrize("head", [b"", b"Content-Length: 99\r\n"], ids=["no length", "length"])
def test_cut_download_leaves_no_file(server, head, mode, tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("a.json", "[]" * 1000)
    content, url = archive.getvalue(), f"http://127.0.0.1:{server.server_address[1]}"
    head = head.replace(b"99", b"%d" % len(content))
    with open_client(mode, ToolClient, AsyncToolClient, retry=NO_RETRY) as client:
        for cut in (100, len(content) - 1):
            server.content = HEAD + head + b"\r\n" + content[:cut]
            with pytest.raises(ConnectionFailed):
                client.tools.fetch(tmp_path / "a.zip", url=url, form="zip")
            assert list(tmp_path.iterdir()) == []
        server.content = HEAD + head + b"\r\n" + content
        kept = client.tools.fetch(tmp_path / "a.zip", url=url, form="zip")
    assert kept.read_bytes() == content
