"""The process and the event loop that connections belong to."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from anyio.lowlevel import current_token

from labelbridge.errors import ConfigurationError


class Owner(NamedTuple):
    """A process, and an event loop in it for async connections."""

    process: int
    loop: object = None

    @classmethod
    def sync(cls) -> Owner:
        """Return the current process."""
        return cls(os.getpid())

    @classmethod
    def current(cls) -> Owner:
        """Return the current process and event loop."""
        import asyncio  # noqa: PLC0415 - slow to import, and sync clients do not need it

        try:
            loop: object = asyncio.get_running_loop()
        except RuntimeError:  # trio
            loop = current_token()
        return cls(os.getpid(), loop)

    def is_finished(self) -> bool:
        """Whether it is a closed event loop of this process."""
        # the tokens of trio have no such method
        is_closed: Callable[[], bool] | None = getattr(self.loop, "is_closed", None)
        return self.process == os.getpid() and is_closed is not None and is_closed()

    def check_rows(self, current: Owner) -> None:
        """Check that rows are read where they were opened.

        Raises:
            ConfigurationError: They are read in another process or event loop.
        """
        if self != current:
            place = "process" if self.process != current.process else "event loop"
            raise ConfigurationError(
                f"rows cannot be read in another {place} than the one that read the first row; "
                "request them again there"
            )
