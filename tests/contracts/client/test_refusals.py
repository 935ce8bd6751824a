"""What a platform refuses becomes an error that tells all it said, and not the key."""

from typing import Any

import httpx
import pytest

from labelbridge import errors
from tests.contracts.cases import Operation
from tests.contracts.client.every import KEY, every_mode, every_operation, sending

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


def refusal(platform: str, status: int, key: str) -> Any:
    """The body of a refusal as the platform writes it, with a key in it."""
    message = f"Not with {key}, said {status}."
    if platform == "hasty":
        return {"code": CODE, "message": message}
    if platform == "labelbox":
        return {"errors": [{"message": message, "extensions": {"code": CODE}}]}
    return {"error": {"message": message, "type": CODE}}


@every_mode
@every_operation
def test_a_refusal_is_an_error_of_its_class(operation: Operation, mode: str) -> None:
    platform, wanted = operation.platform, [0]

    def answer(_request: httpx.Request) -> httpx.Response:
        (status,) = wanted
        return httpx.Response(status, json=refusal(platform, status, KEY), headers=HEADERS)

    with sending(platform, mode, answer) as plans:
        for status, expected in CLASSES.items():
            wanted[:] = [status]
            with pytest.raises(errors.ApiError) as caught:
                plans.send(operation.plan())
            error = caught.value
            assert type(error) is expected
            assert (error.status, error.code) == (status, CODE)
            assert error.message == f"Not with ***, said {status}."
            assert (error.vendor, error.operation) == (platform, operation.name)
            assert (error.request_id, error.retry_after) == ("request-17", 21)
            assert error.body == refusal(platform, status, "***")
            assert KEY not in f"{error}{error!r}{vars(error)}"
