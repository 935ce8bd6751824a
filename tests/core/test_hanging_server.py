"""Waits and calls with a deadline end, although a server never completes its response."""

import socketserver
import time
from functools import partial
from threading import Event, Thread

import pytest

from labelbridge.errors import RequestTimeout, WaitTimeout
from tests.core.conftest import AsyncToolClient, ToolClient
from tests.support.example import CLIENTS, PROJECT
from tests.support.modes import ALL_MODES, open_client

SECONDS, BOUND = 0.2, 20.0
"""The limit of a call, and a bound far below the timeouts of the client, which are 60 seconds."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
RESPONSES = {
    "nothing": b"",
    "half of the headers": HEAD,
    "headers": HEAD + b"Content-Length: 9\r\n\r\n",
    "half of the body": HEAD + b"Content-Length: 9\r\n\r\n{",
    "a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
}


class Handler(socketserver.BaseRequestHandler):
    """Sends a part of a response, and keeps the connection open."""

    def handle(self):
        self.request.recv(65536)
        self.request.sendall(self.server.content)
        self.server.stopping.wait()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, content):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.stopping = content, Event()


@pytest.fixture(params=RESPONSES.values(), ids=RESPONSES)
def url(request):
    with Server(request.param) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.stopping.set()
        server.shutdown()
        thread.join()


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")  # by trio
@pytest.mark.parametrize("mode", ALL_MODES)
def test_a_wait_ends_at_its_timeout(mode, url):
    began = time.monotonic()
    with (
        open_client(mode, *CLIENTS, base_url=url) as client,
        pytest.raises(WaitTimeout, match=r"did not finish within 0\.2 s$") as caught,
    ):
        client.inference.wait(PROJECT, "object_detector", timeout=SECONDS)
    assert caught.value.last is None
    assert SECONDS <= time.monotonic() - began + 0.05 < BOUND


def open_limited(mode, **options):
    """Open a client whose calls have a deadline."""

    def limited(client, **options):
        return client(**options).with_options(deadline=SECONDS)

    classes = (partial(limited, each) for each in (ToolClient, AsyncToolClient))
    return open_client(mode, *classes, **options)


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")
@pytest.mark.parametrize("mode", ALL_MODES)
def test_a_call_ends_at_its_deadline(mode, url):
    began = time.monotonic()
    with (
        open_limited(mode, base_url=url) as client,
        pytest.raises(RequestTimeout, match="get_project: no response in time"),
    ):
        client.projects.get(PROJECT)
    assert SECONDS <= time.monotonic() - began + 0.05 < BOUND


@pytest.mark.filterwarnings("ignore:Async generator 'httpcore")
@pytest.mark.parametrize("mode", ALL_MODES)
@pytest.mark.parametrize(
    "url", [RESPONSES["nothing"], RESPONSES["half of the body"]], indirect=True
)
def test_transfers_and_rows_end_at_their_deadline(mode, url, tmp_path):
    target = tmp_path / "a.json"
    began = time.monotonic()
    with open_limited(mode) as client:
        tools = client.tools
        for call in (
            lambda: tools.put(b"data", url=f"{url}/a"),
            lambda: tools.fetch(target, url=f"{url}/a"),
            lambda: list(tools.rows(f"{url}/a")),
        ):
            with pytest.raises(RequestTimeout, match=r"storage\.(get|put): no response in time"):
                call()
    assert 3 * SECONDS <= time.monotonic() - began + 0.05 < BOUND
    assert list(tmp_path.iterdir()) == []
