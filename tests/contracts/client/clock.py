"""Time that passes when a driver sleeps, and not otherwise."""

from types import SimpleNamespace

import anyio
import pytest

from labelbridge._core import drivers as _drivers


class Clock:
    """What drivers see of time; `slept` are the seconds of each pause."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def rule(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of time in both drivers."""
        monkeypatch.setattr(_drivers, "time", self)
        faces = SimpleNamespace(sleep=self.asleep, CancelScope=anyio.CancelScope)
        monkeypatch.setattr(_drivers, "anyio", faces)
