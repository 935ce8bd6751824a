"""Everything the emulator knows: ids, clock, stored files, and each vendor's state."""

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
    from collections.abc import Callable, Iterator, Sequence

    from labelbridge_emulator.handler import Platform

S = TypeVar("S")

DEFAULT_SEED = "demo"
START = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
"""When the world's clock starts; later than every date in the documents' samples."""
TICK = timedelta(milliseconds=1)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""How far the clock can be moved; what is still to expire needs dates beyond."""

IN_MEMORY = 8 * 1024 * 1024
"""Bytes; a longer object goes to a temporary file."""

# Signatures protect nothing here; they make sure that clients use URLs as they were given.
_SECRET = b"labelbridge-emulator"

_ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


class Ids:
    """New identifiers in the platforms' forms; the same ones, in order, after every reset."""

    def __init__(self, entropy: int) -> None:
        self._random = random.Random(entropy)  # noqa: S311 - must repeat, protects nothing

    def uuid(self) -> str:
        """A version 4 UUID, as Hasty has them."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def document(self, length: int = 20) -> str:
        """A Firestore document id, as Roboflow has them (20 characters; 28 for a user)."""
        return "".join(self._random.choices(_ALNUM, k=length))

    def cuid(self) -> str:
        """A cuid (25 characters, beginning with ``c``), as Labelbox has them."""
        return "c" + "".join(self._random.choices(_BASE36, k=24))


class Clock:
    """Time as the emulator tells it: it starts at a fixed instant and moves only when asked."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """The present instant in UTC; each call is a millisecond later, to give an order."""
        self._now += TICK
        return self._now

    def peek(self) -> datetime:
        """The present instant, without moving on."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass, for what expires.

        Raises:
            ValueError: Time would go back, or beyond ``LATEST``.
        """
        try:
            then = self._now + timedelta(seconds=seconds)
        except OverflowError:
            raise ValueError(f"time ends with the year {LATEST.year - 1}") from None
        if then < self._now:
            raise ValueError("time does not go back")
        if then >= LATEST:
            raise ValueError(f"time ends with the year {LATEST.year - 1}")
        self._now = then


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One object: its bytes, in memory or in a temporary file, and what it was stored as.

    Attributes:
        key: The object's key.
        size: Length in bytes.
        content_type: As the uploader named it; empty when it named none.
        data: The bytes of a short object.
        path: The file of a long one.
    """

    key: str
    size: int
    content_type: str
    data: bytes | None = None
    path: Path | None = None

    def open(self) -> IO[bytes]:
        """A fresh binary reader, which the caller closes."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")

    def read(self) -> bytes:
        """All bytes at once, for what is known to be short."""
        with self.open() as source:
            return source.read()


class Files:
    """Objects by key; long ones lie in a temporary folder that goes when the instance goes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, StoredFile] = {}
        self._folder: Path | None = None
        self._written = 0

    def get(self, key: str) -> StoredFile | None:
        """The object, or None."""
        return self._files.get(key)

    def put(self, key: str, data: bytes, content_type: str = "") -> StoredFile:
        """Store a short object, in place of one of that key."""
        with self.create(key, content_type) as target:
            target.write(data)
        return self._files[key]

    @contextmanager
    def create(self, key: str, content_type: str = "") -> Iterator[IO[bytes]]:
        """A seekable writer; the object exists once the block ends without an exception.

        What is written stays in memory up to ``IN_MEMORY`` bytes, and moves to a temporary
        file beyond.
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
        """Forget an object; does nothing when there is none."""
        stored = self._files.pop(key, None)
        if stored is not None and stored.path is not None:
            stored.path.unlink(missing_ok=True)

    def grant(self, method: str, key: str, *, lifetime: float) -> str:
        """Path and query of a URL that allows one method on one object for some seconds."""
        expires = int(self._clock.peek().timestamp() + lifetime)
        query = urlencode({"Expires": expires, "Signature": _signature(method, key, expires)})
        return f"/{quote(key)}?{query}"

    def allows(self, method: str, key: str, expires: str, signature: str) -> bool:
        """Whether a URL's signature fits the method and object and has not expired."""
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


class World:
    """The state behind every answer.

    Args:
        platforms: Whose seeds fill the world; none leaves it blank.
        seed: The name of the seed, ``demo`` or ``empty``.
        entropy: Decides which ids are made; the same number makes the same ones.
        start: When the clock starts.

    Attributes:
        lock: Held while a handler runs; code in another thread that touches the state holds it too.
        ids: Makes new identifiers.
        clock: Tells the time.
        files: Objects of the storage origin.

    Raises:
        ValueError: A vendor has no seed of that name.
    """

    def __init__(
        self,
        platforms: Sequence[Platform] = (),
        seed: str = DEFAULT_SEED,
        *,
        entropy: int = 0,
        start: datetime = START,
    ) -> None:
        self.lock = threading.RLock()
        self._entropy = entropy
        self._start = start
        self._platforms = tuple(platforms)
        self.seed(seed)

    def seed(self, name: str) -> None:
        """Forget everything and start from another seed, which ``reset`` then goes back to."""
        for platform in self._platforms:
            if name not in platform.seeds:
                raise ValueError(f"unknown seed {name!r}; there are: {', '.join(platform.seeds)}")
        self._seed = name
        self.reset()

    def reset(self) -> None:
        """Forget everything and start from the seed again; ids repeat."""
        with self.lock:
            self._states: dict[object, object] = {}
            self.ids = Ids(self._entropy)
            self.clock = Clock(self._start)
            self.files = Files(self.clock)
            for platform in self._platforms:
                platform.seeds[self._seed](self)

    def of(self, kind: Callable[[World], S]) -> S:
        """The one state of that kind, made by ``kind(world)`` when first asked for.

        A vendor has a class for its state, ``class State: def __init__(self, world: World)``, and
        its handlers say ``call.world.of(State)``.
        """
        with self.lock:
            if kind not in self._states:
                self._states[kind] = kind(self)
            return cast("S", self._states[kind])
