"""A client of the emulated Roboflow."""

from collections.abc import Iterator

import httpx
import pytest

from labelbridge_emulator.server.server import Emulator


@pytest.fixture
def api(emulator: Emulator) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=emulator.roboflow, params={"api_key": "k"}, verify=False) as client:
        yield client
