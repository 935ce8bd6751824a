"""The exceptions of labelbridge.

    LabelbridgeError
    ├── ConfigurationError      the key or the host is missing or invalid
    ├── InvalidArgument         also a ValueError; raised before any request
    ├── ApiError                the platform returned an error
    │   ├── BadRequest              400, 422
    │   ├── AuthenticationFailed    401
    │   ├── PaymentRequired         402
    │   ├── PermissionDenied        403
    │   ├── NotFound                404
    │   ├── Conflict                409
    │   ├── PayloadTooLarge         413
    │   ├── RateLimited             429
    │   └── ServerError             5xx
    ├── ConnectionFailed        no response, or an incomplete one
    │   └── RequestTimeout          no response in time
    ├── ResponseFormatError     the response does not match the contract
    ├── ListChanged             a list became shorter while it was read
    ├── MissingValue            also an AttributeError; a required property is missing or invalid
    ├── JobFailed               a job failed; has its last state
    └── WaitTimeout             a wait timed out; has the last state

Methods of labelbridge raise no other exceptions for failures of the platform or the network. No
error message contains a key or the query of a URL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, Self


class LabelbridgeError(Exception):
    """Base class of all errors of labelbridge.

    Attributes:
        done: Partial results, in order. For a call that sends several requests, the results of
            those before the failed one, such as the labels already created. For a list with an
            unreadable item, the items that could be read. Empty for all other errors.
    """

    done: Sequence[Any] = ()

    def __init__(self, *args: Any) -> None:
        # an invalid argument that the text shows may be a signed URL
        super().__init__(*(redact_queries(arg) if isinstance(arg, str) else arg for arg in args))


class ConfigurationError(LabelbridgeError):
    """A client cannot be created: its key, its host or an option is missing or invalid.

    The message names the environment variable, never its value.
    """


class InvalidArgument(LabelbridgeError, ValueError):  # noqa: N818 - named for what went wrong
    """An argument is invalid. It is raised before any request is sent.

    Only problems of files can appear later, for example when the disk is full during a download.

    Attributes:
        argument: Name of the argument, with the path to the invalid part (`labels[3].bbox`).
        problem: What is wrong, and how to correct it.
    """

    def __init__(self, argument: str, problem: str = "") -> None:
        super().__init__(argument, problem)
        self.argument: str = self.args[0]
        self.problem: str = self.args[1]

    def __str__(self) -> str:
        return f"{self.argument}: {self.problem}"

    def within(self, prefix: str) -> Self:
        """Return the same error for an argument nested in another one, `prefix`."""
        joint = "." if self.argument and not self.argument.startswith("[") else ""
        return type(self)(f"{prefix}{joint}{self.argument}", self.problem)


class ApiError(LabelbridgeError):
    """The platform returned an error.

    Attributes:
        vendor: The platform's name in lower case, or "storage" for the host of signed URLs.
        operation: Id of the operation in the contract, such as `get_project`.
        status: HTTP status. For a GraphQL error, the status that corresponds to its code. It is a
            2xx if the body of a successful response contains an error.
        code: The platform's error code, if there is one.
        message: The platform's error message.
        request_id: The id of the request for the platform's support, if the response has one.
        retry_after: Seconds to wait before a retry, if the response has a Retry-After header.
        body: The body of the response: parsed JSON, or the first characters of other content.
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
    """400 or 422: the platform rejects the request as invalid."""


class AuthenticationFailed(ApiError):  # noqa: N818
    """401: the key is missing or not valid."""


class PaymentRequired(ApiError):  # noqa: N818
    """402: the account has no credits left."""


class PermissionDenied(ApiError):  # noqa: N818
    """403: the key does not have the permission."""


class NotFound(ApiError):  # noqa: N818
    """404: the object does not exist, or the key has no access to it."""


class Conflict(ApiError):  # noqa: N818
    """409: the request conflicts with an existing object, for example by its name."""


class PayloadTooLarge(ApiError):  # noqa: N818
    """413: the request is larger than the platform accepts."""


class RateLimited(ApiError):  # noqa: N818
    """429: too many requests. `retry_after` has the wait, if the platform sends it."""


class ServerError(ApiError):
    """5xx: the platform, or a proxy in front of it, failed."""


class ConnectionFailed(LabelbridgeError):  # noqa: N818
    """No complete response: the host is unreachable, or the connection broke.

    Attributes:
        request_sent: False if the connection failed before the request was sent, so that it had no
            effect. True if the platform may have received it.
    """

    request_sent: bool = True


class RequestTimeout(ConnectionFailed):
    """No response within the client's timeout, or before the deadline of the call."""


class ResponseFormatError(LabelbridgeError):
    """A response or a file does not match the contract and cannot be read.

    Attributes:
        operation: Id of the operation, or the file's name.
        row: Number of the unreadable row or item, from 1, if the data has rows.
    """

    def __init__(self, message: str = "", *, operation: str = "", row: int | None = None) -> None:
        super().__init__(message)
        self.operation = operation
        self.row = row


class ListChanged(LabelbridgeError):  # noqa: N818
    """A list became shorter while its pages were read, so that items would be skipped.

    `for image in images.list(…).collect()` reads the list before the loop changes its items.

    Attributes:
        operation: Id of the operation.
    """

    def __init__(self, message: str = "", *, operation: str = "") -> None:
        super().__init__(message)
        self.operation = operation


class MissingValue(LabelbridgeError, AttributeError):  # noqa: N818
    """A required property is missing in a response, or has another type.

    Reading the attribute raises it. The other attributes of the object can be read, and the raw
    value, if there is one, is in `additional_properties`.

    Attributes:
        model: Name of the object's class.
        property: The platform's name of the property, which is the key in `additional_properties`.
        operation: Id of the operation that returned the object.
    """

    def __init__(self, model: str = "", property: str = "", operation: str = "") -> None:  # noqa: A002 - the term of JSON Schema
        super().__init__(model, property, operation)
        self.model = model
        self.property = property
        self.operation = operation

    def __str__(self) -> str:
        return (
            f"{self.operation}: {self.model}.{self.property} is missing in the response, or its "
            "value has another type and is in additional_properties"
        )


class _WithState(LabelbridgeError):  # noqa: N818
    """An error with the last known state, in `last`."""

    def __init__(self, message: str = "", *, last: Any = None) -> None:
        super().__init__(message)
        self.last = last


class JobFailed(_WithState):
    """A job ended without a result. `last` is its last state.

    Attributes:
        errors: What the platform lists about the failure; empty if it lists nothing.
    """

    def __init__(self, message: str = "", *, last: Any = None, errors: Sequence[Any] = ()) -> None:
        super().__init__(message, last=last)
        self.errors = errors


class WaitTimeout(_WithState):
    """A wait timed out. `last` is the last state; the job itself continues."""


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
    """Return the error class for an HTTP status."""
    return ServerError if status >= 500 else _BY_STATUS.get(status, ApiError)


_PART: Final = r"""(?:[^\s"'<>\\]|\\[/u])"""
"""A character of a URL, also in JSON, where a backslash may begin an escaped character."""

_URL: Final = re.compile(rf"\b[A-Za-z][A-Za-z0-9+.-]{{0,30}}:(?=\\?/){_PART}+")
_QUERY: Final = re.compile(r"\?|\\u003[fF]|%3[fF]|&#63;|&#[xX]3[fF];")
_RELATIVE: Final = re.compile(rf"\?(?=[\w.~%+-]{{1,100}}=){_PART}*")
"""The query of a URL without a host or a scheme, as in redirections."""


def redact_queries(text: str) -> str:
    """Return a text without the queries of its URLs, because signed URLs are secrets.

    An error message of a platform may contain a signed URL, and so may an argument.
    """
    return _RELATIVE.sub("?***", _URL.sub(_without_query, text))


def _without_query(url: re.Match[str]) -> str:
    bare, *query = _QUERY.split(url[0], maxsplit=1)
    return f"{bare}?***" if query else bare
