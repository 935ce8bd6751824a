"""Hasty's clients: host, key, and the resources they hold."""

from __future__ import annotations

from labelbridge import _check as check
from labelbridge._bind import Async, AsyncIn, C, Holder, Sync, SyncIn, resource
from labelbridge._check import Id
from labelbridge._client import AsyncClient, SyncClient
from labelbridge._vendor import Credential, Vendor
from labelbridge.hasty.datasets import Datasets
from labelbridge.hasty.exports import Exports
from labelbridge.hasty.images import Images
from labelbridge.hasty.label_classes import LabelClasses
from labelbridge.hasty.labels import Labels
from labelbridge.hasty.projects import Projects
from labelbridge.hasty.uploads import Uploads
from labelbridge.hasty.workspaces import Workspaces

HASTY = Vendor(
    name="hasty",
    base_url="https://api.hasty.ai",
    credential=Credential("header", "X-Api-Key"),
)


class _Resources:
    """What both colours hold."""

    vendor = HASTY

    workspaces = resource(Workspaces[Sync], Workspaces[Async])
    projects = resource(Projects[Sync], Projects[Async])
    datasets = resource(Datasets[Sync], Datasets[Async])
    uploads = resource(Uploads[Sync], Uploads[Async])
    images = resource(Images[Sync], Images[Async])
    label_classes = resource(LabelClasses[Sync], LabelClasses[Async])
    labels = resource(Labels[Sync], Labels[Async])
    exports = resource(Exports[Sync], Exports[Async])


class InProject(Holder[C]):
    """What is in one project: the client's resources, with the project's id given already.

    project = hasty.project(project_id)
    project.images.list()  # as hasty.images.list(project_id)
    """

    datasets = resource(Datasets[SyncIn], Datasets[AsyncIn])
    uploads = resource(Uploads[SyncIn], Uploads[AsyncIn])
    images = resource(Images[SyncIn], Images[AsyncIn])
    label_classes = resource(LabelClasses[SyncIn], LabelClasses[AsyncIn])
    labels = resource(Labels[SyncIn], Labels[AsyncIn])
    exports = resource(Exports[SyncIn], Exports[AsyncIn])


class Hasty(_Resources, SyncClient):
    """Client of Hasty. The key is `api_key`, else the environment variable HASTY_API_KEY."""

    def project(self, project_id: Id) -> InProject[SyncIn]:
        """Return a handle of a project, without asking the platform."""
        return InProject(SyncIn(self._context.driver, (check.uuid("project_id", project_id),)))


class AsyncHasty(_Resources, AsyncClient):
    """Client of Hasty for async code; the key as for Hasty."""

    def project(self, project_id: Id) -> InProject[AsyncIn]:
        """Return a handle of a project, without asking the platform."""
        return InProject(AsyncIn(self._context.driver, (check.uuid("project_id", project_id),)))
