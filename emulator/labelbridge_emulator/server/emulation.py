"""One emulator, without any server: its world, its faults, its record, and how it answers."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import anyio

from labelbridge_emulator.handler import ApiError, Platform
from labelbridge_emulator.handler import Request as HandlerRequest
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.faults import Faults, Rule
from labelbridge_emulator.server.request_log import Record
from labelbridge_emulator.server.response import Answer, answer_of, json_answer
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
"""The URLs of an emulator that no server serves."""


def _operations() -> Iterator[str]:
    """All operations, with their vendors before them."""
    yield from ("storage.put", "storage.get")
    for platform in all_platforms():
        yield from (f"{platform.name}.{operation}" for operation in platform.handlers)


def _keys_by_platform(
    api_keys: Iterable[str] | Mapping[str, Iterable[str]],
) -> dict[str, frozenset[str]]:
    """The keys that each platform lets in.

    Raises:
        ValueError: There is no such platform.
    """
    names = [platform.name for platform in all_platforms()]
    if not isinstance(api_keys, Mapping):
        return dict.fromkeys(names, frozenset(api_keys))
    if unknown := set(api_keys) - set(names):
        raise ValueError(f"keys of {min(unknown)!r}, where there are: {', '.join(names)}")
    return {name: frozenset(api_keys.get(name, ())) for name in names}


class Outdated(Exception):  # noqa: N818 - what a reset does to requests, not a failure
    """The emulator was reset while a request was under way: it came to a world that is gone."""

    def __init__(self) -> None:
        super().__init__("the emulator was reset while this request was under way")


class Emulation:
    """Everything behind the two origins.

    Args:
        seed: ``demo`` or ``empty``.
        api_keys: The keys that are let in, on all platforms or by platform; any, where none is
            named.
        urls: Where the origins answer, for URLs inside answers.
        entropy: Decides which ids are made.
        start: When the world's clock starts.

    Attributes:
        store: The state.
        faults: The fault rules in force.
        record: The requests received.
        violations: Every answer that broke the contract, in words; empty in a right emulator.
        epoch: How often it was reset: a request belongs to the world that it came to.
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
        self.record = Record()
        self.violations: list[str] = []
        self.epoch = 0
        self._api_keys = _keys_by_platform(api_keys)

    def reset(self) -> None:
        """Start from the seed again: no state, no faults, no record."""
        with self.store.lock:
            self.store.reset()
            self._forget()

    def seed(self, name: str) -> None:
        """Start from another seed, likewise.

        Raises:
            ValueError: There is no such seed.
        """
        with self.store.lock:
            self.store.seed(name)
            self._forget()

    @contextmanager
    def still(self, epoch: int) -> Iterator[Store]:
        """The world of that epoch, which nobody resets meanwhile.

        Raises:
            Outdated: It is gone already.
        """
        with self.store.lock:
            if epoch != self.epoch:
                raise Outdated
            yield self.store

    async def strike(self, operation: str, epoch: int) -> Rule | None:
        """The fault rule that strikes a request of that epoch, after its delay.

        Args:
            operation: The operation, with its vendor before it.
            epoch: That of the request's arrival.

        Raises:
            Outdated: The emulator was reset since.
        """
        with self.still(epoch):
            rule = self.faults.next(operation)
        if rule is not None:
            await anyio.sleep(rule.delay)
        return rule

    def answer(
        self,
        platform: Platform,
        operation: Operation,
        request: Request,
        body: bytes,
        rule: Rule | None,
    ) -> Answer:
        """Answer a request for an operation, struck by a fault rule or not.

        What the vendor answers is held against the contract before a rule edits it; an answer that
        breaks the contract becomes a 500 that says how.
        """

        def refused(refusal: ApiError) -> Answer:
            return json_answer(refusal.status, platform.error_body(refusal))

        if rule is not None and rule.stands_in:
            return self._numbered(operation, rule.answer(refused, operation.success))
        try:
            answer = self._handled(platform, operation, request, body)
        except ApiError as refusal:
            answer = refused(refusal)
        except Exception as error:
            log.exception("%s failed", operation.id)
            return self._violated(operation, [f"the handler raised {error!r}"])
        answer = self._numbered(operation, self.judged(operation, answer))
        return answer if rule is None else self.edited(rule, answer)

    def judged(self, operation: Operation, answer: Answer) -> Answer:
        """An answer that keeps the contract as it is; for one that breaks it, a 500 says how."""
        violations = operation.violations(answer.status, answer.media_type, answer.read())
        return self._violated(operation, violations) if violations else answer

    def edited(self, rule: Rule, answer: Answer) -> Answer:
        """A true answer as a fault rule changes it; a rule that cannot change it is a 500."""
        try:
            return rule.edited(answer)
        except ValueError as error:
            return json_answer(500, {"error": f"fault rule for {rule.operation!r}: {error}"})

    def _handled(
        self, platform: Platform, operation: Operation, request: Request, body: bytes
    ) -> Answer:
        key = self._key(platform, operation, request)
        call = HandlerRequest(
            operation=operation.id,
            path=operation.read_path(request.path_params),
            query=operation.read_query(request.url.query),
            body=operation.read_body(body),
            key=key,
            urls=self.urls,
            store=self.store,
        )
        with self.store.lock:
            return answer_of(platform.handlers[operation.id](call), operation.success)

    def _key(self, platform: Platform, operation: Operation, request: Request) -> str:
        """The key of a request.

        Raises:
            ApiError: 401, when the operation needs one and it is missing or not let in.
        """
        keys = [place.read(request) for place in operation.keys]
        key = next((each for each in keys if each), "")
        if operation.keys and not key:
            raise ApiError(401, "An API key is required.")
        known = self._api_keys[platform.name]
        if operation.keys and known and key not in known:
            raise ApiError(401, "This API key does not exist or has been revoked.")
        return key

    def _numbered(self, operation: Operation, answer: Answer) -> Answer:
        """The answer with an X-Request-ID of its own, where the contract promises one."""
        if not operation.numbered:
            return answer
        return replace(answer, headers={"X-Request-ID": str(uuid4()), **answer.headers})

    def _violated(self, operation: Operation, violations: list[str]) -> Answer:
        text = f"{operation.id} broke the contract: {'; '.join(violations)}"
        log.error("%s", text)
        self.violations.append(text)
        return json_answer(500, {"error": text})

    def _forget(self) -> None:
        self.faults.replace([])
        self.record.clear()
        self.violations.clear()
        self.epoch += 1
