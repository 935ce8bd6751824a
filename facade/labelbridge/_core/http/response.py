"""Building requests and interpreting responses, without I/O: what both drivers share."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NoReturn, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec
from attrs import Factory, field, frozen

from labelbridge._core.flow import Parts
from labelbridge._core.http.content_decoding import ContentDecodingError
from labelbridge._core.http.error_body import graphql_error_status, is_rate_limit, parse_error_body
from labelbridge._core.http.identity import check_identity
from labelbridge._core.http.transport_errors import transport_error
from labelbridge._core.http.url import build_url
from labelbridge._core.json import decode, encode
from labelbridge._core.json.direct import decode_directly
from labelbridge._core.json.drift_reporter import DriftReporter, MismatchLog
from labelbridge._core.json.rows import RowReader
from labelbridge._core.platform import Platform
from labelbridge._core.retry import REJECTED, retry_after_seconds
from labelbridge._core.secrets import Secret
from labelbridge.errors import (
    ApiError,
    ConfigurationError,
    LabelbridgeError,
    MissingValue,
    ResponseFormatError,
    api_error_class,
    redact_queries,
)
from labelbridge.options import ClientOptions
from labelbridge_api.plan import Plan

T = TypeVar("T")

_SNIPPET: Final = 500
"""Characters of a body that is not JSON which an error keeps."""

STORAGE: Final = "storage"
"""The name that errors use for the host of signed URLs."""

FAILURES: Final = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    ContentDecodingError,
    ResponseFormatError,
    TimeoutError,
    ssl.SSLError,
)
"""What can be raised while a request is sent and its response is read.

httpcore passes on alerts of TLS that arrive after the handshake.
"""

Source = Plan[Any] | str
"""Where data comes from: an operation of the platform, or a signed URL."""


def operation_of(source: Source | Parts) -> str:
    """Return the name of the operation that errors report."""
    return f"{STORAGE}.get" if isinstance(source, str) else source.operation


@frozen
class HttpInterface:
    """Builds the requests of one client and interprets the responses.

    Attributes:
        platform: The platform.
        secret: The client's key, which is removed from all texts.
        options: The client's options.
        drift_reporter: Reports responses that do not match the contract, if `on_drift` is set.
        mismatch_log: Logs values that cannot be read, if `on_drift` is not set.
    """

    platform: Platform
    secret: Secret
    options: ClientOptions = field(factory=ClientOptions)
    drift_reporter: DriftReporter | None = field(
        init=False,
        default=Factory(
            lambda self: (
                self.options.on_drift
                and DriftReporter(self.platform.name, self.options.on_drift, self.redact)
            ),
            takes_self=True,
        ),
    )

    mismatch_log: MismatchLog = field(
        init=False,
        default=Factory(lambda self: MismatchLog(self.platform.name, self.redact), takes_self=True),
    )

    def request_arguments(self, plan: Plan[Any]) -> dict[str, Any]:
        """Return the arguments of `Endpoint.outgoing` for an operation."""
        lists = self.options.lists or self.platform.lists
        url = build_url(plan, self.options.paths, lists)
        arguments: dict[str, Any] = {"method": plan.method, "url": url}
        if plan.body is not msgspec.UNSET:
            arguments["content"] = encode.encode(plan.body)
        return arguments

    def parse_response(self, plan: Plan[T], response: httpx.Response, content: bytes) -> T:
        """Return the value of a response.

        Args:
            plan: The operation.
            response: The response.
            content: Its body.

        Raises:
            ApiError: The platform returned an error.
            ResponseFormatError: The response does not match the contract.
        """
        status = response.status_code
        self.check_contract(plan, response, content)
        if not response.is_success:
            raise self.api_error(plan.operation, response, content)
        # an undocumented 2xx is read like the documented one
        form = plan.success.get(status, next(iter(plan.success.values())))
        if form is None or (form is Any and not content):
            return None  # type: ignore[return-value]  # the operation's type is None then
        if form is bytes:
            return content  # type: ignore[return-value]  # the operation's type is bytes then
        try:
            if not self._errors_in_body:
                direct = decode_directly(content, form)
                if direct is not None:
                    return check_identity(plan, direct)  # type: ignore[no-any-return]  # form is T's own
            value = decode.parse_json(content, operation=plan.operation, redact=self.redact)
            self._raise_error_in_body(plan.operation, value, response, content)
            found: T = decode.structure(
                value, form, operation=plan.operation, on_problems=self.on_problems(plan.operation)
            )
            return check_identity(plan, found)
        except ResponseFormatError as error:
            self._redact_error(error)
            raise

    @property
    def _errors_in_body(self) -> bool:
        """Whether a response with a success status may be an error."""
        return bool(self.platform.graphql_statuses or self.platform.error_key)

    def on_problems(self, operation: str) -> decode.Problems:
        """Return the function that receives what does not match the contract in a response."""
        if self.drift_reporter:
            return decode.ignore  # reported with the check of the schema
        return partial(self.mismatch_log.report, operation)

    def check_contract(
        self, source: Source, response: httpx.Response, content: bytes | None
    ) -> None:
        """Report drift of a response; files at signed URLs have no contract."""
        if self.drift_reporter and not isinstance(source, str):
            media_type = response.headers.get("Content-Type", "")
            self.drift_reporter.check_response(
                source.operation, response.status_code, media_type, content
            )

    def check_upload(
        self, operation: str, url: str, response: httpx.Response, content: bytes
    ) -> None:
        """Raise the error of the response to an upload, if it is not a success."""
        if not response.is_success:
            raise self.api_error(operation, response, content, platform=STORAGE, signed_url=url)

    def row_reader(self, source: Source | Parts, row: type[T]) -> RowReader[T]:
        """Return a reader of rows of the class `row`."""
        operation, at_storage = operation_of(source), isinstance(source, str)
        signed_url = str(source) if at_storage else ""
        on_row = (
            partial(self.drift_reporter.check_row, operation, row, signed_url)
            if self.drift_reporter
            else None
        )
        return RowReader(
            row,
            operation=operation,
            required=at_storage,
            on_row=on_row,
            on_problems=self.on_problems(operation),
        )

    def is_final(self, response: httpx.Response) -> bool:
        """Return whether a retry is not possible, whatever the body is."""
        has_errors = self.platform.graphql_statuses or self.platform.error_key
        return response.is_success and not has_errors

    def closed_error(self) -> ConfigurationError:
        """Return the error for the use of a closed client."""
        return ConfigurationError(
            f"this client of {self.platform.name} is closed; create a new one"
        )

    def failure(self, operation: str, error: Exception) -> LabelbridgeError:
        """Return the error, without secrets, for one of the exceptions in FAILURES."""
        if not isinstance(error, ResponseFormatError):
            found = transport_error(self.platform.name, operation, error, self.redact)
        else:
            found = error
            self._redact_error(found)
        if self.drift_reporter and isinstance(found, ResponseFormatError):
            self.drift_reporter.report_unreadable(operation, str(found), found.row)
        return found

    def raise_final(self, error: LabelbridgeError) -> NoReturn:
        """Raise an error of a flow without secrets: it may quote a response."""
        self._redact_error(error)
        if isinstance(error, MissingValue):
            raise ResponseFormatError(str(error), operation=error.operation) from error
        raise error

    def _redact_error(self, error: LabelbridgeError) -> None:
        error.args = tuple(self.redact(arg) if isinstance(arg, str) else arg for arg in error.args)

    def _raise_error_in_body(
        self, operation: str, body: Any, response: httpx.Response, content: bytes
    ) -> None:
        """Raise the error that a response with a success status has in its body, if any."""
        if not isinstance(body, dict):
            return
        if is_rate_limit(body, self.platform.limit_message):
            raise self.api_error(operation, response, content, status=REJECTED)
        if self.platform.graphql_statuses and body.get("errors"):
            code, _message = parse_error_body(body)
            status = graphql_error_status(body) or self.platform.graphql_statuses.get(
                code or "", 400
            )
            raise self.api_error(operation, response, content, status=status)
        if self.platform.error_key and body.get(self.platform.error_key):
            raise self.api_error(operation, response, content)

    def api_error(
        self,
        operation: str,
        response: httpx.Response,
        content: bytes,
        *,
        status: int | None = None,
        platform: str | None = None,
        signed_url: str = "",
    ) -> ApiError:
        """Return the error for a response.

        Args:
            operation: Id of the operation.
            response: The response.
            content: Its body.
            status: The status of an error in the body, if it differs from that of the response.
            platform: The name of the server, if it is not the platform.
            signed_url: The requested signed URL, which the response may repeat.
        """
        status = status or response.status_code
        # redact before parsing or shortening: a part of a key is a secret too
        text = self.redact(content.decode("utf-8", "replace"), signed_url)
        try:
            body: Any = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            body = text[:_SNIPPET]
        code, message = parse_error_body(body)
        request_id = response.headers.get("X-Request-ID")
        return api_error_class(status)(
            # the body of a redirection has only its title, such as Found
            self._redirection(response) or message or self._status_text(response),
            vendor=platform or self.platform.name,
            operation=self.redact(operation),
            status=status,
            code=code,
            request_id=request_id and self.redact(request_id, signed_url),
            retry_after=retry_after_seconds(response.headers.get("Retry-After"), datetime.now(UTC)),
            body=body,
        )

    def _redirection(self, response: httpx.Response) -> str | None:
        if not response.has_redirect_location:
            return None
        location = self.redact(response.headers["Location"])
        return f"redirected to {location}, which is not followed"

    def _status_text(self, response: httpx.Response) -> str:
        # the phrase of the response may contain secrets, and that of a success is no problem
        code = response.status_code
        phrase = "" if response.is_success else httpx.codes.get_reason_phrase(code)
        return phrase or "the response has no error message"

    def redact(self, text: str, signed_url: str = "") -> str:
        """Return a text without the key and without the secrets of signed URLs."""
        values = (Secret(value) for _, value in parse_qsl(urlsplit(signed_url).query))
        for secret in (self.secret, *values):
            text = secret.redact(text)
        return redact_queries(text)
