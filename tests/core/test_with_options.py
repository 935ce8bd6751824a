"""Clients with other options, which share connections."""

from math import nan

import httpx
import pytest

from labelbridge.errors import (
    ApiError,
    ConfigurationError,
    RateLimited,
    RequestTimeout,
    WaitTimeout,
)
from labelbridge.options import NO_RETRY, RetryPolicy, Timeout
from tests.support.clock import Clock
from tests.support.example import CLIENTS, HOST, PROJECT
from tests.support.modes import MODES, open_client

PAGE = {"items": [], "meta": {"total": 0}}
OK = httpx.Response(200, json={"id": PROJECT} | PAGE)


@pytest.fixture(params=MODES)
def mode(request):
    return request.param


@pytest.fixture
def sent():
    return []


@pytest.fixture
def client(mode, sent):
    """A client that records its requests, and fails to connect to nothing."""

    def respond(request):
        sent.append(request)
        return OK

    with open_client(mode, *CLIENTS, transport=httpx.MockTransport(respond)) as made:
        yield Unwrapped(made)


class Unwrapped:
    """`with_options` returns a client, which blocks like this one."""

    def __init__(self, client):
        self._client = client

    def __getattr__(self, name):
        return getattr(self._client, name)

    def with_options(self, **options):
        if hasattr(self._client, "_portal"):
            made = self._client._target.with_options(**options)
            return Unwrapped(type(self._client)(made, self._client._portal))
        return Unwrapped(self._client.with_options(**options))


def timeouts(request):
    return dict(request.extensions["timeout"])


def test_the_class_and_the_host_stay(client):
    for kind in CLIENTS:
        made = kind("key", base_url=f"https://{HOST}/x")
        changed = made.with_options(timeout=5)
        assert type(changed) is kind
        assert repr(changed) == repr(made)
        assert changed._api is made._api


def test_only_given_options_change(client, sent):
    client.projects.get(PROJECT)
    quick = client.with_options(timeout=5)
    quick.projects.get(PROJECT)
    quick.with_options(retry=NO_RETRY).projects.get(PROJECT)
    quick.with_options(timeout=Timeout(read=1)).projects.get(PROJECT)
    client.projects.get(PROJECT)
    assert [timeouts(request)["read"] for request in sent] == [60, 5, 5, 1, 60]
    assert {request.headers["X-Api-Key"] for request in sent} == {"a-key-of-tests"}


def test_retries_are_those_of_the_option(mode):
    attempts = []

    def respond(_request):
        attempts.append(1)
        return httpx.Response(429)

    with open_client(mode, *CLIENTS, transport=httpx.MockTransport(respond)) as opened:
        client = Unwrapped(opened)
        for number in (1, 3):
            attempts.clear()
            policy = RetryPolicy(attempts=number, base=0.001)
            with pytest.raises(RateLimited):
                client.with_options(retry=policy).projects.get(PROJECT)
            assert len(attempts) == number


def test_closing_the_returned_client_does_not_close_the_connections(client):
    with client.with_options(timeout=5)._client as quick:
        quick.projects.get(PROJECT)
    with pytest.raises(ConfigurationError, match="is closed"):
        quick.projects.get(PROJECT)
    client.projects.get(PROJECT)
    other = client.with_options(timeout=5)
    client.close()
    with pytest.raises(ConfigurationError, match="is closed"):
        other.projects.get(PROJECT)


def test_handles_and_resources_have_the_options_of_their_client(client, sent):
    client.datasets.list(PROJECT).first()
    quick = client.with_options(timeout=5)
    quick.project(PROJECT).datasets.list().first()
    client.project(PROJECT).datasets.list().first()
    assert [timeouts(request)["read"] for request in sent] == [60, 5, 60]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        *(({"timeout": each}, "timeout must be a number") for each in (0, "5", nan)),
        *(({"deadline": each}, "deadline must be a number") for each in (0, -1, "5", nan, True)),
        ({"retry": 3}, "retry must be a RetryPolicy"),
    ],
)
def test_an_invalid_option_raises(option, message):
    for kind in CLIENTS:
        with pytest.raises(ConfigurationError, match=message):
            kind("key").with_options(**option)
        with pytest.raises(TypeError):
            kind("key").with_options(10)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    clock.install(monkeypatch)
    return clock


def unavailable(clock, seconds):
    """Return a network whose responses take some time."""

    def respond(_request):
        clock.now += seconds
        return httpx.Response(503)

    return httpx.MockTransport(respond)


def test_a_deadline_limits_attempts_and_pauses(mode, clock):
    policy = RetryPolicy(attempts=100, base=1, cap=1, total=1000)
    network = unavailable(clock, 2)
    with open_client(mode, *CLIENTS, transport=network, retry=policy) as opened:
        client, began = Unwrapped(opened).with_options(deadline=10), clock.now
        for _ in range(2):  # each call has its own deadline
            began = clock.now
            with pytest.raises(ApiError, match="503"):
                client.projects.get(PROJECT)
            assert 8 <= clock.now - began <= 12


def test_a_deadline_limits_all_requests_of_a_call(mode, clock):
    """Each of the 50 requests of the call takes a second."""
    requests = []

    def respond(request):
        requests.append(request)
        clock.now += 1
        return httpx.Response(204)

    with open_client(mode, *CLIENTS, transport=httpx.MockTransport(respond)) as opened:
        client = Unwrapped(opened).with_options(deadline=9.5)
        with pytest.raises(
            RequestTimeout, match="delete_labels: .* .the deadline passed"
        ) as caught:
            client.labels.delete(PROJECT, PROJECT, [PROJECT] * 5000)
    assert len(requests) == 10
    assert len(caught.value.done) == 1000


def test_a_deadline_limits_a_wait(mode, clock):
    network = httpx.MockTransport(lambda _: httpx.Response(200, json={"status": "LOADING"}))
    with open_client(mode, *CLIENTS, transport=network) as opened:
        client = Unwrapped(opened).with_options(deadline=10)
        with pytest.raises(WaitTimeout, match="within 10 s") as caught:
            client.inference.wait(PROJECT, "object_detector", timeout=600)
    assert caught.value.last.status == "LOADING"
    assert clock.now == 1009
