"""A clock that advances only when a driver sleeps."""

import anyio
import anyio.lowlevel
import pytest

from labelbridge._core import driver_rows, drivers
from labelbridge._core.cancellation import Cancellation
from labelbridge._core.http import timeouts


class Clock:
    """Replaces time in both drivers; `now` is the time, and `slept` has the pauses, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await anyio.lowlevel.checkpoint()

    def install(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(drivers, "time", self)
        patch.setattr(driver_rows, "time", self)
        patch.setattr(timeouts, "time", self)
        patch.setattr(Cancellation, "sleep", lambda _, seconds: self.sleep(seconds))
        patch.setattr(Cancellation, "sleep_async", lambda _, seconds: self.sleep_async(seconds))
