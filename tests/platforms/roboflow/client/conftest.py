"""Sync and async clients of Roboflow on the emulator."""

import pytest

from labelbridge import AsyncRoboflow, Roboflow
from labelbridge.options import RetryPolicy
from tests.support.modes import MODES, open_client

QUICK = RetryPolicy(attempts=2, base=0.001)


@pytest.fixture(params=MODES)
def roboflow(request, emulator):
    with open_client(
        request.param, Roboflow, AsyncRoboflow, base_url=emulator.roboflow, retry=QUICK
    ) as client:
        yield client
