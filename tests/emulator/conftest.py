"""An HTTP client, and signed URLs of the emulator."""

import httpx
import pytest


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
