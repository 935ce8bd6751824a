"""What passes between Hasty's own SDK, 0.3.12, and the emulator keeps the contract, or is known."""

import pytest

from tests.sdk.recording import hold

pytestmark = pytest.mark.xdist_group("hasty-sdk")


def test_the_traffic_keeps_the_contract(
    life, setup, annotation, machines, videos, exchanges, emulator
):
    hold("hasty", exchanges, emulator)
