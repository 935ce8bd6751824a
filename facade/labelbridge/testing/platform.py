"""What the emulated platforms have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, Literal, TypedDict, TypeVar, Unpack

import httpx

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.json.decode import structure
from labelbridge.options import RetryPolicy
from labelbridge.testing.requests import RecordedRequest, recorded
from labelbridge_emulator.server.server import Emulator

S = TypeVar("S", bound=SyncClient)
A = TypeVar("A", bound=AsyncClient)
M = TypeVar("M")

QUICK = RetryPolicy(base=0.01, cap=0.1)
"""How the ready-made clients retry: as often as by default, without the pauses."""


class Fault(TypedDict, total=False):
    """What goes wrong, for `faults`.

    A rule with a `status` alone, with `content`, or with the body `html` or `empty` answers in the
    platform's place: the request has no effect. Any other one changes the true answer.

    Attributes:
        count: How many requests it strikes; 1 unless given.
        skip: How many requests it lets pass before.
        status: The HTTP status of the answer.
        headers: Further headers of the answer, `{"Retry-After": "2"}`.
        delay: Seconds to wait before anything else.
        body: `html`, a gateway's page; `empty`, no bytes; `cut`, the connection is closed half way.
        content: Any JSON to answer with.
        set: JSON pointers into the true answer, and what to put there.
        remove: JSON pointers to what to leave out of the true answer.
    """

    count: int
    skip: int
    status: int
    headers: Mapping[str, str]
    delay: float
    body: Literal["html", "empty", "cut"]
    content: Any
    set: Mapping[str, Any]
    remove: Sequence[str]


class EmulatedWorld:
    """What one platform and all of them have in common: they are one world."""

    _server: Emulator

    def clear_faults(self) -> None:
        """Let nothing fail any more, on any platform."""
        self._server.faults([])

    def seed(self, name: str) -> None:
        """Start all three platforms anew from another seed, until the test ends.

        What was made, received and set to fail is forgotten.

        Args:
            name: `"demo"`, what every test begins with: work in progress on each platform; or
                `"empty"`: a workspace each, a project on Roboflow and Labelbox, nothing in them.

        Raises:
            ValueError: There is no such seed.
        """
        self._server.seed(name)

    def advance(self, seconds: float) -> None:
        """Let time pass on the platforms' clock, for what expires.

        Raises:
            ValueError: Time would go back.
        """
        self._server.advance(seconds)


class EmulatedPlatform(EmulatedWorld, Generic[S, A]):
    """One platform, at its seed when a test begins.

    Attributes:
        name: `"hasty"`, `"roboflow"` or `"labelbox"`.
        url: Its base URL, without a trailing slash.
        key: The one key that it lets in; the other platforms refuse it.
    """

    def __init__(self, server: Emulator, name: str, sync: type[S], async_: type[A]) -> None:
        self.name = name
        self.url: str = getattr(server, name)
        self.key = key_of(name)
        self._server = server
        self._sync, self._async = sync, async_

    @cached_property
    def client(self) -> S:
        """A client that blocks; it is closed after the test.

        It retries as clients do by default, but hardly waits before.
        """
        return self._sync(self.key, base_url=self.url, retry=QUICK)

    @cached_property
    def async_client(self) -> A:
        """A client to await, in any event loop, also in one after another.

        It keeps no connection open between requests, so that nothing of it belongs to a loop and it
        need not be closed. It retries like `client`.
        """
        transport = httpx.AsyncHTTPTransport(
            verify=False, limits=httpx.Limits(max_keepalive_connections=0)
        )
        return self._async(self.key, base_url=self.url, retry=QUICK, transport=transport)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that lead a program here: `<PLATFORM>_API_KEY` and `<PLATFORM>_BASE_URL`.

        They are set while the test runs; this is for programs that get an environment of their own.
        """
        prefix = self.name.upper()
        return {f"{prefix}_API_KEY": self.key, f"{prefix}_BASE_URL": self.url}

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """What this platform received since the test began, oldest first, its storage included.

        What the ready-made clients sent is among it; what helpers like `seed` did is not.
        """
        return [each for each in recorded(self._server) if each.platform == self.name]

    def faults(self, operation: str = "*", **fault: Unpack[Fault]) -> None:
        """Let requests to this platform fail, until the test ends.

        Of several faults, each request meets the first one that is due.

        Args:
            operation: Id of an operation in the contract, `"create_job"`; `"storage.put"` or
                `"storage.get"` for signed URLs; `"*"` for all of the platform.
            **fault: What goes wrong, as Fault says.

        Raises:
            ValueError: There is no such operation, or the fault contradicts itself.
        """
        storage = operation.startswith("storage.")
        name = operation if storage else f"{self.name}.{operation}"
        self._server.add_faults([{"operation": name, **fault}])

    def add(self, fixture: str, **arguments: Any) -> Any:
        """Add what has no method here, by a face of the emulator; no request is made.

        Args:
            fixture: Its name, as in `POST /_emulator/<platform>/<fixture>`.
            **arguments: Its arguments, JSON values.

        Raises:
            ValueError: There is no such face, or it cannot make this.
        """
        return self._server.add(self.name, fixture, **arguments)

    def close(self) -> None:
        """Close what was opened; the fixtures do it after the test."""
        client = self.__dict__.get("client")  # not one that nobody asked for
        if client is not None:
            client.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(url={self.url!r})"

    def _performed(self, operation: str, **arguments: Any) -> Any:
        """Do what an operation does without a request, and return its answer's JSON."""
        return self._server.perform(self.name, operation, key=self.key, **arguments)


def model(form: type[M], value: Any) -> M:
    """Return JSON of a platform as the model that its client gives."""
    made: M = structure(value, form, operation="testing")
    return made


def key_of(name: str) -> str:
    """Return the key that a platform lets in, and no other platform."""
    return f"{name}-key-of-these-tests"
