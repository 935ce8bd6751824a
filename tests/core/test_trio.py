"""All operations with the event loop of trio: uploads, downloads, rows and waits among them."""

import pytest
import trio

from labelbridge._core.registry import client_classes, platform_names
from labelbridge.errors import ConnectionFailed
from labelbridge.options import NO_RETRY
from tests.support.calls import calls_of, make_call
from tests.support.example import PLATFORM, AsyncClient
from tests.support.modes import open_client


@pytest.mark.parametrize("platform", platform_names())
def test_every_operation_works_with_trio(platform, emulator, tmp_path):
    base_url = getattr(emulator, platform)
    with open_client("trio", *client_classes(platform), base_url=base_url) as client:
        for operation in calls_of(platform):
            emulator.seed("demo")
            make_call(platform, operation, client, tmp_path)


def test_a_client_works_without_anyio_run(emulator):
    async def main():
        async with AsyncClient("key", base_url=getattr(emulator, PLATFORM)) as client:
            return [workspace async for workspace in client.workspaces.list()]

    assert trio.run(main)


def test_a_failed_connection_is_an_error_of_labelbridge():
    async def main():
        async with AsyncClient("key", base_url="http://127.0.0.1:1", retry=NO_RETRY) as client:
            await client.workspaces.list().first()

    with pytest.raises(ConnectionFailed):
        trio.run(main)
