"""All platforms, emulated by one server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Unpack

from labelbridge._core.registry import client_classes, platform_names
from labelbridge.testing import PlatformAttributes
from labelbridge.testing.emulated_platform import (
    EmulatedPlatform,
    EmulatorControls,
    Fault,
    key_of,
)
from labelbridge.testing.recorded_requests import RecordedRequest, recorded_requests
from labelbridge_emulator.server.server import Emulator, running


@contextmanager
def running_emulator() -> Iterator[Emulator]:
    """Run an emulator on free ports that accepts one key for each platform."""
    with running(api_keys={name: [key_of(name)] for name in platform_names()}) as server:
        yield server


class AnnotationPlatforms(PlatformAttributes, EmulatorControls):
    """All platforms, with the data of the demo seed when a test starts.

    Each platform is an attribute with its name.

    Attributes:
        storage: The URL of the storage that signed URLs point to, without a trailing slash.
    """

    def __init__(self, server: Emulator) -> None:
        self._server = server
        self.storage = server.storage
        self._all = [
            emulator_class(name)(server, name, *client_classes(name)) for name in platform_names()
        ]
        for platform in self._all:
            setattr(self, platform.name, platform)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables with the keys and base URLs; they are set during the test."""
        return {name: value for each in self._all for name, value in each.environment.items()}

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """All requests since the test started, oldest first, including those to the storage."""
        platforms = {prefix: each.name for each in self._all for prefix in each.url_prefixes}
        return recorded_requests(self._server, platforms)

    @property
    def violations(self) -> Sequence[str]:
        """Responses that violated their contract; if there are any, the test fails at its end."""
        return self._server.violations

    def faults(self, operation: str = "*", **fault: Unpack[Fault]) -> None:
        """Make requests fail, until the test ends.

        Args:
            operation: As for a single platform, with the name of the platform as prefix if several
                platforms have the operation; `"*"` for all operations.
            **fault: The fault, see `Fault`.

        Raises:
            ValueError: There is no such operation, or the fault has conflicting arguments.
        """
        self._server.add_faults([{"operation": operation, **fault}])

    def close(self) -> None:
        """Close the sync clients; the pytest fixtures do this after the test."""
        for each in self._all:
            each.close()


def emulator_class(platform: str) -> type[EmulatedPlatform[Any, Any]]:
    """Return the class for a platform: that of the module with its name, if there is one."""
    name = f"{__package__}.{platform}"
    if find_spec(name) is None:
        return EmulatedPlatform
    (found,) = (
        value
        for value in vars(import_module(name)).values()
        if isinstance(value, type)
        and issubclass(value, EmulatedPlatform)
        and value is not EmulatedPlatform
    )
    return found
