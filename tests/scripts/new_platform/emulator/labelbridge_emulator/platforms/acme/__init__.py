"""The emulated Acme: notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Platform

if TYPE_CHECKING:
    from labelbridge_emulator.store import Store


def _empty(_store: Store) -> None:
    """Add nothing."""


PLATFORM = Platform(
    name="acme",
    handlers=Handlers.of_package(f"{__name__}.handlers"),
    error_body=lambda error: {"message": error.message},
    seeds={"demo": _empty, "empty": _empty},
)
