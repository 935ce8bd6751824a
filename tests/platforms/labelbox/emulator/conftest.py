"""A client of the emulated Labelbox."""

from collections.abc import Iterator

import httpx
import pytest

from labelbridge_emulator.server.server import Emulator
from tests.platforms.labelbox.emulator.api import Api


@pytest.fixture
def api(emulator: Emulator) -> Iterator[Api]:
    with httpx.Client(verify=False) as client:
        yield Api(emulator, client)
