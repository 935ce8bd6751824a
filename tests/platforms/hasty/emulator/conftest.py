"""An emulator with the empty seed, in this process, and a project in it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.platforms.hasty.emulator.api import Api, Project
from tests.platforms.hasty.emulator.sample_videos import Films
from tests.platforms.hasty.emulator.scene import Scene


@pytest.fixture(scope="session")
def emulation() -> Emulation:
    return Emulation("empty")


@pytest.fixture(scope="session")
def send(emulation: Emulation) -> Iterator[Callable[..., httpx.Response]]:
    origins = {
        "all://emulator.invalid": httpx.ASGITransport(create_app(emulation)),
        "all://storage.invalid": httpx.ASGITransport(Storage(emulation)),
    }
    client = httpx.AsyncClient(mounts=origins, verify=False)

    def sent(method: str, url: str, **options: Any) -> httpx.Response:
        return runner.run(client.request(method, url, **options))

    with asyncio.Runner() as runner:
        yield sent
        runner.run(client.aclose())


@pytest.fixture
def api(emulation: Emulation, send: Callable[..., httpx.Response]) -> Iterator[Api]:
    emulation.reset()
    yield Api(emulation, send)
    assert emulation.violations == []


@pytest.fixture
def project(api: Api) -> Project:
    return Project(api)


@pytest.fixture
def scene(project: Project) -> Scene:
    return Scene(project)


@pytest.fixture
def films(api: Api) -> Films:
    return Films(api)


@pytest.fixture
def workspace(api: Api) -> str:
    """The path of the workspace's buckets."""
    return f"/buckets/{api.get('/workspaces')['items'][0]['id']}/credentials"


@pytest.fixture
def bucket(api: Api, workspace: str) -> str:
    """The id of a bucket with nothing in it."""
    id_: str = api.post(workspace, {"cloud_provider": "dummy", "secret": "s"})["credential_id"]
    return id_
