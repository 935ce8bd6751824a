"""All three platforms, emulated by one server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Unpack

from labelbridge import (
    AsyncHasty,
    AsyncLabelbox,
    AsyncRoboflow,
    Hasty,
    Labelbox,
    Roboflow,
)
from labelbridge.testing.hasty import HastyEmulator
from labelbridge.testing.labelbox import LabelboxEmulator
from labelbridge.testing.platform import EmulatedWorld, Fault, key_of
from labelbridge.testing.requests import RecordedRequest, recorded
from labelbridge.testing.roboflow import RoboflowEmulator
from labelbridge_emulator.server.server import Emulator, running

NAMES = ("hasty", "roboflow", "labelbox")


@contextmanager
def serving() -> Iterator[Emulator]:
    """Run an emulator on free ports that knows one key for each platform."""
    with running(api_keys={name: [key_of(name)] for name in NAMES}) as server:
        yield server


class AnnotationPlatforms(EmulatedWorld):
    """The platforms as one world, at its seed when a test begins.

    Attributes:
        hasty: Hasty.
        roboflow: Roboflow.
        labelbox: Labelbox.
        storage: URL of the storage, where signed URLs lead, without a trailing slash.
    """

    def __init__(self, server: Emulator) -> None:
        self._server = server
        self.hasty = HastyEmulator(server, "hasty", Hasty, AsyncHasty)
        self.roboflow = RoboflowEmulator(server, "roboflow", Roboflow, AsyncRoboflow)
        self.labelbox = LabelboxEmulator(server, "labelbox", Labelbox, AsyncLabelbox)
        self.storage = server.storage
        self._each = (self.hasty, self.roboflow, self.labelbox)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that lead a program here; they are set while the test runs."""
        return {name: value for each in self._each for name, value in each.environment.items()}

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """All that was received since the test began, oldest first, the storage's included."""
        return recorded(self._server)

    @property
    def violations(self) -> Sequence[str]:
        """Answers that broke their platform's contract, in words; they fail the test at its end."""
        return self._server.violations

    def faults(self, operation: str = "*", **fault: Unpack[Fault]) -> None:
        """Let requests fail, until the test ends.

        Args:
            operation: As a platform's own `faults` says, with the platform before it where two have
                the same, `"hasty.get_project"`; `"*"` is all of all platforms.
            **fault: What goes wrong, as Fault says.

        Raises:
            ValueError: There is no such operation, or the fault contradicts itself.
        """
        self._server.add_faults([{"operation": operation, **fault}])

    def close(self) -> None:
        """Close what was opened; the fixtures do it after the test."""
        for each in self._each:
            each.close()
