"""Tables of calls: their context, and a client that records calls."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Calls = Mapping[str, Callable[[Any, Any], object]]
"""For each operation a function that calls it, with a client and a World."""


class World:
    """The context of calls; the subclass of each platform has the ids of its demo data.

    Args:
        client: A client for requests before the call.
        folder: A folder for files.
    """

    def __init__(self, client: Any, folder: Path) -> None:
        self.client, self.folder = client, folder


class CallRecorder:
    """Wraps a client or a resource and records the called methods, such as `images.list`."""

    def __init__(self, target: Any, recorded: set[str], name: str = "") -> None:
        self._target, self._recorded, self._name = target, recorded, name

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not self._name:
            return CallRecorder(value, self._recorded, name)

        def call(*args: Any, **options: Any) -> Any:
            self._recorded.add(f"{self._name}.{name}")
            return value(*args, **options)

        return call
