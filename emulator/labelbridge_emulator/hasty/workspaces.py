"""Workspaces: made by the seed; this part of the API only reads them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handling import Handlers
from labelbridge_emulator.hasty.answers import instant, page
from labelbridge_emulator.hasty.lookups import state_of, workspace_of

if TYPE_CHECKING:
    from labelbridge_emulator.handling import JSON, Call
    from labelbridge_emulator.hasty.state import Workspace

handlers = Handlers()


@handlers("list_workspaces")
def list_workspaces(call: Call) -> JSON:
    """All workspaces; every key sees all of them."""
    return page(call, list(state_of(call).workspaces.values()), render)


@handlers("get_workspace")
def get_workspace(call: Call) -> JSON:
    """One workspace."""
    return render(workspace_of(call))


def render(workspace: Workspace) -> JSON:
    """A workspace as the platform shows it."""
    return asdict(workspace) | {"parked_on": instant(workspace.parked_on)}
