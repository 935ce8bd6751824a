"""A resource with every kind of method, in a sync and an async client with a mock transport."""

from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from labelbridge._core.flow import Open, destination, download, inspect, send, upload
from labelbridge._core.methods import Resource, listing, operation, stream
from labelbridge.files import FileSource
from labelbridge.options import RetryPolicy
from labelbridge.pagination import Page
from labelbridge_api.plan import Plan
from tests.support.example import AsyncClient, Client
from tests.support.modes import ALL_MODES, open_client

KEY = "topsecret"
SIGNED_URL = "https://storage.test/bucket/file?X-Signature=sign%2Bed&b=2"


def get_thing(path="/v1/thing", *, idempotent=True, success=None):
    method = "GET" if idempotent else "POST"
    return Plan("get_thing", method, path, success or {200: dict}, idempotent)


class Tools(Resource):
    @operation
    def run(self, flow):
        return flow

    @operation
    def get(self, deadline=None, **plan):
        return send(get_thing(**plan), deadline=deadline)

    @operation
    def put(self, file, url=SIGNED_URL, name=None):
        name = name or (None if isinstance(file, str | Path) else "f")
        source = FileSource.of(file, argument="file", name=name)
        yield from inspect(source)
        yield from upload(url, source)

    @operation
    def fetch(self, to, url=SIGNED_URL, form="json"):
        path = yield from destination(to, name="export.zip")
        return (yield from download(url, path, form=form))

    @listing
    def list(self):
        def fetch(offset, _limit):
            items = yield from send(get_thing(f"/v1/things/{offset}", success={200: list[int]}))
            return Page(items, 3, "list_things")

        return fetch

    @stream
    def rows(self, at=SIGNED_URL):
        yield from ()
        return Open(at, dict)


class ToolClient(Client):
    tools = property(lambda self: Tools(self._context))


class AsyncToolClient(AsyncClient):
    tools = property(lambda self: Tools(self._context))


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is read from the network in chunks; an exception among them is raised."""

    def __init__(self, *chunks):
        self.chunks = chunks

    def __iter__(self):
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    async def __aiter__(self):
        for chunk in self:
            yield chunk


def response(status=200, *chunks, **headers):
    """Return a response whose body is read from the network."""
    return httpx.Response(status, headers=headers, stream=Body(*chunks))


@pytest.fixture(params=ALL_MODES)
def open_tools(request):
    """Open the tools of a client that gets the given responses in turn; the last one repeats.

    A response may be an exception or a function of the request. `open_tools.requests` has the
    requests.
    """
    requests = []
    stack = ExitStack()

    def make(*responses, **options):
        left = list(responses or [httpx.Response(200)])

        def handle(request):
            if request.method == "PUT":
                request.read()
            requests.append(request)
            found = left.pop(0) if len(left) > 1 else left[0]
            found = found(request) if callable(found) else found
            if isinstance(found, Exception):
                raise found
            if isinstance(found.stream, Body):
                return response(found.status_code, *found.stream.chunks, **found.headers)
            return httpx.Response(found.status_code, headers=found.headers, content=found.content)

        options = {
            "api_key": KEY,
            "retry": RetryPolicy(attempts=3, base=0.001),
            "transport": httpx.MockTransport(handle),
        } | options
        client = open_client(request.param, ToolClient, AsyncToolClient, **options)
        return stack.enter_context(client).tools

    make.requests = requests
    with stack:
        yield make
