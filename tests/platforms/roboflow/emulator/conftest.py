"""A running emulator, reset for every test, and a client of Roboflow."""

from collections.abc import Iterator

import httpx
import pytest

from labelbridge_emulator.server.server import Emulator, running


@pytest.fixture(scope="session")
def served() -> Iterator[Emulator]:
    with running() as emulator:
        yield emulator


@pytest.fixture
def emulator(served: Emulator) -> Iterator[Emulator]:
    served.seed("demo")
    yield served
    assert served.violations == []


@pytest.fixture
def api(emulator: Emulator) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=emulator.roboflow, params={"api_key": "k"}, verify=False) as client:
        yield client
