"""A running emulator, reset for every test, and a client."""

import httpx
import pytest

from labelbridge_emulator.server.server import running


@pytest.fixture(scope="session")
def served():
    with running() as emulator:
        yield emulator


@pytest.fixture
def emulator(served):
    served.seed("demo")
    yield served
    assert served.violations == []


@pytest.fixture
def client():
    with httpx.Client(verify=False) as client:
        yield client


@pytest.fixture
def signed_url(emulator):
    """Returns a signed URL of the storage origin."""

    def sign(method, key):
        return emulator.storage + emulator.store.files.sign(method, key, lifetime=60)

    return sign
