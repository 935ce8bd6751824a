"""Everything that labelbridge raises.

    LabelbridgeError
    ├── ConfigurationError      a key or a host is missing or impossible
    ├── InvalidArgument         also a ValueError; raised before any request
    ├── ApiError                the platform answered, and refused
    │   ├── BadRequest              400, 422
    │   ├── AuthenticationFailed    401
    │   ├── PaymentRequired         402
    │   ├── PermissionDenied        403
    │   ├── NotFound                404
    │   ├── Conflict                409
    │   ├── PayloadTooLarge         413
    │   ├── RateLimited             429
    │   └── ServerError             5xx
    ├── ConnectionFailed        no answer, or half of one
    │   └── RequestTimeout          no answer in time
    ├── ResponseFormatError     an answer that is not what the contract says
    ├── JobFailed               the platform gave up on a job; carries its last state
    └── WaitTimeout             a wait met its deadline; carries the last state

No method of labelbridge raises anything else for something that happened on the wire, and no text
of these errors holds a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self


class LabelbridgeError(Exception):
    """Base of every error of labelbridge.

    Attributes:
        done: What there is all the same, in order: what a call that needs several requests got from
            those before the one that failed, labels that were created, say; and what could be read
            of a list with an item that could not. Empty for all other errors.
    """

    done: Sequence[Any] = ()


class ConfigurationError(LabelbridgeError):
    """A client cannot be made: its key or its host is missing or impossible.

    The text names the variable, never the value.
    """


class InvalidArgument(LabelbridgeError, ValueError):  # noqa: N818 - errors are named for what went wrong
    """An argument is wrong, and no request was sent.

    Only of a file this may be found late: when it is gone, or the disk full, in the middle.

    Attributes:
        argument: Name of the argument, with a path into it where it has parts (`labels[3].bbox`).
        problem: What is wrong with it and what to do.
    """

    def __init__(self, argument: str, problem: str = "") -> None:
        super().__init__(argument, problem)
        self.argument = argument
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.argument}: {self.problem}"

    def within(self, prefix: str) -> Self:
        """Return the same error for an argument that is a part of another, `prefix`."""
        joint = "." if self.argument and not self.argument.startswith("[") else ""
        return type(self)(f"{prefix}{joint}{self.argument}", self.problem)


class ApiError(LabelbridgeError):
    """The platform answered with an error.

    Attributes:
        vendor: The platform's name in lower case, or "storage" for the host of signed URLs.
        operation: Id of the operation in the contract, `get_project`.
        status: HTTP status; for an error inside a GraphQL answer the status it stands for. A 2xx is
            that of an answer which holds an error all the same.
        code: The platform's own code for the error, if it names one.
        message: The platform's own words.
        request_id: What the platform's support asks for, if the answer names it.
        retry_after: Seconds after which the platform asks to try again, if it does.
        body: The answer's body: parsed JSON, or the first characters of anything else.
    """

    def __init__(
        self,
        message: str = "",
        *,
        vendor: str = "",
        operation: str = "",
        status: int = 0,
        code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        body: Any = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.vendor = vendor
        self.operation = operation
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after = retry_after
        self.body = body

    def __str__(self) -> str:
        code = f" {self.code}" if self.code else ""
        request = f" (request id {self.request_id})" if self.request_id else ""
        return f"{self.vendor} {self.operation}: {self.status}{code}: {self.message}{request}"


class BadRequest(ApiError):  # noqa: N818
    """400 or 422: the platform finds the request wrong."""


class AuthenticationFailed(ApiError):  # noqa: N818
    """401: the key is unknown to the platform."""


class PaymentRequired(ApiError):  # noqa: N818
    """402: the account has no credits left."""


class PermissionDenied(ApiError):  # noqa: N818
    """403: the key may not do this."""


class NotFound(ApiError):  # noqa: N818
    """404: there is no such thing, or the key may not see it."""


class Conflict(ApiError):  # noqa: N818
    """409: it clashes with something that is there already, a name for instance."""


class PayloadTooLarge(ApiError):  # noqa: N818
    """413: the request is larger than the platform takes."""


class RateLimited(ApiError):  # noqa: N818
    """429: too many requests; `retry_after` says when to come back, if the platform does."""


class ServerError(ApiError):
    """5xx: the platform, or something before it, is broken."""


class ConnectionFailed(LabelbridgeError):  # noqa: N818
    """There was no whole answer: the host is not there, or the connection broke."""


class RequestTimeout(ConnectionFailed):
    """There was no answer within the client's timeout."""


class ResponseFormatError(LabelbridgeError):
    """An answer or a file is not what the contract says it is.

    Attributes:
        operation: Id of the operation, or the file's name.
        row: Number of the row (the first is 1) that could not be read, where the data has rows.
    """

    def __init__(self, message: str = "", *, operation: str = "", row: int | None = None) -> None:
        super().__init__(message)
        self.operation = operation
        self.row = row


class _WithState(LabelbridgeError):  # noqa: N818
    """An error that carries the last state of what was waited for, in `last`."""

    def __init__(self, message: str = "", *, last: Any = None) -> None:
        super().__init__(message)
        self.last = last


class JobFailed(_WithState):
    """The platform ended a job without a result. `last` is the job as it was then."""


class WaitTimeout(_WithState):
    """A wait met its deadline. `last` is the state at that time; the job itself goes on."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: AuthenticationFailed,
    402: PaymentRequired,
    403: PermissionDenied,
    404: NotFound,
    409: Conflict,
    413: PayloadTooLarge,
    422: BadRequest,
    429: RateLimited,
}


def api_error_class(status: int) -> type[ApiError]:
    """Return the class of error that stands for an HTTP status."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)
