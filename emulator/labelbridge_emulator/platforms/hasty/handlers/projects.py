"""Projects. Names may repeat: the document calls only a dataset's name unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Response
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, state_of
from labelbridge_emulator.platforms.hasty.responses import contains, instant, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_projects")
def list_projects(request: Request) -> JSON:
    """Projects of all workspaces whose name has the given part."""
    name = request.query.get("name")
    return page(
        request, [p for p in state_of(request).projects.values() if contains(p.name, name)], render
    )


@handlers("create_project")
def create_project(request: Request) -> JSON:
    """A new project; without a workspace it goes into the first one."""
    state = state_of(request)
    project = state.add_project(
        id=request.store.ids.uuid(),
        name=request.body["name"],
        workspace_id=_workspace_id(request),
        owner_id=state.user(request.key),
        description=request.body.get("description"),
        content_type=request.body.get("content_type", "IMAGES"),
    )
    return render(project)


@handlers("get_project")
def get_project(request: Request) -> JSON:
    """One project."""
    return render(project_of(request))


@handlers("update_project")
def update_project(request: Request) -> JSON:
    """Change what the body names; the vendor's SDK sends name and description only."""
    project = project_of(request)
    if "workspace_id" in request.body:
        project.workspace_id = _workspace_id(request)
    project.name = request.body["name"]
    project.description = request.body.get("description", project.description)
    project.content_type = request.body.get("content_type", project.content_type)
    return render(project)


@handlers("delete_project")
def delete_project(request: Request) -> Response:
    """Remove a project with everything in it."""
    state_of(request).remove_project(project_of(request))
    return Response()


def _workspace_id(request: Request) -> str:
    workspaces = state_of(request).workspaces
    given: str | None = request.body.get("workspace_id")
    return find(workspaces, given, "workspace").id if given else next(iter(workspaces))


def render(project: Project) -> JSON:
    """A project as the platform shows it; nobody opens it in a browser here."""
    return {
        "id": project.id,
        "name": project.name,
        "last_opened_on": None,
        "owner_id": project.owner_id,
        "workspace_id": project.workspace_id,
        "description": project.description,
        "created_on": instant(project.created_on),
        "content_type": project.content_type,
    }
