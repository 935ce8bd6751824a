"""What goes wrong on the wire, over real HTTP: each platform, both colours, one call of each."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import frozen

from labelbridge import AsyncHasty, AsyncLabelbox, AsyncRoboflow, Hasty, Labelbox, Roboflow
from labelbridge.errors import (
    ApiError,
    AuthenticationFailed,
    BadRequest,
    Conflict,
    ConnectionFailed,
    NotFound,
    PayloadTooLarge,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    RequestTimeout,
    ResponseFormatError,
    ServerError,
)
from labelbridge.options import NO_RETRY, RetryPolicy
from tests.support.modes import MODES, open_client

QUICK = RetryPolicy(attempts=3, base=0.01)
LABELBOX_PROJECT = "cle25fahd8djyjtl6z7sxsmt6"


@frozen
class Platform:
    """A platform, and one idempotent call to try things on.

    Args:
        clients: Its client in both colours.
        operation: The operation that the call sends.
        call: The call; it returns something that is not empty when all is well.
    """

    clients: tuple[Any, Any]
    operation: str
    call: Callable[[Any], Any]


PLATFORMS = {
    "hasty": Platform(
        (Hasty, AsyncHasty), "list_projects", lambda client: list(client.projects.list())
    ),
    "roboflow": Platform(
        (Roboflow, AsyncRoboflow), "check_key", lambda client: client.workspaces.check_key()
    ),
    "labelbox": Platform(
        (Labelbox, AsyncLabelbox),
        "execute_graphql",
        lambda client: list(client.labels.export(LABELBOX_PROJECT)),
    ),
}


class Side:
    """One platform's client in one mode, before an emulator that misbehaves on demand."""

    def __init__(self, platform: Platform, client: Any, emulator: Any) -> None:
        self.operation, self.call = platform.operation, lambda: platform.call(client)
        self.emulator = emulator

    def misbehaves(self, **rule: Any) -> None:
        self.emulator.faults([{"operation": self.operation, "count": 99} | rule])

    def sent(self) -> int:
        requests = self.emulator.requests()
        return sum(request["operation"] == self.operation for request in requests)


@pytest.fixture(params=MODES)
def mode(request) -> str:
    return request.param


@pytest.fixture(params=PLATFORMS)
def name(request) -> str:
    return request.param


def a_side(name: str, mode: str, emulator: Any, **options: Any) -> Iterator[Side]:
    platform = PLATFORMS[name]
    options = {"base_url": getattr(emulator, name), "retry": QUICK, "timeout": 5} | options
    with open_client(mode, *platform.clients, **options) as client:
        yield Side(platform, client, emulator)


@pytest.fixture
def side(name, mode, emulator) -> Iterator[Side]:
    yield from a_side(name, mode, emulator)


@pytest.fixture
def impatient_side(name, mode, emulator) -> Iterator[Side]:
    yield from a_side(name, mode, emulator, timeout=0.1, retry=NO_RETRY)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequest),
        (401, AuthenticationFailed),
        (402, PaymentRequired),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (413, PayloadTooLarge),
        (418, ApiError),
        (422, BadRequest),
        (429, RateLimited),
        (500, ServerError),
        (520, ServerError),
    ],
)
def test_a_refusal_is_the_error_of_its_status(side, name, status, error):
    side.misbehaves(status=status)
    with pytest.raises(error) as caught:
        side.call()
    assert type(caught.value) is error
    assert (caught.value.vendor, caught.value.operation) == (name, side.operation)
    assert caught.value.status == status


def test_a_refusal_tells_the_number_that_support_asks_for(mode, emulator):
    for side in a_side("hasty", mode, emulator):
        side.misbehaves(status=403)
        with pytest.raises(PermissionDenied, match=r"\(request id [0-9a-f-]{36}\)$") as caught:
            side.call()
        assert caught.value.request_id


def test_a_page_of_html_is_the_error_of_its_status(side):
    side.misbehaves(status=502, body="html")
    with pytest.raises(ServerError) as caught:
        side.call()
    assert caught.value.status == 502
    assert "502 Bad Gateway" in caught.value.body


def test_a_page_of_html_where_an_answer_should_be_is_a_format_error(side):
    side.misbehaves(status=200, body="html")
    with pytest.raises(ResponseFormatError, match="the response is not JSON"):
        side.call()


def test_a_body_that_is_cut_is_a_failed_connection(side):
    side.misbehaves(body="cut")
    with pytest.raises(ConnectionFailed):
        side.call()
    assert side.sent() == 3


def test_an_empty_body_is_a_format_error(side):
    side.misbehaves(body="empty")
    with pytest.raises(ResponseFormatError, match="the response is not JSON"):
        side.call()


@pytest.mark.parametrize("content", [[], 7, "text", True])
def test_json_of_another_shape_is_a_format_error(side, content):
    side.misbehaves(content=content)
    with pytest.raises(ResponseFormatError, match=f"^{side.operation}: the response is"):
        side.call()


def test_an_answer_that_takes_too_long_is_a_timeout(impatient_side):
    impatient_side.misbehaves(delay=0.4, count=1)
    with pytest.raises(RequestTimeout):
        impatient_side.call()


@pytest.mark.parametrize(
    "rule",
    [{"status": 503}, {"status": 520, "body": "html"}, {"body": "cut"}, {"status": 429}],
)
def test_failures_that_pass_are_not_seen(side, rule):
    side.misbehaves(count=2, **rule)
    assert side.call()


def test_retry_after_is_waited_and_told(side):
    side.misbehaves(status=429, headers={"Retry-After": "1000"})
    with pytest.raises(RateLimited) as caught:
        side.call()
    assert caught.value.retry_after == 1000.0
    assert side.sent() == 1  # 1000 seconds are more than the policy's total


def test_a_missing_field_a_null_and_an_unknown_value_are_tolerated(mode, emulator):
    for side in a_side("hasty", mode, emulator):
        side.misbehaves(
            set={"/items/0/id": None, "/items/0/content_type": "HOLOGRAMS", "/items/0/new": 1},
            remove=["/items/0/name", "/meta/object"],
        )
        project, *_ = side.call()
        assert not project.id
        assert not project.name
        assert project.content_type == "HOLOGRAMS"
        assert project.additional_properties == {"new": 1}


def test_a_host_that_is_not_there_is_a_failed_connection(mode):
    with (
        open_client(
            mode, Hasty, AsyncHasty, base_url="http://127.0.0.1:9", retry=NO_RETRY
        ) as client,
        pytest.raises(ConnectionFailed, match="^hasty list_projects: "),
    ):
        client.projects.list().total()


def test_a_storage_that_refuses_or_breaks_is_an_error_of_the_storage(mode, emulator, tmp_path):
    for side in a_side("labelbox", mode, emulator):
        emulator.faults([{"operation": "storage.get", "status": 403}])
        with pytest.raises(PermissionDenied, match=r"^storage storage\.get: 403"):
            side.call()
        emulator.faults([{"operation": "storage.get", "body": "cut", "count": 9}])
        with pytest.raises(ConnectionFailed):
            side.call()
