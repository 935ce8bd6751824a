"""Fixtures of the SDK tests: an emulator with one key, and the recorded traffic of a module."""

from collections.abc import Iterator

import pytest

from labelbridge_emulator.server.server import Emulator, running
from tests.sdk.recording import Message, recording


@pytest.fixture(scope="session")
def key() -> str:
    """The valid key; Roboflow's SDK rejects keys without a lower-case letter."""
    return "a-key-of-the-sdk-tests"


@pytest.fixture(scope="module")
def exchanges() -> Iterator[list[Message]]:
    """The traffic between the SDK and the emulator."""
    with recording() as recorded:
        yield recorded


@pytest.fixture(scope="module")
def emulator(exchanges: list[Message], key: str) -> Iterator[Emulator]:
    with running(api_keys=[key]) as started:
        yield started
