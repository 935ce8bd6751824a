"""What the tables of calls share: a world to call in, and a client that notes what is called."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Calls = Mapping[str, Callable[[Any, Any], object]]
"""For each operation a function that calls it, of a client and the world that the client is in."""


class World:
    """What calls are made with; each platform's adds the ids of its demo.

    Args:
        client: For what has to be asked or made before the call.
        folder: For files.
    """

    def __init__(self, client: Any, folder: Path) -> None:
        self.client, self.folder = client, folder


class Noting:
    """A client, or a resource of one, that notes the methods that are called: `images.list`."""

    def __init__(self, target: Any, noted: set[str], name: str = "") -> None:
        self._target, self._noted, self._name = target, noted, name

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not self._name:
            return Noting(value, self._noted, name)

        def call(*args: Any, **options: Any) -> Any:
            self._noted.add(f"{self._name}.{name}")
            return value(*args, **options)

        return call
