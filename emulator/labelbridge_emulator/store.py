"""Everything the emulator knows: ids, clock, stored files, and each vendor's state."""

from __future__ import annotations

import random
import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from labelbridge_emulator.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labelbridge_emulator.handling import Vendor

S = TypeVar("S")

DEFAULT_SEED = "demo"
START = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
"""When the world's clock starts; later than every date in the documents' samples."""
TICK = timedelta(milliseconds=1)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""How far the clock can be moved; what is still to expire needs dates beyond."""

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


class World:
    """The state behind every answer.

    Args:
        vendors: Whose seeds fill the world; none leaves it blank.
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
        vendors: Sequence[Vendor] = (),
        seed: str = DEFAULT_SEED,
        *,
        entropy: int = 0,
        start: datetime = START,
    ) -> None:
        self.lock = threading.RLock()
        self._entropy = entropy
        self._start = start
        self._vendors = tuple(vendors)
        self.seed(seed)

    def seed(self, name: str) -> None:
        """Forget everything and start from another seed, which ``reset`` then goes back to."""
        for vendor in self._vendors:
            if name not in vendor.seeds:
                raise ValueError(f"unknown seed {name!r}; there are: {', '.join(vendor.seeds)}")
        self._seed = name
        self.reset()

    def reset(self) -> None:
        """Forget everything and start from the seed again; ids repeat."""
        with self.lock:
            self._states: dict[object, object] = {}
            self.ids = Ids(self._entropy)
            self.clock = Clock(self._start)
            self.files = Files(self.clock)
            for vendor in self._vendors:
                vendor.seeds[self._seed](self)

    def of(self, kind: Callable[[World], S]) -> S:
        """The one state of that kind, made by ``kind(world)`` when first asked for.

        A vendor has a class for its state, ``class State: def __init__(self, world: World)``, and
        its handlers say ``call.world.of(State)``.
        """
        with self.lock:
            if kind not in self._states:
                self._states[kind] = kind(self)
            return cast("S", self._states[kind])
