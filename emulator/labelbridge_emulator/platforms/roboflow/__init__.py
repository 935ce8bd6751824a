"""The Roboflow side of the emulator: one module a resource, ``state`` for the data behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.platforms.roboflow import fixtures as faces
from labelbridge_emulator.platforms.roboflow.demo import seeds
from labelbridge_emulator.platforms.roboflow.handlers import (
    batches,
    insights,
    jobs,
    projects,
    workspaces,
)

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Refusal


def _error(refusal: Refusal) -> JSON:
    """Two of the shapes that the vendor's SDK reads: of a wrong key, and plain."""
    if refusal.status == 401:
        return {"error": {"message": refusal.message, "type": "OAuthException"}}
    return {"error": refusal.message}


PLATFORM = Platform(
    name="roboflow",
    handlers=Handlers(
        workspaces.handlers, projects.handlers, batches.handlers, jobs.handlers, insights.handlers
    ),
    error=_error,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    faces={
        "members": faces.add_member,
        "batches": faces.add_batch,
        "activity": faces.add_activity,
        "work": faces.work,
    },
)
