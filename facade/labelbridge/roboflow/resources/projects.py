"""Projects of a workspace."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import ResponseFormatError
from labelbridge.pagination import Page, PageFetcher
from labelbridge.roboflow._inputs.checks import project as project_slug
from labelbridge.roboflow._inputs.checks import slug
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.projects import get_project
from labelbridge_api.roboflow.models import Project, ProjectEnvelope, Version
from labelbridge_api.roboflow.types import UNSET


class Projects(Resource[C]):
    """Projects of a workspace."""

    @operation
    def get(self, workspace: Name, project: Name, *, nocache: bool = False) -> Flow[Project]:
        """Return one project. A workspace's projects are in `workspaces.get(workspace).projects`.

        From the vendor's SDK (roboflow 1.7.3) and the page "Get a Project and List Versions".

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project, which is the second half of its `id`.
            nocache: Ask for an answer that does not come from a cache.

        Raises:
            NotFound: There is none with this slug.
        """
        return _project(_plan(workspace, project, nocache=nocache))

    @listing
    def versions(
        self, workspace: Name, project: Name, *, nocache: bool = False
    ) -> PageFetcher[Version]:
        """List the versions of a project: its images, frozen for training and export.

        The platform gives all of them at once, in the answer that `get` reads too.

        Args:
            workspace: Slug of the workspace.
            project: Slug of the project.
            nocache: Ask for an answer that does not come from a cache.
        """
        plan = _plan(workspace, project, nocache=nocache)
        return lambda _offset, _limit: _versions(plan)


def _plan(workspace: Name, project: Name, *, nocache: bool) -> Plan[ProjectEnvelope]:
    return get_project.plan(
        slug("workspace", workspace),
        project_slug(project),
        nocache=check.boolean("nocache", nocache) or None,
    )


def _project(plan: Plan[ProjectEnvelope]) -> Flow[Project]:
    answer = yield from send(plan)
    if answer.project is UNSET:
        raise ResponseFormatError(
            f"{plan.operation}: the answer holds no project", operation=plan.operation
        )
    return answer.project


def _versions(plan: Plan[ProjectEnvelope]) -> Flow[Page[Version]]:
    answer = yield from send(plan)
    versions = list_items(answer.versions, "versions", answer, operation=plan.operation)
    return Page(versions, len(versions), plan.operation)
