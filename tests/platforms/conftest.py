"""One emulator for all tests of platforms; each test begins with the demo data."""

from collections.abc import Iterator

import pytest

from labelbridge_emulator.server.server import Emulator, running


@pytest.fixture(scope="session")
def server() -> Iterator[Emulator]:
    with running() as started:
        yield started


@pytest.fixture
def emulator(server: Emulator) -> Iterator[Emulator]:
    """An emulator with its demo data, which checks every response against the contract."""
    server.seed("demo")  # resets the data, also after a test with another seed
    yield server
    assert server.violations == []
