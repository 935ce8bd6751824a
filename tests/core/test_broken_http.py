"""Responses that violate HTTP, from a server on the loopback interface."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import ConnectionFailed, LabelbridgeError, ResponseFormatError
from labelbridge.options import NO_RETRY
from tests.support.modes import MODES, open_client

PROJECT = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@contextmanager
def serving(content: bytes) -> Iterator[str]:
    """Send the same bytes for every request, and close the connection."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            # a client that stops reading resets the connection
            with connection, suppress(ConnectionError):
                connection.recv(65536)
                connection.sendall(content)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def request(mode: str, content: bytes):
    with (
        serving(content) as url,
        open_client(mode, Hasty, AsyncHasty, base_url=url, retry=NO_RETRY, timeout=60) as hasty,
    ):
        try:
            return hasty.projects.get(PROJECT)
        except LabelbridgeError as error:
            return error


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ConnectionFailed),
        (b"\r\n\r\n", ConnectionFailed),
        (b"{}", ConnectionFailed),
        (b"HTTP/1.1 200", ConnectionFailed),
        (b"HTTP/9.9 200 OK\r\n\r\n{}", None),
        (b"HTTP/1.1 abc OK\r\n\r\n{}", ConnectionFailed),
        (b"HTTP/1.1 99999 OK\r\n\r\n{}", ConnectionFailed),
        (b"SSH-2.0-OpenSSH_9.6\r\n", ConnectionFailed),
        (HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"Content-Length: -2\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"Content-Length: 99\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"no colon\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"X: a\0b\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"X: " + b"y" * 200_000 + b"\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"Transfer-Encoding: klingon\r\n\r\n{}", ConnectionFailed),
        (CHUNKED + b"xyz\r\n{}\r\n0\r\n\r\n", ConnectionFailed),
        (CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n", ConnectionFailed),
        (CHUNKED + b"99\r\n{}", ConnectionFailed),
        (CHUNKED + b"2\r\n{}XX0\r\n\r\n", ConnectionFailed),
        (CHUNKED + b"f" * 30 + b"\r\n{}\r\n0\r\n\r\n", ConnectionFailed),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 50, ConnectionFailed),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n{}", ConnectionFailed),
        (HEAD + b"Content-Length: 2\r\n\r\n{}more", None),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", ResponseFormatError),
        (HEAD + b"Set-Cookie: a=\xff;;=\r\nContent-Length: 2\r\n\r\n{}", None),
        (HEAD + b"X: \xff\xfe\r\n\r\n{}", None),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", ResponseFormatError),
    ],
    ids=lambda it: it[:60].decode("latin-1").strip() if isinstance(it, bytes) else "",
)
def test_broken_http_is_an_error_of_labelbridge(content, kind, mode):
    outcome = request(mode, content)
    if kind is None:
        assert not isinstance(outcome, Exception)
    else:
        assert type(outcome) is kind, repr(outcome)
