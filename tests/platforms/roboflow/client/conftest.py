"""A client of Roboflow in both colours, on the emulator."""

import pytest

from labelbridge import AsyncRoboflow, Roboflow
from labelbridge.options import RetryPolicy
from tests.support.colours import COLOURS, opened

QUICK = RetryPolicy(attempts=2, base=0.001)


@pytest.fixture(params=COLOURS)
def roboflow(request, emulator):
    with opened(
        request.param, Roboflow, AsyncRoboflow, base_url=emulator.roboflow, retry=QUICK
    ) as client:
        yield client
