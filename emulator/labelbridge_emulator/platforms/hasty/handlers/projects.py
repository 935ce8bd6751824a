"""Projects. Names are not unique: the document requires that of datasets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, state_of, user_of
from labelbridge_emulator.platforms.hasty.responses import contains, page, timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Project

handlers = Handlers()


@handlers("list_projects")
def list_projects(request: Request) -> JSON:
    """List projects of all workspaces whose name contains the given part."""
    name = request.query.get("name")
    found = (p for p in state_of(request).projects.values() if contains(p.name, name))
    return page(request, found, render)


@handlers("create_project")
def create_project(request: Request) -> JSON:
    """Create a project. The default workspace is the first one."""
    project = state_of(request).add_project(
        id=request.store.ids.uuid(),
        name=request.body["name"],
        workspace_id=_workspace_id(request),
        owner_id=user_of(request),
        description=request.body.get("description"),
        content_type=request.body.get("content_type", "IMAGES"),
    )
    return render(project)


@handlers("get_project")
def get_project(request: Request) -> JSON:
    """Get a project."""
    return render(project_of(request))


@handlers("update_project")
def update_project(request: Request) -> JSON:
    """Update the fields in the body. The vendor's SDK sends only name and description."""
    project = project_of(request)
    if "workspace_id" in request.body:
        project.workspace_id = _workspace_id(request)
    project.name = request.body["name"]
    project.description = request.body.get("description", project.description)
    project.content_type = request.body.get("content_type", project.content_type)
    return render(project)


@handlers("delete_project")
def delete_project(request: Request) -> None:
    """Remove a project and everything in it."""
    state_of(request).remove_project(project_of(request))


def _workspace_id(request: Request) -> str:
    workspaces = state_of(request).workspaces
    given: str | None = request.body.get("workspace_id")
    return find(workspaces, given, "workspace").id if given else next(iter(workspaces))


def render(project: Project) -> JSON:
    """A project as the platform returns it. It has never been opened in a browser."""
    return {
        "id": project.id,
        "name": project.name,
        "last_opened_on": None,
        "owner_id": project.owner_id,
        "workspace_id": project.workspace_id,
        "description": project.description,
        "created_on": timestamp(project.created_on),
        "content_type": project.content_type,
    }
