"""An emulator with the empty seed in this process, and projects in it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.platforms.hasty.emulator.api import Api, LabeledImage, Project, VideoProject


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

    def send_request(method: str, url: str, **options: Any) -> httpx.Response:
        return runner.run(client.request(method, url, **options))

    with asyncio.Runner() as runner:
        yield send_request
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
def videos(api: Api) -> VideoProject:
    """A project of videos."""
    return VideoProject(api)


@pytest.fixture
def labeled(project: Project) -> LabeledImage:
    return LabeledImage(project)


@pytest.fixture
def credentials(api: Api) -> str:
    """The path of the bucket credentials of the workspace."""
    return f"/buckets/{api.items('/workspaces')[0]['id']}/credentials"


@pytest.fixture
def bucket(api: Api, credentials: str) -> str:
    """The id of an empty bucket."""
    body = {"cloud_provider": "dummy", "secret": "s"}
    return str(api.post(credentials, body)["credential_id"])
