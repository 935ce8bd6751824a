"""Projects of a workspace."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.pagination import PageFetcher
from labelbridge.roboflow._inputs.checks import project_path
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.projects import get_project
from labelbridge_api.roboflow.models import Project, ProjectEnvelope, Version


class Projects(Resource[C]):
    """Projects of a workspace."""

    @operation
    def get(self, workspace: Name, project: Name, *, nocache: bool = False) -> Flow[Project]:
        """Return one project. `workspaces.get(workspace).projects` has all projects.

        Evidence: the vendor's SDK (roboflow 1.7.3) and the page "Get a Project and List Versions".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project, the second part of its `id`.
            nocache: Whether to request a response that is not cached.

        Raises:
            NotFound: The workspace has no project with this slug.
        """
        return _project(_plan(workspace, project, nocache=nocache))

    @listing
    def versions(
        self, workspace: Name, project: Name, *, nocache: bool = False
    ) -> PageFetcher[Version]:
        """List the versions of a project: snapshots of its images for training and export.

        The platform returns all versions in one response, the same as for `get`.

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            nocache: Whether to request a response that is not cached.
        """
        plan = _plan(workspace, project, nocache=nocache)
        return single_page(
            plan,
            lambda found: list_items(found, "versions", operation=plan.operation),
        )


def _plan(workspace: Name, project: Name, *, nocache: bool) -> Plan[ProjectEnvelope]:
    return get_project.plan(
        *project_path(workspace, project), nocache=check.boolean("nocache", nocache) or None
    )


def _project(plan: Plan[ProjectEnvelope]) -> Flow[Project]:
    return (yield from send(plan)).project
