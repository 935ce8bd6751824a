"""What the tests of the vendors' SDKs share: an emulator that knows one key, for each module."""

from collections.abc import Iterator

import pytest

from labelbridge_emulator.server.server import Emulator, running
from tests.sdk.recording import Message, recording


@pytest.fixture(scope="session")
def key() -> str:
    """A key that is let in; Roboflow's SDK takes one without a lower-case letter for a dummy."""
    return "a-key-of-the-sdk-tests"


@pytest.fixture(scope="module")
def exchanges() -> Iterator[list[Message]]:
    """All that passes between the SDK and the emulator."""
    with recording() as recorded:
        yield recorded


@pytest.fixture(scope="module")
def emulator(exchanges: list[Message], key: str) -> Iterator[Emulator]:
    with running(api_keys=[key]) as started:
        yield started
