"""Serving an emulator over HTTP: two origins, one thread."""

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
from labelbridge_emulator.server import seeding
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
_GRACE = 1
"""Seconds that requests under way have when the emulator stops."""


class Emulator(Urls):
    """A running emulator: where it answers, and its Python faces.

    Attributes:
        platforms: The base URL of each platform, by its name.
        storage: The storage origin, where signed URLs lead.
    """

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        super().__init__(emulation.urls.platforms, emulation.urls.storage)

    @property
    def store(self) -> Store:
        """The state; hold ``world.lock`` while touching it."""
        return self._emulation.store

    @property
    def violations(self) -> list[str]:
        """Answers that broke the contract, in words; a test asserts that there are none."""
        return list(self._emulation.violations)

    def requests(self) -> list[Entry]:
        """The requests received since the last reset, oldest first, storage included."""
        return self._emulation.record.entries()

    def faults(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Put fault rules in force instead of those that are; an empty list clears.

        Raises:
            ValueError: A rule is not as ``labelbridge_emulator.server.faults.Rule`` describes it.
        """
        self._emulation.faults.replace(rules)

    def add_faults(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Put fault rules in force after those that are.

        Raises:
            ValueError: A rule is not as ``labelbridge_emulator.server.faults.Rule`` describes it.
        """
        self._emulation.faults.add(rules)

    def add(self, platform: str, fixture: str, **arguments: Any) -> Any:
        """Add data by a fixture, see ``labelbridge_emulator.server.seeding.add``."""
        return seeding.add(self.store, platform, fixture, arguments)

    def perform(self, platform: str, operation: str, **arguments: Any) -> Any:
        """Do what an operation does, as ``labelbridge_emulator.server.seeding.perform`` says."""
        return seeding.perform(self.store, self._emulation.urls, platform, operation, **arguments)

    def advance(self, seconds: float) -> None:
        """Let time pass on the world's clock, for what expires.

        Raises:
            ValueError: Time would go back, or beyond what dates can say.
        """
        with self.store.lock:
            self.store.clock.advance(seconds)

    def reset(self) -> None:
        """Start from the seed again: no state, no faults, no record.

        Requests under way belong to the world that goes: they are answered with a 503, change
        nothing, and are not recorded.
        """
        self._emulation.reset()

    def seed(self, name: str) -> None:
        """Start from another seed, ``demo`` or ``empty``.

        Raises:
            ValueError: There is no such seed.
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
    """An emulator that answers over HTTP while the block runs.

    Args:
        seed: ``demo`` or ``empty``.
        api_keys: The keys that are let in, on all platforms (``["k"]``) or by platform
            (``{"hasty": ["k"]}``); any, where none is named.
        host: The address to listen on.
        port: The port of the API origin; 0 takes a free one.
        storage_port: The port of the storage origin; 0 takes a free one.
        entropy: Decides which ids are made; the same number makes the same ones.
        start: When the world's clock starts.

    Raises:
        OSError: An address cannot be listened on.
        ValueError: There is no such seed.
    """
    with ExitStack() as stack:
        api_socket = stack.enter_context(_listening(host, port))
        storage_socket = stack.enter_context(_listening(host, storage_port))
        api, storage = _url(host, api_socket), _url(host, storage_socket)
        urls = Urls.of_origins((each.name for each in all_platforms()), api, storage)
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
                raise OSError("the emulator's server did not start")
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
    """Run an emulator until the process is interrupted or terminated; for the command line.

    Args:
        on_ready: Called once, with the running emulator, whose URLs it may print.
        host: As ``running`` has it; the other arguments likewise.
        port: The port of the API origin.
        storage_port: The port of the storage origin.
        seed: ``demo`` or ``empty``.
        api_keys: The keys that are let in.

    Raises:
        OSError: An address cannot be listened on.
        ValueError: There is no such seed.
    """
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with running(seed, api_keys, host, port, storage_port) as emulator:
            on_ready(emulator)
            stop.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Protocol(H11Protocol):
    """HTTP without an access log: a logged URL would hold a key.

    uvicorn's own switch changes the logger of the whole process, which anybody can change back.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access_log = False


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, app: Any) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=_GRACE,
        )
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def _serve(servers: Mapping[socket.socket, _Server]) -> None:
    async def both() -> None:
        await asyncio.gather(*(each.serve(sockets=[sock]) for sock, each in servers.items()))

    try:
        asyncio.run(both())
    finally:
        for server in servers.values():
            server.ready.set()  # who waits for one that failed would wait for ever


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket: clients may connect even before the server accepts.

    asyncio switches Nagle's algorithm off only where the protocol is named; with it every answer
    takes 40 ms.
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
    """The URL of a listening socket; one that listens everywhere is reached on loopback."""
    name = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://{f'[{name}]' if ':' in name else name}:{sock.getsockname()[1]}"
