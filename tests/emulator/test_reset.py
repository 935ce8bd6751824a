"""A reset ends a world: what was under way in it reaches neither the next one nor its record."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest

from labelbridge_emulator.platforms.hasty.models.state import State
from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage

PROJECTS = "http://emulator.invalid/hasty/v1/projects"
LATE = b'{"workspace_id": "92874094-a7b8-4cb9-bd33-8d8fc57f3137", "name": "late"}'

Request = Callable[..., Awaitable[httpx.Response]]
Reset = Callable[[Emulation], None]


@pytest.fixture
def emulation() -> Emulation:
    return Emulation("empty")


@pytest.fixture(
    params=[Emulation.reset, lambda emulation: emulation.seed("demo")], ids=["reset", "seed"]
)
def reset(request: pytest.FixtureRequest) -> Reset:
    return request.param


def play(emulation: Emulation, scene: Callable[[Request], Awaitable[Any]]) -> Any:
    """Play a scene with a client of both origins."""
    origins = {
        "all://emulator.invalid": httpx.ASGITransport(create_app(emulation)),
        "all://storage.invalid": httpx.ASGITransport(Storage(emulation)),
    }

    async def main() -> Any:
        async with httpx.AsyncClient(mounts=origins, headers={"X-Api-Key": "k"}) as client:
            return await scene(client.request)

    return anyio.run(main)


def delayed(emulation: Emulation, reset: Reset, *args: Any, **options: Any) -> httpx.Response:
    """The answer to a request that a fault delays, beyond a reset."""
    emulation.faults.replace([{"operation": "*", "delay": 0.1}])
    answers = []

    async def scene(request: Request) -> None:
        async def ask() -> None:
            answers.append(await request(*args, **options))

        async with anyio.create_task_group() as group:
            group.start_soon(ask)
            await anyio.sleep(0.05)
            reset(emulation)

    play(emulation, scene)
    return answers[0]


def uploading(emulation: Emulation, reset: Reset, method: str, url: str) -> httpx.Response:
    """The answer to a request whose body was half sent when the emulator was reset."""

    async def body() -> AsyncIterator[bytes]:
        yield LATE[:20]
        reset(emulation)
        yield LATE[20:]

    return play(emulation, lambda request: request(method, url, content=body()))


def names(emulation: Emulation) -> list[str]:
    return [project.name for project in emulation.store.state(State).projects.values()]


def test_without_a_reset_a_delayed_request_acts(emulation: Emulation) -> None:
    answer = delayed(emulation, lambda _: None, "POST", PROJECTS, content=LATE)
    assert (answer.status_code, names(emulation)) == (200, ["late"])
    assert len(emulation.record.entries()) == 1


def test_a_delayed_request_does_nothing_in_the_next_world(
    emulation: Emulation, reset: Reset
) -> None:
    answer = delayed(emulation, reset, "POST", PROJECTS, content=LATE)
    assert answer.status_code == 503
    assert "was reset" in answer.json()["error"]
    assert "late" not in names(emulation)
    assert emulation.record.entries() == []


def test_neither_does_one_whose_body_was_on_its_way(emulation: Emulation, reset: Reset) -> None:
    answer = uploading(emulation, reset, "POST", PROJECTS)
    assert answer.status_code == 503
    assert "late" not in names(emulation)
    assert emulation.record.entries() == []


def test_a_fault_of_the_next_world_waits_for_a_request_of_it(emulation: Emulation) -> None:
    def reset(emulation: Emulation) -> None:
        emulation.reset()
        emulation.faults.replace([{"operation": "create_project", "status": 500}])

    uploading(emulation, reset, "POST", PROJECTS)
    assert emulation.faults.next("hasty.create_project") is not None


def test_a_delayed_download_is_of_the_world_before(emulation: Emulation, reset: Reset) -> None:
    emulation.store.files.put("a", b"1")
    url = "http://storage.invalid" + emulation.store.files.sign("GET", "a", lifetime=60)
    answer = delayed(emulation, reset, "GET", url)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/xml")
    assert emulation.record.entries() == []


def test_an_upload_that_was_on_its_way_is_no_object_of_the_next_world(
    emulation: Emulation, reset: Reset
) -> None:
    url = "http://storage.invalid" + emulation.store.files.sign("PUT", "late", lifetime=60)
    assert uploading(emulation, reset, "PUT", url).status_code == 503
    assert emulation.store.files.get("late") is None
    assert emulation.record.entries() == []


def test_a_delayed_upload_is_none_either(emulation: Emulation, reset: Reset) -> None:
    url = "http://storage.invalid" + emulation.store.files.sign("PUT", "late", lifetime=60)
    assert delayed(emulation, reset, "PUT", url, content=b"1").status_code == 503
    assert emulation.store.files.get("late") is None
    assert emulation.record.entries() == []


def test_a_long_object_is_sent_to_its_end_though_a_reset_takes_it_away(
    emulation: Emulation, reset: Reset
) -> None:
    """It lies in a temporary file, whose folder goes with its world."""
    data = bytes(9 * 1024 * 1024)
    emulation.store.files.put("long", data)
    path = emulation.store.files.sign("GET", "long", lifetime=60)
    received = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            reset(emulation)
        received.append(message.get("body", b""))

    scope = {"type": "http", "method": "GET", "path": "/long", "headers": []}
    scope["query_string"] = path.partition("?")[2].encode()
    anyio.run(Storage(emulation), scope, _no_body, send)
    assert b"".join(received) == data


async def _no_body() -> dict[str, Any]:
    return {"type": "http.request", "body": b""}
