"""Labelbox's clients: host, key, statuses of GraphQL error codes, and resources."""

from __future__ import annotations

from functools import cached_property

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import Async, AsyncIn, C, HasContext, Sync, SyncIn
from labelbridge._core.platform import Credential, Platform
from labelbridge.labelbox.resources.exports import Exports, ProjectExports
from labelbridge.labelbox.resources.labels import Labels, ProjectLabels
from labelbridge.labelbox.resources.masks import HOST, Masks

PLATFORM = Platform(
    name="labelbox",
    base_url=HOST,
    credential=Credential("header", "Authorization", "Bearer "),
    graphql_statuses={
        "AUTHENTICATION_ERROR": 401,
        "AUTHORIZATION_ERROR": 403,
        "GRAPHQL_PARSE_FAILED": 400,
        "GRAPHQL_VALIDATION_FAILED": 400,
        "INTERNAL_SERVER_ERROR": 500,
        "MALFORMED_REQUEST": 400,
        "OPERATION_NOT_ALLOWED": 403,
        "RESOURCE_CONFLICT": 409,
        "RESOURCE_NOT_FOUND": 404,
    },
    limit_message="You have exceeded",
)


class _Resources(HasContext[C]):
    """Resources of the sync and the async client."""

    platform = PLATFORM

    @cached_property
    def exports(self) -> Exports[C]:
        """Exports of data rows (export v2)."""
        return Exports(self._context)

    @cached_property
    def labels(self) -> Labels[C]:
        """Exports of labels, and the frames of videos (export v1), which are switched off."""
        return Labels(self._context)

    @cached_property
    def masks(self) -> Masks[C]:
        """The masks of objects."""
        return Masks(self._context)


class InProject(HasContext[C]):
    """The resources of one project: their methods take no project id.

    For example `labelbox.project(project_id).exports.rows(workflow_status="Done")`.
    """

    @cached_property
    def exports(self) -> ProjectExports[C]:
        """Exports of the data rows of the project (export v2)."""
        return ProjectExports(self._context)

    @cached_property
    def labels(self) -> ProjectLabels[C]:
        """Exports of the labels of the project (export v1), which are switched off."""
        return ProjectLabels(self._context)


class Labelbox(_Resources[Sync], SyncClient):
    """Client for Labelbox.

    The key is `api_key`, or the environment variable LABELBOX_API_KEY.
    """

    def project(self, project_id: Id) -> InProject[SyncIn]:
        """Return a handle for a project. No request is sent."""
        return InProject(SyncIn(self._context.driver, (check.name("project_id", project_id),)))


class AsyncLabelbox(_Resources[Async], AsyncClient):
    """Async client for Labelbox. The key is `api_key`, or the variable LABELBOX_API_KEY."""

    def project(self, project_id: Id) -> InProject[AsyncIn]:
        """Return a handle for a project. No request is sent."""
        return InProject(AsyncIn(self._context.driver, (check.name("project_id", project_id),)))
