"""An emulator with its demo data before each test."""

from collections.abc import Iterator

import pytest

from tests.contracts.emulator.harness import EmulatorClient, emulator_client


@pytest.fixture(scope="session")
def session_client() -> Iterator[EmulatorClient]:
    with emulator_client() as found:
        yield found


@pytest.fixture
def client(session_client: EmulatorClient) -> Iterator[EmulatorClient]:
    session_client.emulation.seed("demo")
    yield session_client
    assert session_client.emulation.violations == []
