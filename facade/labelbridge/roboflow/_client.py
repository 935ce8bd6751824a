"""Roboflow's clients: host, key, and the resources they hold."""

from __future__ import annotations

from labelbridge._bind import Async, AsyncIn2, C, Holder, Sync, SyncIn2, resource
from labelbridge._check import Name
from labelbridge._client import AsyncClient, SyncClient
from labelbridge._vendor import Credential, Vendor
from labelbridge.roboflow._arguments import project as project_slug
from labelbridge.roboflow._arguments import slug
from labelbridge.roboflow.batches import Batches
from labelbridge.roboflow.insights import Insights
from labelbridge.roboflow.jobs import Jobs
from labelbridge.roboflow.projects import Projects
from labelbridge.roboflow.workspaces import Workspaces

ROBOFLOW = Vendor(
    name="roboflow",
    base_url="https://api.roboflow.com",
    credential=Credential("query", "api_key"),
)


class _Resources:
    """What both colours hold."""

    vendor = ROBOFLOW

    workspaces = resource(Workspaces[Sync], Workspaces[Async])
    projects = resource(Projects[Sync], Projects[Async])
    batches = resource(Batches[Sync], Batches[Async])
    jobs = resource(Jobs[Sync], Jobs[Async])
    insights = resource(Insights[Sync], Insights[Async])


class InProject(Holder[C]):
    """What is in one project: the client's resources, with workspace and project given already.

    project = roboflow.project("my-workspace", "my-project")
    project.batches.list()  # as roboflow.batches.list("my-workspace", "my-project")
    """

    batches = resource(Batches[SyncIn2], Batches[AsyncIn2])
    jobs = resource(Jobs[SyncIn2], Jobs[AsyncIn2])


def _ids(workspace: Name, project: Name) -> tuple[str, str]:
    return slug("workspace", workspace), project_slug(project)


class Roboflow(_Resources, SyncClient):
    """Client of Roboflow.

    The key is `api_key`, else the environment variable ROBOFLOW_API_KEY. Workspaces of the European
    region need `base_url="https://api.roboflow.eu"`.
    """

    def project(self, workspace: Name, project: Name) -> InProject[SyncIn2]:
        """Return a handle of a project, without asking the platform."""
        return InProject(SyncIn2(self._context.driver, _ids(workspace, project)))


class AsyncRoboflow(_Resources, AsyncClient):
    """Client of Roboflow for async code; key and region as for Roboflow."""

    def project(self, workspace: Name, project: Name) -> InProject[AsyncIn2]:
        """Return a handle of a project, without asking the platform."""
        return InProject(AsyncIn2(self._context.driver, _ids(workspace, project)))
