"""The base URLs of an emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Urls:
    """The base URLs of an emulator, without a trailing slash.

    ``urls["<platform>"]`` is the base URL of a platform; the properties are shortcuts.

    Args:
        platforms: The base URL of each platform, by its name.
        storage: The base URL of the storage origin.
    """

    def __init__(self, platforms: Mapping[str, str], storage: str) -> None:
        self.platforms = platforms
        self.storage = storage

    @classmethod
    def of_origins(cls, names: Iterable[str], api: str, storage: str) -> Urls:
        """Return the URLs for platforms that are served below one API origin."""
        return cls({name: f"{api}/{name}" for name in names}, storage)

    def __getitem__(self, platform: str) -> str:
        return self.platforms[platform]

    @property
    def hasty(self) -> str:
        """The base URL of Hasty."""
        return self["hasty"]

    @property
    def roboflow(self) -> str:
        """The base URL of Roboflow."""
        return self["roboflow"]

    @property
    def labelbox(self) -> str:
        """The base URL of Labelbox."""
        return self["labelbox"]
