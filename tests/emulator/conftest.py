"""A running emulator, reset for every test, and a client."""

from collections.abc import Callable, Iterator

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
def client() -> Iterator[httpx.Client]:
    with httpx.Client(verify=False) as client:
        yield client


@pytest.fixture
def signed_url(emulator: Emulator) -> Callable[..., str]:
    """Returns a signed URL of the storage origin."""

    def sign(method: str, key: str) -> str:
        return emulator.storage + emulator.store.files.sign(method, key, lifetime=60)

    return sign
