"""Workspaces: what a key opens."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, operation
from labelbridge.errors import ResponseFormatError
from labelbridge.roboflow._inputs.checks import slug
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.workspaces import check_key, get_workspace
from labelbridge_api.roboflow.models import KeyInfo, Workspace, WorkspaceEnvelope
from labelbridge_api.roboflow.types import UNSET


class Workspaces(Resource[C]):
    """What a key opens."""

    @operation
    def check_key(self, *, nocache: bool = False) -> Flow[KeyInfo]:
        """Ask whether the key is valid, and which workspace it opens: a good first call.

        The `workspace` of the answer is the slug that every other call needs.

        From the vendor's SDK (roboflow 1.7.3) and the page "Authenticate with the REST API".

        Args:
            nocache: Ask for an answer that does not come from a cache.

        Raises:
            AuthenticationFailed: The key is unknown or revoked.
        """
        return send(check_key.plan(nocache=check.boolean("nocache", nocache) or None))

    @operation
    def get(self, workspace: Name) -> Flow[Workspace]:
        """Return a workspace with its projects.

        From the vendor's SDK (roboflow 1.7.3) and the page "List Workspaces and Projects".

        Args:
            workspace: Its slug.

        Raises:
            NotFound: There is no such workspace, or the key is not of it.
        """
        return _workspace(get_workspace.plan(slug("workspace", workspace)))


def _workspace(plan: Plan[WorkspaceEnvelope]) -> Flow[Workspace]:
    answer = yield from send(plan)
    if answer.workspace is UNSET:
        raise ResponseFormatError(
            f"{plan.operation}: the answer holds no workspace", operation=plan.operation
        )
    return answer.workspace
