"""The Roboflow side of the emulator: one module a resource, ``state`` for the data behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.platforms.roboflow import fixtures
from labelbridge_emulator.platforms.roboflow.demo import seeds

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, ApiError


def _error(refusal: ApiError) -> JSON:
    """Two of the shapes that the vendor's SDK reads: of a wrong key, and plain."""
    if refusal.status == 401:
        return {"error": {"message": refusal.message, "type": "OAuthException"}}
    return {"error": refusal.message}


PLATFORM = Platform(
    name="roboflow",
    handlers=Handlers.of_package(f"{__name__}.handlers"),
    error_body=_error,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    fixtures={
        "members": fixtures.add_member,
        "batches": fixtures.add_batch,
        "activity": fixtures.add_activity,
        "work": fixtures.work,
    },
)
