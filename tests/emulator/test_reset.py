"""Requests in progress during a reset change nothing and are not logged."""

import anyio
import httpx
import pytest

from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.support.example import PLATFORM

PROJECTS = f"http://emulator.invalid/{PLATFORM}/v1/projects"
BODY = b'{"workspace_id": "92874094-a7b8-4cb9-bd33-8d8fc57f3137", "name": "late"}'


@pytest.fixture
def emulation():
    return Emulation("empty")


@pytest.fixture(
    params=[Emulation.reset, lambda emulation: emulation.seed("demo")], ids=["reset", "seed"]
)
def reset(request):
    return request.param


def send(emulation, method, url, content, reset=None):
    """Send a request, and reset the emulator 0.05 seconds later."""
    storage = url.startswith(emulation.urls.storage)
    transport = httpx.ASGITransport(Storage(emulation) if storage else create_app(emulation))

    async def main():
        async with (
            httpx.AsyncClient(transport=transport, headers={"X-Api-Key": "k"}) as client,
            anyio.create_task_group() as group,
        ):
            if reset is not None:
                group.start_soon(reset_later)
            return await client.request(method, url, content=content)

    async def reset_later():
        await anyio.sleep(0.05)
        reset(emulation)

    return anyio.run(main)


def delayed(emulation, reset, *args):
    """Send a request that a fault delays until after a reset."""
    emulation.faults.replace([{"operation": "*", "delay": 0.1}])
    return send(emulation, *args, reset=reset)


def interrupted(emulation, reset, method, url):
    """Send a request with a reset in the middle of its body."""

    async def body():
        yield BODY[:20]
        reset(emulation)
        yield BODY[20:]

    return send(emulation, method, url, body())


def names(emulation):
    return [project["name"] for project in send(emulation, "GET", PROJECTS, b"").json()["items"]]


def signed_url(emulation, method, key):
    return emulation.urls.storage + emulation.store.files.sign(method, key, lifetime=60)


def test_delayed_request_is_processed_without_a_reset(emulation):
    response = delayed(emulation, None, "POST", PROJECTS, BODY)
    assert len(emulation.request_log.entries()) == 1
    assert (response.status_code, names(emulation)) == (200, ["late"])


@pytest.mark.parametrize("origin", ["api", "storage"])
@pytest.mark.parametrize("when", ["delay", "body"])
def test_request_during_a_reset_has_no_effect(emulation, reset, origin, when):
    if origin == "api":
        method, url = "POST", PROJECTS
    else:
        method, url = "PUT", signed_url(emulation, "PUT", "late")
    if when == "delay":
        response = delayed(emulation, reset, method, url, BODY)
    else:
        response = interrupted(emulation, reset, method, url)
    assert response.status_code == 503
    assert "was reset" in response.text or "<Code>Reset</Code>" in response.text
    assert emulation.request_log.entries() == []
    assert emulation.store.files.get("late") is None
    assert "late" not in names(emulation)


def test_delayed_download_returns_503(emulation, reset):
    emulation.store.files.put("a", b"1")
    response = delayed(emulation, reset, "GET", signed_url(emulation, "GET", "a"), b"")
    assert (response.status_code, response.headers["content-type"]) == (503, "application/xml")
    assert emulation.request_log.entries() == []


def test_new_faults_do_not_apply_to_older_requests(emulation):
    def reset(emulation):
        emulation.reset()
        emulation.faults.replace([{"operation": "create_project", "status": 500}])

    interrupted(emulation, reset, "POST", PROJECTS)
    assert emulation.faults.next(f"{PLATFORM}.create_project") is not None


def test_large_download_is_completed_after_a_reset(emulation, reset):
    """The content is in a temporary file, whose folder is removed by the reset."""
    data = bytes(9 * 1024 * 1024)
    emulation.store.files.put("long", data)
    path = emulation.store.files.sign("GET", "long", lifetime=60)
    received = []

    async def send(message):
        if message["type"] == "http.response.start":
            reset(emulation)
        received.append(message.get("body", b""))

    async def receive():
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": "/long", "headers": []}
    scope["query_string"] = path.partition("?")[2].encode()
    anyio.run(Storage(emulation), scope, receive, send)
    assert b"".join(received) == data
