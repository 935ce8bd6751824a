"""Workspaces, and the check of a key."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Name
from labelbridge._core.methods import C, Resource, operation
from labelbridge.roboflow._inputs.checks import slug
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.workspaces import check_key, get_workspace
from labelbridge_api.roboflow.models import KeyInfo, Workspace, WorkspaceEnvelope


class Workspaces(Resource[C]):
    """The workspaces that the key can access."""

    @operation
    def check_key(self, *, nocache: bool = False) -> Flow[KeyInfo]:
        """Check the key, and return the workspace that it belongs to.

        The `workspace` of the result is the slug that all other methods require.

        Evidence: the vendor's SDK (roboflow 1.7.3) and the page "Authenticate with the REST API".

        Args:
            nocache: Whether to request a response that is not cached.

        Raises:
            AuthenticationFailed: The key is unknown or revoked.
        """
        return send(check_key.plan(nocache=check.boolean("nocache", nocache) or None))

    @operation
    def get(self, workspace: Name) -> Flow[Workspace]:
        """Return a workspace with its projects.

        Evidence: the vendor's SDK (roboflow 1.7.3) and the page "List Workspaces and Projects".

        Args:
            workspace: Slug of the workspace.

        Raises:
            NotFound: The workspace does not exist, or the key belongs to another workspace.
        """
        return _workspace(get_workspace.plan(slug("workspace", workspace)))


def _workspace(plan: Plan[WorkspaceEnvelope]) -> Flow[Workspace]:
    return (yield from send(plan)).workspace
