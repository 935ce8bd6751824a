"""Projects: where images, classes and labels live."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import optional, text
from labelbridge.hasty._paging import page
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
    """The projects of a workspace."""

    @listing
    def list(self, *, name: str | None = None) -> PageFetcher[Project]:
        """List the projects that the key may see.

        Args:
            name: Only projects whose name contains this, in any case.
        """
        part = optional(text, "name", name)
        return lambda offset, limit: page(list_projects.plan(offset=offset, limit=limit, name=part))

    @operation
    def get(self, project_id: Id) -> Flow[Project]:
        """Return one project.

        Raises:
            NotFound: There is none with this id.
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
        """Make a project.

        Args:
            name: Its name.
            workspace_id: The workspace it shall be in.
            description: What it is for.
            content_type: IMAGES, VIDEOS or URLDATA; the platform takes IMAGES when none is given.
        """
        body = request_body(
            ProjectInput,
            {
                "name": name,
                "workspace_id": workspace_id,
                "description": description,
                "content_type": content_type,
            },
        )
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
        """Change a project; what is not given stays as it is.

        Args:
            project_id: The project.
            name: Its name, new or old: the platform wants it each time.
            workspace_id: The workspace to move it to.
            description: What it is for; NULL removes it.
            content_type: IMAGES, VIDEOS or URLDATA.
        """
        body = request_body(
            ProjectInput,
            {
                "name": name,
                "workspace_id": workspace_id,
                "description": description,
                "content_type": content_type,
            },
        )
        return send(update_project.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def delete(self, project_id: Id) -> Flow[None]:
        """Delete a project with all that is in it."""
        return send(delete_project.plan(check.uuid("project_id", project_id)))
