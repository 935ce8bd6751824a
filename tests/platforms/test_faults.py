"""Errors over real HTTP: one call of each platform, with the sync and the async client."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from attrs import frozen

from labelbridge._core.registry import client_classes, platform_names
from labelbridge.errors import (
    ConnectionFailed,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge.options import NO_RETRY, RetryPolicy
from tests.support.facts import module
from tests.support.modes import MODES, open_client

PLATFORMS = [name for name in platform_names() if hasattr(module(name, "calls"), "PROBE")]
QUICK = RetryPolicy(attempts=3, base=0.01)


@frozen
class Probe:
    """An idempotent call of a client on the emulator.

    Args:
        platform: Name of the platform.
        operation: The operation that the call sends.
        call: Makes the call.
        emulator: The emulator.
    """

    platform: str
    operation: str
    call: Callable[[], Any]
    emulator: Any

    def fault(self, **rule: Any) -> None:
        self.emulator.faults([{"operation": self.operation, "count": 99} | rule])

    def sent(self) -> int:
        requests = self.emulator.requests()
        return sum(request["operation"] == self.operation for request in requests)


@contextmanager
def open_probe(platform: str, mode: str, emulator: Any, **options: Any) -> Iterator[Probe]:
    operation, call = module(platform, "calls").PROBE
    options = {"base_url": getattr(emulator, platform), "retry": QUICK, "timeout": 5} | options
    with open_client(mode, *client_classes(platform), **options) as client:
        yield Probe(platform, operation, lambda: call(client), emulator)


@pytest.fixture(params=MODES)
def mode(request) -> str:
    return request.param


@pytest.fixture(params=PLATFORMS)
def platform(request) -> str:
    return request.param


@pytest.fixture
def probe(platform, mode, emulator) -> Iterator[Probe]:
    with open_probe(platform, mode, emulator) as opened:
        yield opened


def test_html_with_an_error_status_raises_the_error_of_the_status(probe):
    probe.fault(status=502, body="html")
    with pytest.raises(ServerError) as caught:
        probe.call()
    assert caught.value.status == 502
    assert "502 Bad Gateway" in caught.value.body


@pytest.mark.parametrize(
    "fault",
    [{"status": 200, "body": "html"}, {"body": "empty"}]
    + [{"content": content} for content in ([], 7, "text", True)],
)
def test_response_that_is_not_an_object_is_a_format_error(probe, fault):
    probe.fault(**fault)
    with pytest.raises(ResponseFormatError, match=f"^{probe.operation}: "):
        probe.call()


def test_truncated_body_is_a_failed_connection_and_is_retried(probe):
    probe.fault(body="cut")
    with pytest.raises(ConnectionFailed):
        probe.call()
    assert probe.sent() == 3


def test_slow_response_is_a_timeout(platform, mode, emulator):
    with open_probe(platform, mode, emulator, timeout=0.1, retry=NO_RETRY) as probe:
        probe.fault(delay=0.4, count=1)
        with pytest.raises(RequestTimeout):
            probe.call()


@pytest.mark.parametrize(
    "rule",
    [{"status": 503}, {"status": 520, "body": "html"}, {"body": "cut"}, {"status": 429}],
)
def test_temporary_failures_are_retried(probe, rule):
    probe.fault(count=2, **rule)
    assert probe.call()


def test_unreachable_host_is_a_failed_connection(platform, mode, emulator):
    options = {"base_url": "http://127.0.0.1:9", "retry": NO_RETRY}
    with (
        open_probe(platform, mode, emulator, **options) as probe,
        pytest.raises(ConnectionFailed, match=f"^{platform} {probe.operation}: "),
    ):
        probe.call()
