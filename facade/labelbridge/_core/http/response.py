"""Requests made and answers read, without I/O: what both drivers share."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec
from attrs import Factory, field, frozen

from labelbridge._core.http.content_decoding import PackedWrong
from labelbridge._core.http.error_body import said, status_behind
from labelbridge._core.http.transport_errors import failure
from labelbridge._core.http.url import address
from labelbridge._core.json import decode, encode
from labelbridge._core.json.drift_reporter import Watch
from labelbridge._core.json.rows import RowReader
from labelbridge._core.platform import Platform
from labelbridge._core.retry import retry_after_seconds
from labelbridge._core.secrets import Secret, without_queries
from labelbridge.errors import (
    ApiError,
    ConfigurationError,
    LabelbridgeError,
    ResponseFormatError,
    api_error_class,
)
from labelbridge.options import ClientOptions
from labelbridge_api.plan import Plan

T = TypeVar("T")
_SNIPPET: Final = 500
_REDIRECTS: Final = 3

_CODING: Final = b"content-encoding"

STORAGE: Final = "storage"
"""What errors call the host of signed URLs."""

Source = Plan[Any] | str
"""Where data comes from: an operation of the platform, or a signed URL."""


def operation_of(source: Source) -> str:
    """Return the name of the operation, as errors carry it."""
    return f"{STORAGE}.get" if isinstance(source, str) else source.operation


@frozen
class Fetch:
    """Begin to get something: the outcome is an answer whose body is still to be read."""

    source: Source
    deadline: float | None = None


@frozen
class Finish:
    """Be done with an answer: read its body, which gives the outcome, or just close it."""

    response: httpx.Response
    read: bool


Exchange = Generator[Fetch | Finish, Any, httpx.Response]


def read(response: httpx.Response, content: bytes) -> httpx.Response:
    """Return an answer with its body, which was unpacked on the way."""
    headers = [(name, value) for name, value in response.headers.raw if name.lower() != _CODING]
    return httpx.Response(response.status_code, headers=headers, content=content)


@frozen
class Wire:
    """How one client talks to its platform.

    Attributes:
        platform: The platform.
        secret: The client's key, to keep it out of texts.
        options: Ways around the contract.
        watch: Who is told of answers that do not fit it, if anybody is.
    """

    platform: Platform
    secret: Secret
    options: ClientOptions = field(factory=ClientOptions)
    watch: Watch | None = field(
        init=False,
        default=Factory(
            lambda self: (
                self.options.on_drift
                and Watch(self.platform.name, self.options.on_drift, self.redact)
            ),
            takes_self=True,
        ),
    )

    def request(self, plan: Plan[Any]) -> dict[str, Any]:
        """Return the arguments of `httpx.Client.build_request` for an operation."""
        lists = self.options.lists or self.platform.lists
        url = address(plan, self.options.paths, lists)
        arguments: dict[str, Any] = {"method": plan.method, "url": url}
        if plan.body is not msgspec.UNSET:
            arguments["content"] = encode.encode(plan.body)
            arguments["headers"] = {"Content-Type": "application/json"}
        return arguments

    def result(self, plan: Plan[T], response: httpx.Response) -> T:
        """Return what an answer, read to its end, means.

        Raises:
            ApiError: The platform refused.
            ResponseFormatError: The answer is not what the contract says.
        """
        status = response.status_code
        self._note(plan, response, response.content)
        if not response.is_success:
            raise self.refusal(plan.operation, response)
        # another 2xx than the documented one means the same thing
        form = plan.success.get(status, next(iter(plan.success.values())))
        if form is None:
            return None  # type: ignore[return-value]  # the operation's type is None then
        if form is bytes:
            return response.content  # type: ignore[return-value]  # the operation's type is bytes then
        try:
            value = decode.parse(response.content, operation=plan.operation, clean=self.redact)
            self._raise_error_within(plan.operation, value, response)
            return decode.structure(value, form, operation=plan.operation)  # type: ignore[no-any-return]  # form is T's own
        except ResponseFormatError as error:
            self._clean(error)
            raise

    def opening(self, source: Source) -> Exchange:
        """Get an answer whose body is still to be read.

        Redirections are followed, never with the key: they go to signed URLs.

        Raises:
            ApiError: The platform refused.
            ResponseFormatError: It redirected to where others can listen.
        """
        at = source
        response: httpx.Response = yield Fetch(at)
        for _ in range(_REDIRECTS):
            if not response.has_redirect_location:
                break
            self._note(at, response, None)
            yield Finish(response, read=False)
            target = response.url.join(response.headers["Location"])
            if response.url.scheme == "https" and target.scheme != "https":
                operation = operation_of(source)
                raise ResponseFormatError(
                    f"{operation}: redirected from https to {target.scheme}, which is not followed",
                    operation=operation,
                )
            at = str(target)
            response = yield Fetch(at)
        if response.is_success:
            self._note(at, response, None)
            return response
        response = yield Finish(response, read=True)
        self._note(at, response, response.content)
        signed = at if isinstance(at, str) else ""
        platform = STORAGE if isinstance(source, str) else None
        raise self.refusal(operation_of(source), response, platform=platform, signed=signed)

    def _note(self, source: Source, response: httpx.Response, content: bytes | None) -> None:
        """Hold an answer against the contract; of files at signed URLs there is none."""
        if self.watch and not isinstance(source, str):
            media_type = response.headers.get("Content-Type", "")
            self.watch.answer(source.operation, response.status_code, media_type, content)

    def reader(self, source: Source, row: type[T]) -> RowReader[T]:
        """Return what reads rows, each of the class `row`."""
        operation, at_storage = operation_of(source), isinstance(source, str)
        signed = str(source) if at_storage else ""
        watch = partial(self.watch.row, operation, row, signed) if self.watch else None
        return RowReader(row, operation=operation, required=at_storage, watch=watch)

    def closed(self) -> ConfigurationError:
        """Return the error of a client that is used after its end."""
        return ConfigurationError(f"this client of {self.platform.name} is closed; make a new one")

    @contextmanager
    def translating(self, operation: str) -> Iterator[None]:
        """Turn what httpx raises into errors of labelbridge, whose texts hold no secret."""
        try:
            with self._translating(operation):
                yield
        except ResponseFormatError as error:
            self._clean(error)
            if self.watch:
                self.watch.unreadable(operation, str(error), error.row)
            raise

    @contextmanager
    def cleaning(self) -> Iterator[None]:
        """Take secrets out of errors' texts: a flow may have quoted what the platform said."""
        try:
            yield
        except LabelbridgeError as error:
            self._clean(error)
            raise

    def _clean(self, error: LabelbridgeError) -> None:
        error.args = tuple(self.redact(it) if isinstance(it, str) else it for it in error.args)

    @contextmanager
    def _translating(self, operation: str) -> Iterator[None]:
        try:
            yield
        except PackedWrong as error:
            raise ResponseFormatError(
                f"{operation}: the answer cannot be unpacked ({error})", operation=operation
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise failure(self.platform.name, operation, error, self.redact) from None

    def refusal(
        self,
        operation: str,
        response: httpx.Response,
        *,
        platform: str | None = None,
        signed: str = "",
    ) -> ApiError:
        """Return the error that an answer with an error status stands for.

        Args:
            operation: What was asked for.
            response: The answer, read to its end.
            platform: Who answered, if it was not the platform.
            signed: The signed URL that was asked, which the answer may repeat.
        """
        return self._error(operation, response, response.status_code, platform, signed)

    def _raise_error_within(self, operation: str, body: Any, response: httpx.Response) -> None:
        """Raise what an answer says in its `errors` or its `error`, though its status is good."""
        if not isinstance(body, dict):
            return
        if self.platform.graphql_statuses and body.get("errors"):
            code, _message = said(body)
            status = status_behind(body) or self.platform.graphql_statuses.get(code or "", 400)
            raise self._error(operation, response, status)
        if self.platform.error_key and body.get(self.platform.error_key):
            raise self._error(operation, response, response.status_code)

    def _error(
        self,
        operation: str,
        response: httpx.Response,
        status: int,
        platform: str | None = None,
        signed: str = "",
    ) -> ApiError:
        # secrets go before anything is parsed or cut: half a key is a secret too
        text = self.redact(response.content.decode("utf-8", "replace"), signed)
        try:
            body: Any = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            body = text[:_SNIPPET]
        code, message = said(body)
        request_id = response.headers.get("X-Request-ID")
        return api_error_class(status)(
            message or response.reason_phrase or "the platform says no more",
            vendor=platform or self.platform.name,
            operation=operation,
            status=status,
            code=code,
            request_id=request_id and self.redact(request_id, signed),
            retry_after=retry_after_seconds(response.headers.get("Retry-After"), datetime.now(UTC)),
            body=body,
        )

    def redact(self, text: str, signed: str = "") -> str:
        """Return a text without the key, and without what is secret of signed URLs."""
        for secret in (
            self.secret,
            *(Secret(value) for _, value in parse_qsl(urlsplit(signed).query)),
        ):
            text = secret.redact(text)
        return without_queries(text)
