"""The world that requests are sent into: begun anew for each, and named by what they name."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import requests
from hypothesis.control import current_build_context
from schemathesis.core import NOT_SET
from schemathesis.generation.meta import TestPhase

from labelbridge.contract.platforms import UUID, Operation, credentials

if TYPE_CHECKING:
    from schemathesis import Case, HookContext, Response

    from labelbridge.contract.worlds import World

STRANGERS = 6
"""Of so many requests, one keeps about half of what names nothing: a 404 has to be right too."""
STORED = 3
"""For how many of the signed addresses that an answer gives a file is stored."""
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac0000001449444154789c632c591c"
    "c3800d306115a5930400daae017fae3d85480000000049454e44ae426082"
)
"""A PNG of 8 by 6 pixels."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that claims to be a platform.

    Attributes:
        platform: ``hasty``, ``roboflow`` or ``labelbox``.
        base_url: Where it answers; without a trailing slash.
        key: The key that it lets in.
        storage: The origin of operations with servers of their own; None where it is not known.
        reset: Begins its world anew; None where nobody can.
    """

    platform: str
    base_url: str
    key: str
    storage: str | None = None
    reset: Callable[[], None] | None = None


class Living:
    """Hooks for schemathesis that keep requests among what lives.

    Args:
        server: Whom they are sent to.
        world: What lives there.
        operations: What is searched.

    Attributes:
        removed: Since the world began, something was deleted or replaced, and all that hung on it.
    """

    def __init__(self, server: Server, world: World, operations: Sequence[Operation]) -> None:
        self._server = server
        self._world = world
        self._operations = {each.label: each for each in operations}
        self._before = world.needed(operations) if server.reset else []
        self._given: dict[str, list[Any]] = {}
        self._addresses: dict[str, str] = {}
        self._seen: set[str] = set()
        self._walk: object = None
        self.removed = False
        self._sent = 0
        self._session = requests.Session()
        self._headers, query = credentials(server.platform, server.key)
        self._query = {name.removeprefix("query."): value for name, value in query.items()}

    def before_call(self, _context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        """Begin anew, unless the case goes on with a walk, and let it name what lives."""
        operation = self._operations[case.operation.label]
        if self._begins(case):
            self._begin()
        if case.meta is not None:
            self._enliven(case, operation, example=case.meta.phase.name is TestPhase.EXAMPLES)

    def after_call(self, _context: HookContext, case: Case[Any], response: Response) -> None:
        """Remember what an answer names, and store files where it asks for them."""
        media = response.headers.get("content-type", [""])[0]
        if not 200 <= response.status_code < 300:
            return
        self.removed |= case.method == "DELETE" or bool((case.query or {}).get("replace"))
        if "json" not in media or "nd" in media:
            return
        answer = response.json()
        self._seen.update(texts(answer))
        if self._operations[case.operation.label].id == "create_uploads" and self._server.reset:
            for item in answer["items"][:STORED]:
                self._put(item["url"])

    def _begins(self, case: Case[Any]) -> bool:
        """Whether a case stands alone, or is the first of a walk."""
        if case.meta is None or case.meta.phase.name is not TestPhase.STATEFUL:
            return True
        walk, self._walk = self._walk, current_build_context().data
        return walk is not self._walk

    def _begin(self) -> None:
        if self._server.reset is None:
            return
        self._server.reset()
        self._seen.clear()
        self.removed = False
        self._given.clear()
        self._addresses.clear()
        for step in self._before:
            self._prepare(step)

    def _prepare(self, step: Mapping[str, Any]) -> None:
        method = "get" if "get" in step else "post"
        answer = self._session.request(
            method,
            self._server.base_url + step[method],
            params=self._query,
            headers=self._headers,
            json=step.get("body"),
            timeout=10,
        ).json()
        for name, place in step.get("gives", {}).items():
            self._given[name] = [_at(answer, place)]
        for operation, place in step.get("address", {}).items():
            self._addresses[operation] = _at(answer, place)
        if "puts" in step:
            self._put(_at(answer, step["puts"]))

    def _put(self, address: str) -> None:
        self._session.put(address, data=_PICTURE, timeout=10)

    def _enliven(self, case: Case[Any], operation: Operation, *, example: bool) -> None:
        """Exchange what names nothing for what lives; now and then, leave some as it is."""
        needed = self._given_to(operation)
        names = _Names(
            {**self._world.named(operation), **self._given, **needed},
            frozenset(needed),
            self._seen,
            example=example,
            strange=not example and self._strange(case),
            wrong=case.meta is not None and case.meta.generation.mode.is_negative,
        )
        for part in ("path_parameters", "query"):
            values = getattr(case, part)
            if values and (renamed := names.living(dict(values))) != values:
                setattr(case, part, renamed)
        if case.body is not NOT_SET and (body := names.living(case.body)) != case.body:
            case.body = body
        if operation.id in self._addresses and not (names.strange or names.wrong):
            self._readdress(case, operation)

    def _strange(self, case: Case[Any]) -> bool:
        """Whether it is the turn of a stranger; in a walk, the same steps have to go the same way.

        Hypothesis begins a walk as it has begun another, and gives up where it goes on differently.
        """
        self._sent += 1
        turn = self._sent
        if case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL:
            body = None if case.body is NOT_SET else case.body
            parts = [case.path_parameters, case.query, body]
            turn = zlib.crc32(json.dumps(parts, sort_keys=True, default=str).encode())
        return turn % STRANGERS == 0

    def _given_to(self, operation: Operation) -> dict[str, list[Any]]:
        """What was given under a name that only one operation has in this meaning."""
        prefix = f"{operation.id}."
        own = (name for name in self._given if name.startswith(prefix))
        return {name.removeprefix(prefix): self._given[name] for name in own}

    def _readdress(self, case: Case[Any], operation: Operation) -> None:
        """Take an address as an answer gave it."""
        address = urlsplit(self._addresses[operation.id])
        steps = zip(operation.path.split("/"), address.path.split("/"), strict=True)
        case.path_parameters = {name[1:-1]: step for name, step in steps if name.startswith("{")}
        case.query = {**(case.query or {}), **dict(parse_qsl(address.query))}


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names in one request mean.

    Attributes:
        pools: What lives, by name.
        needed: Names without which the operation cannot succeed, even where null fits.
        seen: What answers have named since the world began.
        example: The request is the contract's own, whose names live unless they are UUIDs.
        strange: About half of what names nothing stays as it is.
        wrong: Something in it does not fit its schema, and must not be left out.
    """

    pools: Mapping[str, Sequence[Any]]
    needed: frozenset[str]
    seen: set[str]
    example: bool
    strange: bool
    wrong: bool

    def living(self, value: Any, name: str = "") -> Any:
        """A value in which what names nothing is exchanged for what lives, or left out."""
        if isinstance(value, dict):
            return {
                key: self.living(inner, key)
                for key, inner in value.items()
                if self.strange or self.wrong or self.pools.get(key) != [None]
            }
        if isinstance(value, list):
            return [self.living(inner, name) for inner in value]
        pool = self.pools.get(name, [None])
        if name in self.needed and not (self.strange or self.wrong):
            return pool[0]
        if not isinstance(value, str) or pool == [None] or value in pool or value in self.seen:
            return value
        if self.wrong and UUID.fullmatch(str(pool[0])) and not UUID.fullmatch(value):
            return value  # it may be what is wrong
        if self.example:
            return pool[0] if UUID.fullmatch(value) else value
        chosen = zlib.crc32(repr(value).encode())
        return value if self.strange and chosen % 2 else pool[chosen % len(pool)]


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value that may name something."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def _at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value
