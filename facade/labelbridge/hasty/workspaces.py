"""Workspaces: the organisations that own projects."""

from __future__ import annotations

from labelbridge import _check as check
from labelbridge._bind import C, Resource, listing, operation
from labelbridge._check import Id
from labelbridge._flow import Flow, send
from labelbridge.hasty._listing import page
from labelbridge.pagination import Fetch
from labelbridge_api.hasty.api.workspaces import get_workspace, list_workspaces
from labelbridge_api.hasty.models import Workspace


class Workspaces(Resource[C]):
    """The workspaces of a key."""

    @listing
    def list(self) -> Fetch[Workspace]:
        """List the workspaces that the key may see."""
        return lambda offset, limit: page(list_workspaces.plan(offset=offset, limit=limit))

    @operation
    def get(self, workspace_id: Id) -> Flow[Workspace]:
        """Return one workspace, with the caller's role in it and its subscription.

        The document shows the answer; that it is asked for this way only an older SDK shows.

        Raises:
            NotFound: There is none with this id.
        """
        return send(get_workspace.plan(check.uuid("workspace_id", workspace_id)))
