"""Workspaces: the organizations that own projects."""

from __future__ import annotations

from typing import TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.workspaces import (
    get_workspace,
    list_workspaces,
    update_workspace,
)
from labelbridge_api.hasty.models import Workspace, WorkspaceInput


class WorkspaceFields(TypedDict, total=False):
    """Optional fields of a workspace.

    Attributes:
        unique_name: A name that no other workspace has.
        description: Description of the workspace.
        logo_url: URL of the logo.
        is_public: Whether everyone can see the workspace.
        background_color: Color behind the logo.
        allow_support: Whether the vendor's support can access the workspace.
        support_email: E-mail address for support requests.
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
    """The workspaces that the key can access."""

    @listing
    def list(self) -> PageFetcher[Workspace]:
        """List the workspaces that the key can access."""
        return pages(list_workspaces.plan)

    @operation
    def get(self, workspace_id: Id) -> Flow[Workspace]:
        """Return one workspace, with the caller's role in it and its subscription.

        Evidence: the document for the response, only an older SDK for the request.

        Raises:
            NotFound: No workspace has this id.
        """
        return send(get_workspace.plan(check.uuid("workspace_id", workspace_id)))

    @operation
    def update(
        self, workspace_id: Id, *, name: str, **fields: Unpack[WorkspaceFields]
    ) -> Flow[Workspace]:
        """Update the settings of a workspace.

        Arguments that are not given keep their values; the platform requires the name in every
        request. Subscription, role and the default workspace cannot be changed. Evidence: the
        document for body and response, only an older SDK for method and path.

        Args:
            workspace_id: The workspace.
            name: The new or current name.
            **fields: See WorkspaceFields. NULL removes texts, but not booleans.

        Raises:
            NotFound: No workspace has this id.
        """
        body = request_body(WorkspaceInput, {"name": name, **fields})
        return send(update_workspace.plan(check.uuid("workspace_id", workspace_id), body=body))
