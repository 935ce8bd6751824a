"""Who waits for something waits as long as was said, though the platform fails all the time."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from labelbridge import AsyncHasty, AsyncLabelbox, Hasty, Labelbox
from labelbridge.errors import LabelbridgeError, ServerError
from labelbridge.options import RetryPolicy
from tests.contracts.client.clock import Clock
from tests.contracts.client.every import every_mode
from tests.support.modes import open_client

ID = "00000000-0000-4000-8000-000000000017"
PATIENT = RetryPolicy(attempts=10_000, base=1.0, cap=1.0, total=100_000.0)
WAITS = {
    "get_export": lambda hasty, seconds: hasty.exports.wait(ID, ID, timeout=seconds),
    "get_video": lambda hasty, seconds: hasty.videos.wait(ID, ID, timeout=seconds),
    "get_automated_labeling_job": lambda hasty, seconds: hasty.automated_labeling.wait(
        ID, ID, timeout=seconds
    ),
    **{
        f"get_{kind}": lambda hasty, seconds, kind=kind: hasty.inference.wait(
            ID, kind, timeout=seconds
        )
        for kind in ("object_detector", "instance_segmentor", "semantic_segmentor", "attributer")
    },
}
"""What waits, by the operation that it polls."""


def until_it_gives_up(wait: Callable[[], Any], clock: Clock) -> float:
    """Wait, and return after how many seconds the platform's error was the last word."""
    began = clock.now
    with pytest.raises(LabelbridgeError) as caught:
        wait()
    assert isinstance(caught.value, ServerError)
    return clock.now - began


@every_mode
@pytest.mark.parametrize("operation", WAITS)
def test_a_wait_keeps_its_deadline(operation: str, mode: str, clock: Clock) -> None:
    network = httpx.MockTransport(lambda _: httpx.Response(503))
    with open_client(mode, Hasty, AsyncHasty, transport=network, retry=PATIENT) as hasty:
        assert 19 <= until_it_gives_up(lambda: WAITS[operation](hasty, 20.0), clock) <= 20


@every_mode
def test_an_export_of_labels_keeps_its_deadline(mode: str, clock: Clock) -> None:
    network = httpx.MockTransport(lambda _: httpx.Response(503))
    with open_client(mode, Labelbox, AsyncLabelbox, transport=network, retry=PATIENT) as labelbox:
        rows = labelbox.labels.export("a-project", timeout=20.0)
        assert 19 <= until_it_gives_up(lambda: list(rows), clock) <= 20
