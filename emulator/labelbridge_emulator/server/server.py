"""Serves an emulator over HTTP: two origins, one thread."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server import fixtures
from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from labelbridge_emulator.store import DEFAULT_SEED, START, Store
from labelbridge_emulator.urls import Urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from labelbridge_emulator.server.request_log import Entry

LOOPBACK = "127.0.0.1"
_SHUTDOWN_TIMEOUT = 1
"""Seconds that requests in progress have to finish when the emulator stops."""


class Emulator(Urls):
    """A running emulator: its base URLs, and methods that control it from Python.

    Attributes:
        platforms: The base URL of each platform, by its name.
        storage: The base URL of the storage origin, which serves signed URLs.
    """

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        super().__init__(emulation.urls.platforms, emulation.urls.storage)

    @property
    def store(self) -> Store:
        """The state; hold ``store.lock`` to access it."""
        return self._emulation.store

    @property
    def violations(self) -> list[str]:
        """The responses that did not match the contract; empty unless the emulator has a defect."""
        return list(self._emulation.violations)

    def requests(self) -> list[Entry]:
        """Return the requests since the last reset, oldest first, including those to storage."""
        return self._emulation.request_log.entries()

    def faults(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Replace the fault rules; an empty list removes all.

        Raises:
            ValueError: A rule is invalid, see ``labelbridge_emulator.server.faults.Rule``.
        """
        self._emulation.faults.replace(rules)

    def add_faults(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Add fault rules after the existing ones.

        Raises:
            ValueError: A rule is invalid, see ``labelbridge_emulator.server.faults.Rule``.
        """
        self._emulation.faults.add(rules)

    def add(self, platform: str, fixture: str, **arguments: Any) -> Any:
        """Add data by a fixture, see ``labelbridge_emulator.server.fixtures.add``."""
        return fixtures.add(self.store, platform, fixture, arguments)

    def perform(self, platform: str, operation: str, **arguments: Any) -> Any:
        """Run an operation, see ``labelbridge_emulator.server.fixtures.perform``."""
        return fixtures.perform(self.store, self._emulation.urls, platform, operation, **arguments)

    def advance(self, seconds: float) -> None:
        """Move the clock forward, for example to let signed URLs expire.

        Raises:
            ValueError: The time is negative, or too far in the future.
        """
        with self.store.lock:
            self.store.clock.advance(seconds)

    def reset(self) -> None:
        """Start from the seed again, without faults and with an empty request log.

        Requests in progress get a 503, change nothing, and are not logged.
        """
        self._emulation.reset()

    def seed(self, name: str) -> None:
        """Start from another seed, ``demo`` or ``empty``.

        Raises:
            ValueError: The seed does not exist.
        """
        self._emulation.seed(name)


@contextmanager
def running(
    seed: str = DEFAULT_SEED,
    api_keys: Iterable[str] | Mapping[str, Iterable[str]] = (),
    host: str = LOOPBACK,
    port: int = 0,
    storage_port: int = 0,
    *,
    entropy: int = 0,
    start: datetime = START,
) -> Iterator[Emulator]:
    """Serve an emulator over HTTP while the block runs.

    Args:
        seed: ``demo`` or ``empty``.
        api_keys: The accepted keys, of all platforms (``["k"]``) or by platform
            (``{"<platform>": ["k"]}``). A platform without keys accepts every key.
        host: The address to listen on.
        port: The port of the API origin; 0 chooses a free one.
        storage_port: The port of the storage origin; 0 chooses a free one.
        entropy: Seed of the random ids; the same number gives the same ids.
        start: Initial time of the clock.

    Raises:
        OSError: The server cannot listen on an address.
        ValueError: The seed or a platform in ``api_keys`` does not exist.
    """
    with ExitStack() as stack:
        api_socket = stack.enter_context(_listen(host, port))
        storage_socket = stack.enter_context(_listen(host, storage_port))
        api, storage = _url(host, api_socket), _url(host, storage_socket)
        urls = Urls.of_origins((platform.name for platform in all_platforms()), api, storage)
        emulation = Emulation(seed, api_keys, urls, entropy=entropy, start=start)
        servers = {
            api_socket: _Server(create_app(emulation)),
            storage_socket: _Server(Storage(emulation)),
        }
        thread = threading.Thread(target=_serve, args=(servers,), name="emulator", daemon=True)
        thread.start()
        try:
            for server in servers.values():
                server.ready.wait()
            if not all(server.started for server in servers.values()):
                raise OSError("the server of the emulator did not start")
            yield Emulator(emulation)
        finally:
            for server in servers.values():
                server.should_exit = True
            thread.join()


def serve(
    on_ready: Callable[[Emulator], object],
    *,
    host: str = LOOPBACK,
    port: int = 0,
    storage_port: int = 0,
    seed: str = DEFAULT_SEED,
    api_keys: Iterable[str] | Mapping[str, Iterable[str]] = (),
) -> None:
    """Serve an emulator until the process is interrupted or terminated; for the command line.

    Args:
        on_ready: Called once with the running emulator, for example to print its URLs.
        host: The address to listen on.
        port: The port of the API origin; 0 chooses a free one.
        storage_port: The port of the storage origin; 0 chooses a free one.
        seed: ``demo`` or ``empty``.
        api_keys: The accepted keys, as in ``running``.

    Raises:
        OSError: The server cannot listen on an address.
        ValueError: The seed or a platform in ``api_keys`` does not exist.
    """
    stop = threading.Event()
    previous = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with running(seed, api_keys, host, port, storage_port) as emulator:
            on_ready(emulator)
            stop.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


class _Protocol(H11Protocol):
    """HTTP without an access log: logged URLs would contain API keys.

    uvicorn's own option changes a logger of the whole process, which other code can change back.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access_log = False


class _Server(uvicorn.Server):
    """A server with an event that is set when it is ready."""

    def __init__(self, app: Any) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT,
        )
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def _serve(servers: Mapping[socket.socket, _Server]) -> None:
    async def serve_all() -> None:
        await asyncio.gather(*(each.serve(sockets=[sock]) for sock, each in servers.items()))

    try:
        asyncio.run(serve_all())
    finally:
        for server in servers.values():
            server.ready.set()  # otherwise a failed start would block the waiting thread forever


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; clients can connect before the server accepts.

    asyncio disables Nagle's algorithm only if the protocol of the socket is set. With Nagle's
    algorithm, each response takes 40 ms.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _url(host: str, sock: socket.socket) -> str:
    """Return the URL of a listening socket; loopback if it listens on all addresses."""
    name = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{f'[{name}]' if ':' in name else name}:{sock.getsockname()[1]}"
