"""Roboflow's clients: host, key and resources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import Async, AsyncIn2, C, HasContext, Sync, SyncIn2
from labelbridge._core.platform import Credential, Platform
from labelbridge.roboflow._inputs.checks import project_path

if TYPE_CHECKING:
    from labelbridge.roboflow.resources.batches import Batches
    from labelbridge.roboflow.resources.insights import Insights
    from labelbridge.roboflow.resources.jobs import Jobs
    from labelbridge.roboflow.resources.projects import Projects
    from labelbridge.roboflow.resources.workspaces import Workspaces

PLATFORM = Platform(
    name="roboflow",
    base_url="https://api.roboflow.com",
    credential=Credential("query", "api_key"),
    error_key="error",  # the vendor's SDK also handles it in responses with status 200
)


class _InProject(HasContext[C]):
    """Resources of projects, on a client and on a project handle.

    Each resource is imported on first use, because most programs use few.
    """

    @cached_property
    def batches(self) -> Batches[C]:
        """Batches of uploaded images."""
        from labelbridge.roboflow.resources.batches import Batches

        return Batches(self._context)

    @cached_property
    def jobs(self) -> Jobs[C]:
        """Annotation jobs: images of a batch, assigned to a labeler and a reviewer."""
        from labelbridge.roboflow.resources.jobs import Jobs

        return Jobs(self._context)


class _Resources(_InProject[C]):
    """Resources of the sync and the async client."""

    platform = PLATFORM

    @cached_property
    def workspaces(self) -> Workspaces[C]:
        """The workspaces that the key can access."""
        from labelbridge.roboflow.resources.workspaces import Workspaces

        return Workspaces(self._context)

    @cached_property
    def projects(self) -> Projects[C]:
        """Projects and their versions."""
        from labelbridge.roboflow.resources.projects import Projects

        return Projects(self._context)

    @cached_property
    def insights(self) -> Insights[C]:
        """Statistics of the labelers of a workspace."""
        from labelbridge.roboflow.resources.insights import Insights

        return Insights(self._context)


class InProject(_InProject[C]):
    """The resources of one project: their methods take no workspace and project.

    `roboflow.project("my-workspace", "my-project").batches.list()` is the same as
    `roboflow.batches.list("my-workspace", "my-project")`.
    """


class Roboflow(_Resources[Sync], SyncClient):
    """Client for Roboflow.

    The key is `api_key`, or the environment variable ROBOFLOW_API_KEY. Workspaces of the European
    region require `base_url="https://api.roboflow.eu"`.
    """

    def project(self, workspace: Name, project: Name) -> InProject[SyncIn2]:
        """Return a handle for a project. No request is sent."""
        return InProject(SyncIn2(self._context.driver, project_path(workspace, project)))


class AsyncRoboflow(_Resources[Async], AsyncClient):
    """Async client for Roboflow, with the arguments of Roboflow."""

    def project(self, workspace: Name, project: Name) -> InProject[AsyncIn2]:
        """Return a handle for a project. No request is sent."""
        return InProject(AsyncIn2(self._context.driver, project_path(workspace, project)))
