"""API key checks, and workspaces."""

from __future__ import annotations

from labelbridge_emulator.handler import JSON, Handlers, Request
from labelbridge_emulator.platforms.roboflow.handlers.projects import project_json, workspace_json
from labelbridge_emulator.platforms.roboflow.models import State, find_workspace

handlers = Handlers()


@handlers("check_key")
@handlers("check_key_post")
def check_key(request: Request) -> JSON:
    """Return the workspace of the API key."""
    return {
        "welcome": "Welcome to the Roboflow API.",
        "instructions": "You are successfully authenticated.",
        "docs": "https://docs.roboflow.com",
        "workspace": request.store.state(State).home().slug,
    }


@handlers("get_workspace")
def get_workspace(request: Request) -> JSON:
    """Return a workspace with all its projects."""
    workspace = find_workspace(request)
    projects = [project_json(workspace, project) for project in workspace.projects.values()]
    return {"workspace": {**workspace_json(workspace), "projects": projects}}
