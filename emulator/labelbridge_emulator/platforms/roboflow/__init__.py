"""The emulated Roboflow: workspaces, projects, batches, jobs and insights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.platforms.roboflow import fixtures
from labelbridge_emulator.platforms.roboflow.demo import seeds

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, ApiError


def _error_body(error: ApiError) -> JSON:
    """Return an error body that the vendor's SDK reads; a 401 has a format of its own."""
    if error.status == 401:
        return {"error": {"message": error.message, "type": "OAuthException"}}
    return {"error": error.message}


PLATFORM = Platform(
    name="roboflow",
    handlers=Handlers.of_package(f"{__name__}.handlers"),
    error_body=_error_body,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    fixtures={
        "members": fixtures.add_member,
        "batches": fixtures.add_batch,
        "activity": fixtures.add_activity,
        "work": fixtures.work,
    },
)
