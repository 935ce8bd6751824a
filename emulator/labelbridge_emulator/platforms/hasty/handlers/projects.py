"""Projects. Names may repeat: the document calls only a dataset's name unique."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Reply
from labelbridge_emulator.platforms.hasty.lookups import find, project_of, state_of
from labelbridge_emulator.platforms.hasty.responses import contains, instant, page

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Call
    from labelbridge_emulator.platforms.hasty.models.state import Project

handlers = Handlers()


@handlers("list_projects")
def list_projects(call: Call) -> JSON:
    """Projects of all workspaces whose name has the given part."""
    name = call.query.get("name")
    return page(
        call, [p for p in state_of(call).projects.values() if contains(p.name, name)], render
    )


@handlers("create_project")
def create_project(call: Call) -> JSON:
    """A new project; without a workspace it goes into the first one."""
    state = state_of(call)
    project = state.add_project(
        id=call.world.ids.uuid(),
        name=call.body["name"],
        workspace_id=_workspace_id(call),
        owner_id=state.user(call.key),
        description=call.body.get("description"),
        content_type=call.body.get("content_type", "IMAGES"),
    )
    return render(project)


@handlers("get_project")
def get_project(call: Call) -> JSON:
    """One project."""
    return render(project_of(call))


@handlers("update_project")
def update_project(call: Call) -> JSON:
    """Change what the body names; the vendor's SDK sends name and description only."""
    project = project_of(call)
    if "workspace_id" in call.body:
        project.workspace_id = _workspace_id(call)
    project.name = call.body["name"]
    project.description = call.body.get("description", project.description)
    project.content_type = call.body.get("content_type", project.content_type)
    return render(project)


@handlers("delete_project")
def delete_project(call: Call) -> Reply:
    """Remove a project with everything in it."""
    state_of(call).remove_project(project_of(call))
    return Reply()


def _workspace_id(call: Call) -> str:
    workspaces = state_of(call).workspaces
    given: str | None = call.body.get("workspace_id")
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
