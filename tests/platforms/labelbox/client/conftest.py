"""Sync and async clients of Labelbox on the emulator."""

import pytest

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.options import RetryPolicy
from labelbridge_emulator.platforms.labelbox.models import State
from tests.support.modes import MODES, open_client

QUICK = RetryPolicy(attempts=2, base=0.001)


@pytest.fixture
def key():
    return "a-key-that-must-stay-here"


@pytest.fixture(params=MODES)
def labelbox(request, emulator, key):
    """A client whose exports are ready immediately, unless `slow` is used."""
    with emulator.store.lock:
        emulator.store.state(State).settings.polls = 0
    with open_client(
        request.param, Labelbox, AsyncLabelbox, api_key=key, base_url=emulator.labelbox, retry=QUICK
    ) as client:
        yield client


@pytest.fixture
def slow(labelbox, emulator):
    """Exports that are ready after two more polls."""
    with emulator.store.lock:
        emulator.store.state(State).settings.polls = 2


@pytest.fixture
def store(emulator):
    """Put bytes into the storage, and return their signed URL."""

    def put(content, key="labels.ndjson"):
        with emulator.store.lock:
            emulator.store.files.put(key, content, "application/x-ndjson")
            return emulator.storage + emulator.store.files.sign("GET", key, lifetime=60.0)

    return put
