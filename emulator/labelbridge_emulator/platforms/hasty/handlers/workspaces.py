"""Workspaces. Seeds and fixtures create them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import state_of, update_fields, workspace_of
from labelbridge_emulator.platforms.hasty.responses import page, timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Workspace

handlers = Handlers()


@handlers("list_workspaces")
def list_workspaces(request: Request) -> JSON:
    """List all workspaces. Every key has access to all of them."""
    return page(request, state_of(request).workspaces.values(), render)


@handlers("get_workspace")
def get_workspace(request: Request) -> JSON:
    """Get a workspace."""
    return render(workspace_of(request))


@handlers("update_workspace")
def update_workspace(request: Request) -> JSON:
    """Update the fields in the body. ``unique_name`` must be unique."""
    workspace, unique = workspace_of(request), request.body.get("unique_name")
    others = [other for other in state_of(request).workspaces.values() if other is not workspace]
    if unique is not None and unique in {other.unique_name for other in others}:
        raise ApiError(400, f"Another workspace has the unique name {unique!r}.")
    update_fields(workspace, request.body)
    return render(workspace)


def render(workspace: Workspace) -> JSON:
    """A workspace as the platform returns it."""
    return asdict(workspace) | {"parked_on": timestamp(workspace.parked_on)}
