"""A wait ends at its timeout, even if every request fails or the state never changes."""

import httpx
import pytest

from labelbridge._core.registry import client_classes
from labelbridge.errors import LabelbridgeError, ServerError
from labelbridge.options import RetryPolicy
from tests.contracts.cases import CONTRACTS
from tests.contracts.client.harness import every_mode
from tests.support.clock import Clock
from tests.support.facts import facts
from tests.support.modes import open_client

PATIENT = RetryPolicy(attempts=10_000, base=1.0, cap=1.0, total=100_000.0)
CASES = [(platform, name) for platform in CONTRACTS for name in facts(platform).WAITS]


@every_mode
@pytest.mark.parametrize(("platform", "operation"), CASES)
def test_wait_ends_at_its_timeout(platform: str, operation: str, mode: str, clock: Clock) -> None:
    network = httpx.MockTransport(lambda _: httpx.Response(503))
    started = clock.now
    with (
        open_client(mode, *client_classes(platform), transport=network, retry=PATIENT) as client,
        pytest.raises(LabelbridgeError) as caught,
    ):
        facts(platform).WAITS[operation](client, 20.0)
    assert isinstance(caught.value, ServerError)
    assert 19 <= clock.now - started <= 20
