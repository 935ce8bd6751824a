"""Workspaces: made by the seed, read and changed by clients."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import state_of, workspace_of
from labelbridge_emulator.platforms.hasty.responses import instant, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Workspace

handlers = Handlers()


@handlers("list_workspaces")
def list_workspaces(request: Request) -> JSON:
    """All workspaces; every key sees all of them."""
    return page(request, list(state_of(request).workspaces.values()), render)


@handlers("get_workspace")
def get_workspace(request: Request) -> JSON:
    """One workspace."""
    return render(workspace_of(request))


@handlers("update_workspace")
def update_workspace(request: Request) -> JSON:
    """Change the fields that the body names; another's unique name is not to be had."""
    workspace, unique = workspace_of(request), request.body.get("unique_name")
    others = [other for other in state_of(request).workspaces.values() if other is not workspace]
    if unique is not None and unique in {other.unique_name for other in others}:
        raise ApiError(400, f"Another workspace has the unique name {unique!r}.")
    for name, value in request.body.items():
        setattr(workspace, name, value)
    return render(workspace)


def render(workspace: Workspace) -> JSON:
    """A workspace as the platform shows it."""
    return asdict(workspace) | {"parked_on": instant(workspace.parked_on)}
