"""What the tests of all clients share: one emulator, as new for each test."""

from collections.abc import Iterator

import pytest

from labelbridge_emulator.server.server import Emulator, running


@pytest.fixture(scope="session")
def server() -> Iterator[Emulator]:
    with running() as started:
        yield started


@pytest.fixture
def emulator(server: Emulator) -> Iterator[Emulator]:
    """An emulator at its seed; whatever it answers must keep to the contract."""
    server.seed("demo")  # a test may have taken another
    yield server
    assert server.violations == []
