"""Projects: each has its own datasets, classes, images and labels."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import optional, text
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.projects import (
    create_project,
    delete_project,
    get_project,
    list_projects,
    update_project,
)
from labelbridge_api.hasty.models import Project, ProjectContentType, ProjectInput


class Projects(Resource[C]):
    """The projects of all workspaces."""

    @listing
    def list(self, *, name: str | None = None) -> PageFetcher[Project]:
        """List the projects that the key can access.

        Args:
            name: Only projects whose name contains this text, ignoring case.
        """
        return pages(list_projects.plan, name=optional(text, "name", name))

    @operation
    def get(self, project_id: Id) -> Flow[Project]:
        """Return one project.

        Raises:
            NotFound: No project has this id.
        """
        return send(get_project.plan(check.uuid("project_id", project_id)))

    @operation
    def create(
        self,
        *,
        name: str,
        workspace_id: Id | Null | None = None,
        description: str | Null | None = None,
        content_type: ProjectContentType | str | None = None,
    ) -> Flow[Project]:
        """Create a project.

        Args:
            name: Name of the project.
            workspace_id: The workspace of the project.
            description: Description of the project.
            content_type: IMAGES, VIDEOS or URLDATA; the platform's default is IMAGES.
        """
        body = _body(name, workspace_id, description, content_type)
        return send(create_project.plan(body=body))

    @operation
    def update(
        self,
        project_id: Id,
        *,
        name: str,
        workspace_id: Id | Null | None = None,
        description: str | Null | None = None,
        content_type: ProjectContentType | str | None = None,
    ) -> Flow[Project]:
        """Update a project.

        Arguments that are not given keep their values; the platform requires the name in every
        request.

        Args:
            project_id: The project.
            name: The new or current name.
            workspace_id: The workspace to move the project to.
            description: Description of the project; NULL removes it.
            content_type: IMAGES, VIDEOS or URLDATA.
        """
        body = _body(name, workspace_id, description, content_type)
        return send(update_project.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def delete(self, project_id: Id) -> Flow[None]:
        """Delete a project with all its contents."""
        return send(delete_project.plan(check.uuid("project_id", project_id)))


def _body(
    name: str,
    workspace_id: Id | Null | None,
    description: str | Null | None,
    content_type: ProjectContentType | str | None,
) -> ProjectInput:
    values = {
        "name": name,
        "workspace_id": workspace_id,
        "description": description,
        "content_type": content_type,
    }
    return request_body(ProjectInput, values)
