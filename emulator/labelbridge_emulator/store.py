"""The state that all platforms share: ids, clock, stored files, and the state of each platform."""

from __future__ import annotations

import hashlib
import hmac
import io
import random
import shutil
import tempfile
import threading
import uuid
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

S = TypeVar("S")

DEFAULT_SEED = "demo"
START = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
"""Initial time of the clock; later than all dates in the samples of the documents."""
TICK = timedelta(milliseconds=1)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Upper limit of the clock; expiry dates after it must still be representable."""

IN_MEMORY = 8 * 1024 * 1024
"""Maximum size of an object kept in memory, in bytes; larger ones go to a temporary file."""

# Signatures protect nothing here; they ensure that clients send signed URLs unchanged.
_SECRET = b"labelbridge-emulator"

_ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


class Ids:
    """Generates ids in the formats of the platforms; the sequence repeats after each reset."""

    def __init__(self, entropy: int) -> None:
        self._random = random.Random(entropy)  # noqa: S311 - must repeat, protects nothing

    def uuid(self) -> str:
        """Return a version 4 UUID."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def firestore_id(self, length: int = 20) -> str:
        """Return a Firestore document id (20 characters; 28 for a user)."""
        return "".join(self._random.choices(_ALNUM, k=length))

    def cuid(self) -> str:
        """Return a cuid (25 characters, beginning with ``c``)."""
        return "c" + "".join(self._random.choices(_BASE36, k=24))


class Clock:
    """A clock that starts at a fixed time and moves only when it is read or advanced."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the current time in UTC, a millisecond later on each call to keep an order."""
        self._now += TICK
        return self._now

    def peek(self) -> datetime:
        """Return the current time without moving the clock."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock forward.

        Raises:
            ValueError: The new time is before the current one, or not before ``LATEST``.
        """
        if seconds < 0:
            raise ValueError("the clock cannot move backwards")
        try:
            then = self._now + timedelta(seconds=seconds)
        except OverflowError:
            then = LATEST
        if then >= LATEST:
            raise ValueError(f"the clock cannot move beyond the year {LATEST.year - 1}")
        self._now = then


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored object.

    Attributes:
        key: The key of the object.
        size: Length in bytes.
        content_type: The Content-Type of the upload; empty if it had none.
        data: The bytes of an object in memory.
        path: The temporary file of a larger object.
    """

    key: str
    size: int
    content_type: str
    data: bytes | None = None
    path: Path | None = None

    def open(self) -> IO[bytes]:
        """Return a new binary reader, which the caller closes."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")

    def read(self) -> bytes:
        """Return all bytes; for small objects."""
        with self.open() as source:
            return source.read()


class Files:
    """Stored objects by key; large ones are in a temporary folder that is removed with them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, StoredFile] = {}
        self._folder: Path | None = None
        self._written = 0

    def get(self, key: str) -> StoredFile | None:
        """Return an object, or None if there is no object with this key."""
        return self._files.get(key)

    def put(self, key: str, data: bytes, content_type: str = "") -> StoredFile:
        """Store bytes under a key and replace an existing object."""
        with self.create(key, content_type) as target:
            target.write(data)
        return self._files[key]

    @contextmanager
    def create(self, key: str, content_type: str = "") -> Iterator[IO[bytes]]:
        """Yield a seekable writer; the object is stored if the block ends without an exception.

        Content stays in memory up to ``IN_MEMORY`` bytes and moves to a temporary file beyond.
        """
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as target:
            yield target
            size = target.seek(0, io.SEEK_END)
            target.seek(0)
            if size <= IN_MEMORY:
                stored = StoredFile(key, size, content_type, data=target.read())
            else:
                path = self._new_path()
                with path.open("wb") as copy:
                    shutil.copyfileobj(target, copy, 1024 * 1024)
                stored = StoredFile(key, size, content_type, path=path)
        self.delete(key)
        self._files[key] = stored

    def delete(self, key: str) -> None:
        """Delete an object if it exists."""
        stored = self._files.pop(key, None)
        if stored is not None and stored.path is not None:
            stored.path.unlink(missing_ok=True)

    def sign(self, method: str, key: str, *, lifetime: float) -> str:
        """Return path and query of a URL that allows one method on one object.

        Args:
            method: ``"PUT"`` or ``"GET"``.
            key: The key of the object.
            lifetime: Seconds until the URL expires.
        """
        expires = int(self._clock.peek().timestamp() + lifetime)
        query = urlencode({"Expires": expires, "Signature": _signature(method, key, expires)})
        return f"/{quote(key)}?{query}"

    def verify(self, method: str, key: str, expires: str, signature: str) -> bool:
        """Return whether a signature is valid for a method and an object and has not expired."""
        if not (expires.isascii() and expires.isdigit()):
            return False
        if int(expires) < self._clock.peek().timestamp():
            return False
        return hmac.compare_digest(
            _signature(method, key, int(expires)).encode(), signature.encode()
        )

    def _new_path(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="labelbridge-emulator-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._written += 1
        return self._folder / str(self._written)


def _signature(method: str, key: str, expires: int) -> str:
    text = f"{method}\n{key}\n{expires}".encode()
    return hmac.new(_SECRET, text, hashlib.sha256).hexdigest()


class Store:
    """The state of an emulator.

    Args:
        seeds: The seeds of each platform: functions that fill an empty store, by name.
        seed: The name of the seed to start from.
        entropy: Seed of the random ids; the same number gives the same ids.
        start: Initial time of the clock.

    Attributes:
        lock: Held while a handler runs; other threads must hold it to access the state.
        ids: Generates new ids.
        clock: The clock.
        files: The objects of the storage origin.

    Raises:
        ValueError: A platform has no seed of that name.
    """

    def __init__(
        self,
        seeds: Sequence[Mapping[str, Callable[[Store], None]]] = (),
        seed: str = DEFAULT_SEED,
        *,
        entropy: int = 0,
        start: datetime = START,
    ) -> None:
        self.lock = threading.RLock()
        self._entropy = entropy
        self._start = start
        self._seeds = tuple(seeds)
        self.seed(seed)

    def seed(self, name: str) -> None:
        """Discard all state and start from another seed, which ``reset`` then uses too.

        Raises:
            ValueError: A platform has no seed of that name.
        """
        for seeds in self._seeds:
            if name not in seeds:
                raise ValueError(f"unknown seed {name!r}; use one of: {', '.join(seeds)}")
        self._seed = name
        self.reset()

    def reset(self) -> None:
        """Discard all state and start from the seed again, with the same ids."""
        with self.lock:
            self._states: dict[object, object] = {}
            self.ids = Ids(self._entropy)
            self.clock = Clock(self._start)
            self.files = Files(self.clock)
            for seeds in self._seeds:
                seeds[self._seed](self)

    def state(self, kind: Callable[[Store], S]) -> S:
        """Return the state of a class, created as ``kind(store)`` on first use.

        A platform defines a class ``State`` whose ``__init__`` takes the store; its handlers call
        ``request.store.state(State)``.
        """
        with self.lock:
            if kind not in self._states:
                self._states[kind] = kind(self)
            return cast("S", self._states[kind])
