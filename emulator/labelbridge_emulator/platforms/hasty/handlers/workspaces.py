"""Workspaces: made by the seed, read and changed by clients."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Refusal
from labelbridge_emulator.platforms.hasty.lookups import state_of, workspace_of
from labelbridge_emulator.platforms.hasty.responses import instant, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.models.state import Workspace

handlers = Handlers()


@handlers("list_workspaces")
def list_workspaces(call: Call) -> JSON:
    """All workspaces; every key sees all of them."""
    return page(call, list(state_of(call).workspaces.values()), render)


@handlers("get_workspace")
def get_workspace(call: Call) -> JSON:
    """One workspace."""
    return render(workspace_of(call))


@handlers("update_workspace")
def update_workspace(call: Call) -> JSON:
    """Change the fields that the body names; another's unique name is not to be had."""
    workspace, unique = workspace_of(call), call.body.get("unique_name")
    others = [other for other in state_of(call).workspaces.values() if other is not workspace]
    if unique is not None and unique in {other.unique_name for other in others}:
        raise Refusal(400, f"Another workspace has the unique name {unique!r}.")
    for name, value in call.body.items():
        setattr(workspace, name, value)
    return render(workspace)


def render(workspace: Workspace) -> JSON:
    """A workspace as the platform shows it."""
    return asdict(workspace) | {"parked_on": instant(workspace.parked_on)}
