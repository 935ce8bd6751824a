"""An error response becomes an error with all its data, except the API key."""

from collections.abc import Iterator

import httpx
import pytest

from labelbridge import errors
from tests.contracts.cases import Operation
from tests.contracts.client.harness import FIRST, KEY, every_operation, sending
from tests.support.facts import facts

CLASSES = {
    400: errors.BadRequest,
    401: errors.AuthenticationFailed,
    402: errors.PaymentRequired,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.Conflict,
    413: errors.PayloadTooLarge,
    418: errors.ApiError,
    422: errors.BadRequest,
    423: errors.ApiError,
    429: errors.RateLimited,
    500: errors.ServerError,
    502: errors.ServerError,
    503: errors.ServerError,
}
HEADERS = {"X-Request-ID": "request-17", "Retry-After": "21"}
CODE = "its-code"


def statuses(operation: Operation) -> Iterator[int]:
    """Yield the documented error statuses; for one operation of each platform, all statuses."""
    documented = operation.node["responses"]
    return (
        each for each in CLASSES if operation in FIRST or each == 503 or str(each) in documented
    )


@every_operation
def test_error_response_becomes_error_of_its_class(operation: Operation, mode: str) -> None:
    platform = operation.platform
    for status in statuses(operation):
        message = f"Not with {{}}, status {status}."
        body = facts(platform).error_body(message.format(KEY), CODE)
        response = httpx.Response(status, json=body, headers=HEADERS)
        with (
            sending(platform, mode, lambda _, response=response: response) as plans,
            pytest.raises(errors.ApiError) as caught,
        ):
            plans.send(operation.plan())
        error = caught.value
        assert type(error) is CLASSES[status]
        assert (error.status, error.code) == (status, CODE)
        assert error.message == message.format("***")
        assert (error.vendor, error.operation) == (platform, operation.name)
        assert (error.request_id, error.retry_after) == ("request-17", 21)
        assert error.body == facts(platform).error_body(message.format("***"), CODE)
        assert KEY not in f"{error}{error!r}{vars(error)}"
