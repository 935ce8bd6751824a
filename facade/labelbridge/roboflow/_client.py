"""Roboflow's clients: host, key, and the resources they hold."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import Async, AsyncIn2, C, HasContext, Sync, SyncIn2
from labelbridge._core.platform import Credential, Platform
from labelbridge.roboflow._inputs.checks import project as project_slug
from labelbridge.roboflow._inputs.checks import slug

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
    error_key="error",  # as the vendor's SDK finds it in answers with a good status too
)


class _InProject(HasContext[C]):
    """What is in projects: resources of a client, and of a project's handle.

    Each is imported when it is first used: most programs use few.
    """

    @cached_property
    def batches(self) -> Batches[C]:
        """Groups of images that were uploaded together."""
        from labelbridge.roboflow.resources.batches import Batches

        return Batches(self._context)

    @cached_property
    def jobs(self) -> Jobs[C]:
        """Annotation jobs: images of a batch, assigned to people."""
        from labelbridge.roboflow.resources.jobs import Jobs

        return Jobs(self._context)


class _Resources(_InProject[C]):
    """What both colours hold."""

    platform = PLATFORM

    @cached_property
    def workspaces(self) -> Workspaces[C]:
        """What a key opens."""
        from labelbridge.roboflow.resources.workspaces import Workspaces

        return Workspaces(self._context)

    @cached_property
    def projects(self) -> Projects[C]:
        """Projects and their versions."""
        from labelbridge.roboflow.resources.projects import Projects

        return Projects(self._context)

    @cached_property
    def insights(self) -> Insights[C]:
        """What the labelers of a workspace did."""
        from labelbridge.roboflow.resources.insights import Insights

        return Insights(self._context)


class InProject(_InProject[C]):
    """What is in one project: the client's resources, with workspace and project given already.

    `roboflow.project("my-workspace", "my-project").batches.list()` is
    `roboflow.batches.list("my-workspace", "my-project")`.
    """


def _ids(workspace: Name, project: Name) -> tuple[str, str]:
    return slug("workspace", workspace), project_slug(project)


class Roboflow(_Resources[Sync], SyncClient):
    """Client of Roboflow.

    The key is `api_key`, else the environment variable ROBOFLOW_API_KEY. Workspaces of the European
    region need `base_url="https://api.roboflow.eu"`.
    """

    def project(self, workspace: Name, project: Name) -> InProject[SyncIn2]:
        """Return a handle of a project, without asking the platform."""
        return InProject(SyncIn2(self._context.driver, _ids(workspace, project)))


class AsyncRoboflow(_Resources[Async], AsyncClient):
    """Client of Roboflow for async code; key and region as for Roboflow."""

    def project(self, workspace: Name, project: Name) -> InProject[AsyncIn2]:
        """Return a handle of a project, without asking the platform."""
        return InProject(AsyncIn2(self._context.driver, _ids(workspace, project)))
