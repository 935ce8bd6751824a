"""What all emulated platforms have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, Literal, TypedDict, TypeVar, Unpack

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.json.decode import structure
from labelbridge.options import RetryPolicy
from labelbridge.testing.recorded_requests import RecordedRequest, recorded_requests
from labelbridge_emulator.server.server import Emulator

S = TypeVar("S", bound=SyncClient)
A = TypeVar("A", bound=AsyncClient)
M = TypeVar("M")

FAST_RETRIES = RetryPolicy(base=0.01, cap=0.1)
"""The default number of retries, with short pauses."""


class Fault(TypedDict, total=False):
    """A fault for `faults()`.

    A fault with only a `status`, with `content`, or with the body `html` or `empty` replaces the
    response: the request has no effect. Every other fault modifies the actual response.

    Attributes:
        count: The number of requests that are affected; 1 by default.
        skip: The number of requests before the first affected one.
        status: The HTTP status of the response.
        headers: Additional headers of the response, `{"Retry-After": "2"}`.
        delay: Seconds to wait first.
        body: `html` for the error page of a gateway, `empty` for no body, `cut` to close the
            connection in the middle of the body.
        content: JSON content of the response.
        set: Values to set in the actual response, by JSON pointer.
        remove: JSON pointers to values to remove from the actual response.
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


class EmulatorControls:
    """Methods that affect all platforms, because they share one emulator."""

    _server: Emulator

    def clear_faults(self) -> None:
        """Remove all faults, on every platform."""
        self._server.faults([])

    def seed(self, name: str) -> None:
        """Replace the data of all platforms by a seed, until the test ends.

        This removes all objects, recorded requests and faults.

        Args:
            name: `"demo"`, the seed at the start of every test, has projects with data on each
                platform. `"empty"` has one workspace per platform, and one project on those whose
                API cannot create projects.

        Raises:
            ValueError: There is no such seed.
        """
        self._server.seed(name)

    def advance(self, seconds: float) -> None:
        """Advance the clock of the platforms, for example to let signed URLs expire.

        Raises:
            ValueError: `seconds` is negative.
        """
        self._server.advance(seconds)


class EmulatedPlatform(EmulatorControls, Generic[S, A]):
    """An emulated platform, with the data of the demo seed when a test starts.

    Attributes:
        name: The name of the platform.
        url: The base URL, without a trailing slash.
        key: The only API key that the platform accepts; the other platforms reject it.
    """

    storage_folders: ClassVar[Sequence[str]] = ()
    """The first segments of the paths of the platform's signed URLs."""

    def __init__(self, server: Emulator, name: str, sync: type[S], async_: type[A]) -> None:
        self.name = name
        self.url: str = server.platforms[name]
        self.key = key_of(name)
        self._server = server
        self._sync, self._async = sync, async_

    @cached_property
    def client(self) -> S:
        """A sync client. It is closed after the test.

        It retries as often as a default client, with short pauses.
        """
        return self._sync(self.key, base_url=self.url, retry=FAST_RETRIES)

    @cached_property
    def async_client(self) -> A:
        """An async client that works in any event loop, also in several event loops in sequence.

        Its connections are closed with their event loop, so that it does not need to be closed. It
        retries like `client`.
        """
        return self._async(self.key, base_url=self.url, retry=FAST_RETRIES)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables `<PLATFORM>_API_KEY` and `<PLATFORM>_BASE_URL`.

        They are set during the test. Use them for programs that run in another environment.
        """
        prefix = self.name.upper()
        return {f"{prefix}_API_KEY": self.key, f"{prefix}_BASE_URL": self.url}

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """The requests to this platform and its storage since the test started, oldest first.

        This includes requests of `client` and `async_client`, but not methods like `seed`.
        """
        requests = recorded_requests(self._server, dict.fromkeys(self.url_prefixes, self.name))
        return [each for each in requests if each.platform == self.name]

    @property
    def url_prefixes(self) -> Sequence[str]:
        """The URLs that belong to this platform, up to the first segment of the path."""
        storage = self._server.storage
        return [self.url, *(f"{storage}/{folder}" for folder in self.storage_folders)]

    def faults(self, operation: str = "*", **fault: Unpack[Fault]) -> None:
        """Make requests to this platform fail, until the test ends.

        If several faults match a request, the first one that is not used up applies.

        Args:
            operation: The id of an operation in the contract, `"create_job"`; `"storage.put"` or
                `"storage.get"` for signed URLs; `"*"` for all operations of the platform.
            **fault: The fault, see `Fault`.

        Raises:
            ValueError: There is no such operation, or the fault has conflicting arguments.
        """
        storage = operation.startswith("storage.")
        name = operation if storage else f"{self.name}.{operation}"
        self._server.add_faults([{"operation": name, **fault}])

    def add(self, fixture: str, **arguments: Any) -> Any:
        """Add data that has no method here, with a fixture of the emulator; sends no request.

        Args:
            fixture: The name, as in `POST /_emulator/<platform>/<fixture>`.
            **arguments: The arguments of the fixture, as JSON values.

        Raises:
            ValueError: There is no such fixture, or its arguments are invalid.
        """
        return self._server.add(self.name, fixture, **arguments)

    def close(self) -> None:
        """Close the sync client; the pytest fixtures do this after the test."""
        client = self.__dict__.get("client")  # do not create one
        if client is not None:
            client.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(url={self.url!r})"

    def _perform(self, operation: str, **arguments: Any) -> Any:
        """Execute an operation without a request, and return the JSON of its response."""
        return self._server.perform(self.name, operation, key=self.key, **arguments)


def to_model(model: type[M], value: Any) -> M:
    """Convert JSON of a platform to the model that its client returns."""
    made: M = structure(value, model, operation="testing")
    return made


def key_of(platform: str) -> str:
    """Return the API key that only this platform accepts."""
    return f"{platform}-key-of-these-tests"
