"""What the sync and the async driver share: settings, requests, logging."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any, Final, Generic, Self, TypeVar

from labelbridge._core.cancellation import Cancellation, Cancelled
from labelbridge._core.copies import SharedByCopies
from labelbridge._core.flow import (
    Download,
    Fetch,
    Open,
    OpenBody,
    Parts,
    Recover,
    Remote,
    Send,
    Upload,
)
from labelbridge._core.http.endpoint import Endpoint, Outgoing, Transport
from labelbridge._core.http.response import FAILURES, STORAGE, HttpInterface, Source, operation_of
from labelbridge._core.json.rows import RowReader
from labelbridge._core.postponed_file import PostponedFile
from labelbridge._core.retry import REJECTED, Attempts
from labelbridge.errors import ApiError, LabelbridgeError
from labelbridge.options import NO_RETRY, RetryPolicy, Timeout

GET: Final = f"{STORAGE}.get"
PUT: Final = f"{STORAGE}.put"

T = TypeVar("T")

_logger: Final = logging.getLogger("labelbridge")


class BaseDriver(SharedByCopies, Generic[Transport]):
    """Base class of the drivers.

    Args:
        http: Interprets responses.
        api: The platform.
        storage: The hosts of signed URLs.
        policy: When failed requests are retried.
        timeout: The timeouts of a request.
        deadline: Seconds that a call may take as a whole, or None.
        owner: Whether closing the driver closes the connections.

    Attributes:
        rejections: How many requests the platform rejected because there were too many.
    """

    def __init__(
        self,
        http: HttpInterface,
        api: Endpoint[Transport],
        storage: Endpoint[Transport],
        policy: RetryPolicy,
        timeout: Timeout,
        deadline: float | None = None,
        *,
        owner: bool = True,
    ) -> None:
        # pickled first: it states what cannot be pickled
        self._api: Endpoint[Transport] = api
        self._storage: Endpoint[Transport] = storage
        self._http = http
        self._policy, self._timeout, self._deadline = policy, timeout, deadline
        self._timeouts = timeout.by_name()
        self._owner, self._is_closed = owner, False
        self.rejections = 0

    def __repr__(self) -> str:
        return f"{self._http.platform.name} at {self._api.base_url}"

    def __getstate__(self) -> dict[str, Any]:
        # in another process, no other client closes the connections
        return {**vars(self), "_owner": True}

    def with_options(
        self, policy: RetryPolicy | None, timeout: Timeout | None, deadline: float | None
    ) -> Self:
        """Return a driver with the same connections; None keeps a setting."""
        return type(self)(
            self._http,
            self._api,
            self._storage,
            policy or self._policy,
            timeout or self._timeout,
            deadline or self._deadline,
            owner=False,
        )

    def close(self) -> bool:
        """Send no further requests, and return whether the connections are to be closed."""
        self._is_closed = True
        if self._owner:
            self._api.close()
        return self._owner

    def call_deadline(self, now: float) -> float:
        """Return the time at which a call that begins now must end."""
        return inf if self._deadline is None else now + self._deadline

    def attempts(
        self, step: Remote, now: float, deadline: float, cancellation: Cancellation | None = None
    ) -> Attempts:
        """Return the attempts of a step that begins now."""
        policy, timeouts = self._policy, self._timeouts
        if isinstance(step, OpenBody) and step.ahead:
            policy, timeouts = NO_RETRY, {**timeouts, "pool": 0.0}
        return Attempts(step, policy, timeouts, now, deadline, cancellation)

    def wait_after(self, step: Recover, now: float, deadline: float) -> float:
        """Return the seconds to wait before the next attempt, or raise the error."""
        attempts = Attempts(step, self._policy, self._timeouts, now, deadline)
        attempts.number = step.attempt
        wait = self.pause(step, attempts, step.error, now)
        if wait is None:
            raise step.error
        return wait

    def request(self, source: Source, attempts: Attempts, start: int = 0) -> Outgoing:
        """Return the request for an operation or a signed URL, from byte `start` on."""
        self._check_open()
        if isinstance(source, str):
            return self._storage_request(GET, "GET", source, attempts, start=start)
        return self._api.outgoing(
            source.operation,
            **self._http.request_arguments(source),
            timeouts=attempts.timeouts,
        )

    def upload_request(self, step: Upload, file: PostponedFile, attempts: Attempts) -> Outgoing:
        """Return the request for an upload."""
        self._check_open()
        return self._storage_request(PUT, "PUT", step.url, attempts, file=file)

    def _storage_request(
        self, operation: str, method: str, url: str, attempts: Attempts, **arguments: Any
    ) -> Outgoing:
        try:
            return self._storage.outgoing(
                operation, method, url, timeouts=attempts.timeouts, **arguments
            )
        except FAILURES as error:  # an invalid URL
            raise self.error(operation, error) from None

    def pause(
        self, step: Remote | Recover, attempts: Attempts, error: LabelbridgeError, now: float
    ) -> float | None:
        """Return the seconds to wait before the next attempt, or None if the error is final."""
        if isinstance(error, ApiError) and error.status == REJECTED:
            self.rejections += 1
        wait = attempts.wait_after(error, now)
        if wait is not None and _logger.isEnabledFor(logging.DEBUG):
            # texts of the platform may contain secrets of the request
            reason = error.status if isinstance(error, ApiError) else type(error).__name__
            _logger.debug(
                "%s %s: attempt %d in %.2f s, because of %s",
                self._http.platform.name,
                self._http.redact(_operation_of(step)),
                attempts.number,
                wait,
                reason,
            )
        return wait

    def failure(
        self, out: Outgoing, attempts: Attempts, error: Exception, took: float
    ) -> LabelbridgeError:
        """Return the error for a request without a complete response, and log the request."""
        self.log(out, attempts, type(error).__name__, took)
        return self.error(out.operation, error)

    def error(self, operation: str, error: Exception) -> LabelbridgeError:
        """Return the error for an exception of a transport; closing the client causes some."""
        if self._api.is_closed:
            return self._http.closed_error()
        return self._http.failure(operation, error)

    @property
    def base_url(self) -> str:
        """The host of the platform, with the prefix of all paths."""
        return self._api.base_url

    @property
    def read_ahead(self) -> int:
        """How many pages a pager may request together."""
        options = self._http.options
        return min(options.read_ahead, options.connections)

    def row_reader(self, at: Source | Parts, row: type[T]) -> RowReader[T]:
        """Return the reader of the rows of a source."""
        return self._http.row_reader(at, row)

    @contextmanager
    def _cancelled_by_closing(self) -> Iterator[None]:
        """Raise the error of a closed client if closing it cancels a step."""
        try:
            yield
        except Cancelled:
            self._check_open()
            raise

    def _check_open(self) -> None:
        if self._is_closed or self._api.is_closed:
            raise self._http.closed_error()

    def log(self, out: Outgoing, attempts: Attempts, outcome: int | str, took: float) -> None:
        """Log a request. Its URL is not logged, because it may contain secrets."""
        if _logger.isEnabledFor(logging.INFO):
            _logger.info(
                "%s %s: %s in %.0f ms (attempt %d)",
                self._http.platform.name,
                self._http.redact(out.operation),
                outcome,
                took * 1000,
                attempts.number,
            )


def _operation_of(step: Remote | Recover) -> str:
    match step:
        case Send():
            return step.plan.operation
        case Open() | Fetch():
            return operation_of(step.at)
        case Upload():
            return PUT
        case Download() | OpenBody() | Recover():
            return GET
