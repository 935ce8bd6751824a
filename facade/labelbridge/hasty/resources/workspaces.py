"""Workspaces: the organisations that own projects."""

from __future__ import annotations

from typing import TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._paging import page
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.workspaces import (
    get_workspace,
    list_workspaces,
    update_workspace,
)
from labelbridge_api.hasty.models import Workspace, WorkspaceInput


class WorkspaceFields(TypedDict, total=False):
    """What a workspace can have besides its name.

    Attributes:
        unique_name: A name that no other workspace has.
        description: What it is for.
        logo_url: Where its logo lies.
        is_public: Whether everyone can see it.
        background_color: Colour behind the logo.
        allow_support: Whether the vendor's support may look inside.
        support_email: Whom to ask for support.
        feature_mounting_buckets: Whether buckets can be mounted.
    """

    unique_name: str | Null | None
    description: str | Null | None
    logo_url: str | Null | None
    is_public: bool | None
    background_color: str | Null | None
    allow_support: bool | None
    support_email: str | Null | None
    feature_mounting_buckets: bool | None


class Workspaces(Resource[C]):
    """The workspaces of a key."""

    @listing
    def list(self) -> PageFetcher[Workspace]:
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

    @operation
    def update(
        self, workspace_id: Id, *, name: str, **fields: Unpack[WorkspaceFields]
    ) -> Flow[Workspace]:
        """Change the settings of a workspace.

        What is not given stays as it is; the platform wants the name each time. Subscription, role
        and whether it is the default one cannot be changed. The document shows what is sent and
        what comes back; that it is sent this way only an older SDK shows.

        Args:
            workspace_id: The workspace.
            name: Its name, new or old.
            **fields: As WorkspaceFields says. NULL removes texts; what is true or false stays so.

        Raises:
            NotFound: There is none with this id.
        """
        body = request_body(WorkspaceInput, {"name": name, **fields})
        return send(update_workspace.plan(check.uuid("workspace_id", workspace_id), body=body))
