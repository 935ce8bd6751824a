"""Calls of all client methods, from the tables `tests/platforms/<platform>/calls.py`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.support.facts import module

Calls = Mapping[str, Callable[[Any, Any], object]]
"""For each operation a function that calls it, given a client and a `World`."""


class World:
    """What calls need: a client, a folder for files, and the ids of a platform's demo data."""

    def __init__(self, client: Any, folder: Path) -> None:
        self.client, self.folder = client, folder


def calls_of(platform: str) -> Calls:
    """Return the table of calls of a platform; empty if it has none."""
    return getattr(module(platform, "calls"), "CALLS", {})


def world_of(platform: str, client: Any, folder: Path) -> World:
    """Return the world of a platform's calls."""
    values = vars(module(platform, "calls")).values()
    (found,) = (each for each in values if isinstance(each, type) and World in each.__bases__)
    return found(client, folder)


def make_call(platform: str, operation: str, client: Any, folder: Path) -> Any:
    """Make the call of an operation, and return its result."""
    return calls_of(platform)[operation](client, world_of(platform, client, folder))


class MethodRecorder:
    """A client, or a resource of one, that records the methods that are called: `images.list`."""

    def __init__(self, target: Any, called: set[str], name: str = "") -> None:
        self._target, self._called, self._name = target, called, name

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not self._name:
            return MethodRecorder(value, self._called, name)

        def call(*args: Any, **options: Any) -> Any:
            self._called.add(f"{self._name}.{name}")
            return value(*args, **options)

        return call
