"""An emulator without a server: state, faults, request log, and how it responds to requests."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import anyio

from labelbridge_emulator import handler
from labelbridge_emulator.handler import ApiError, Platform
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.faults import Faults, Rule
from labelbridge_emulator.server.request_log import RequestLog
from labelbridge_emulator.server.response import HttpResponse, http_response, json_response
from labelbridge_emulator.store import DEFAULT_SEED, START, Store
from labelbridge_emulator.urls import Urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from starlette.requests import Request

    from labelbridge_emulator.contract.operation import Operation

log = logging.getLogger("labelbridge_emulator")

IN_PROCESS = Urls.of_origins(
    (platform.name for platform in all_platforms()),
    "http://emulator.invalid",
    "http://storage.invalid",
)
"""The URLs of an emulator without a server."""


def _operations() -> Iterator[str]:
    """Yield the names of all operations, prefixed with their platforms."""
    yield from ("storage.put", "storage.get")
    for platform in all_platforms():
        yield from (f"{platform.name}.{operation}" for operation in platform.handlers)


def _keys_by_platform(
    api_keys: Iterable[str] | Mapping[str, Iterable[str]],
) -> dict[str, frozenset[str]]:
    """Return the accepted keys of each platform.

    Raises:
        ValueError: A platform does not exist.
    """
    names = [platform.name for platform in all_platforms()]
    if not isinstance(api_keys, Mapping):
        return dict.fromkeys(names, frozenset(api_keys))
    if unknown := set(api_keys) - set(names):
        raise ValueError(f"api_keys: unknown platform {min(unknown)!r}; use {', '.join(names)}")
    return {name: frozenset(api_keys.get(name, ())) for name in names}


class ResetDuringRequest(Exception):  # noqa: N818 - caused by a test, not a failure
    """The emulator was reset while a request was in progress."""

    def __init__(self) -> None:
        super().__init__("the emulator was reset while this request was in progress")


class Emulation:
    """What the two origins serve.

    Args:
        seed: ``demo`` or ``empty``.
        api_keys: The accepted keys, of all platforms or by platform. A platform without keys
            accepts every key.
        urls: The base URLs of the emulator, for URLs in responses.
        entropy: Seed of the random ids.
        start: Initial time of the clock.

    Attributes:
        store: The state.
        faults: The active fault rules.
        request_log: The received requests.
        violations: The responses that did not match the contract; each one is a defect of the
            emulator.
        epoch: Number of resets; a request belongs to the epoch in which it arrived.
    """

    def __init__(
        self,
        seed: str = DEFAULT_SEED,
        api_keys: Iterable[str] | Mapping[str, Iterable[str]] = (),
        urls: Urls = IN_PROCESS,
        *,
        entropy: int = 0,
        start: datetime = START,
    ) -> None:
        self.urls = urls
        self.store = Store(
            [each.seeds for each in all_platforms()], seed, entropy=entropy, start=start
        )
        self.faults = Faults(_operations())
        self.request_log = RequestLog()
        self.violations: list[str] = []
        self.epoch = 0
        self._api_keys = _keys_by_platform(api_keys)

    def reset(self) -> None:
        """Start from the seed again, without faults and with an empty request log."""
        with self.store.lock:
            self.store.reset()
            self._clear()

    def seed(self, name: str) -> None:
        """Start from another seed, without faults and with an empty request log.

        Raises:
            ValueError: The seed does not exist.
        """
        with self.store.lock:
            self.store.seed(name)
            self._clear()

    @contextmanager
    def locked(self, epoch: int) -> Iterator[Store]:
        """Lock the store, so that it is not reset meanwhile.

        Raises:
            ResetDuringRequest: The emulator was reset since that epoch.
        """
        with self.store.lock:
            if epoch != self.epoch:
                raise ResetDuringRequest
            yield self.store

    async def next_fault(self, operation: str, epoch: int) -> Rule | None:
        """Return the fault rule that applies to a request, after its delay.

        Args:
            operation: The operation, prefixed with its platform.
            epoch: The epoch in which the request arrived.

        Raises:
            ResetDuringRequest: The emulator was reset since that epoch.
        """
        with self.locked(epoch):
            rule = self.faults.next(operation)
        if rule is not None:
            await anyio.sleep(rule.delay)
        return rule

    def respond(
        self,
        platform: Platform,
        operation: Operation,
        request: Request,
        body: bytes,
        rule: Rule | None,
    ) -> HttpResponse:
        """Return the response to a request, changed by a fault rule if one applies.

        The response is validated before the rule changes it. A response that does not match the
        contract is replaced by a 500 that describes the difference.
        """

        def error_response(error: ApiError) -> HttpResponse:
            return json_response(error.status, platform.error_body(error))

        if rule is not None and rule.replaces_response:
            return _with_request_id(operation, rule.response(error_response, operation.success))
        try:
            response = self._handle(platform, operation, request, body)
        except ApiError as error:
            response = error_response(error)
        except Exception as error:
            log.exception("%s failed", operation.id)
            return self._violation(operation, [f"the handler raised {error!r}"])
        response = _with_request_id(operation, self.validated(operation, response))
        return response if rule is None else self.edited(rule, response)

    def validated(self, operation: Operation, response: HttpResponse) -> HttpResponse:
        """Return a response that matches the contract, else a 500 that describes the difference."""
        violations = operation.violations(response.status, response.media_type, response.read())
        return self._violation(operation, violations) if violations else response

    def edited(self, rule: Rule, response: HttpResponse) -> HttpResponse:
        """Return a response changed by a fault rule, or a 500 if the rule cannot be applied."""
        try:
            return rule.edit(response)
        except ValueError as error:
            return json_response(500, {"error": f"fault rule for {rule.operation!r}: {error}"})

    def _handle(
        self, platform: Platform, operation: Operation, request: Request, body: bytes
    ) -> HttpResponse:
        key = self._key(platform, operation, request)
        parsed = handler.Request(
            operation=operation.id,
            path=operation.read_path(request.path_params),
            query=operation.read_query(request.url.query),
            body=operation.read_body(body),
            key=key,
            urls=self.urls,
            store=self.store,
        )
        with self.store.lock:
            return http_response(platform.handlers[operation.id](parsed), operation.success)

    def _key(self, platform: Platform, operation: Operation, request: Request) -> str:
        """Return the API key of a request.

        Raises:
            ApiError: 401, if the operation needs a key and it is missing or not accepted.
        """
        keys = [location.read(request) for location in operation.keys]
        key = next((each for each in keys if each), "")
        if operation.keys and not key:
            raise ApiError(401, "An API key is required.")
        accepted = self._api_keys[platform.name]
        if operation.keys and accepted and key not in accepted:
            raise ApiError(401, "This API key does not exist or has been revoked.")
        return key

    def _violation(self, operation: Operation, violations: list[str]) -> HttpResponse:
        text = f"{operation.id} does not match the contract: {'; '.join(violations)}"
        log.error("%s", text)
        self.violations.append(text)
        return json_response(500, {"error": text})

    def _clear(self) -> None:
        self.faults.replace([])
        self.request_log.clear()
        self.violations.clear()
        self.epoch += 1


def _with_request_id(operation: Operation, response: HttpResponse) -> HttpResponse:
    """Add an X-Request-ID if the contract documents one."""
    if not operation.has_request_id:
        return response
    return replace(response, headers={"X-Request-ID": str(uuid4()), **response.headers})
