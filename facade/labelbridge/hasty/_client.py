"""Hasty's clients: host, key and resources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import Async, AsyncIn, C, HasContext, Sync, SyncIn
from labelbridge._core.platform import Credential, Platform

if TYPE_CHECKING:
    from labelbridge.hasty.resources.active_learning import ActiveLearning
    from labelbridge.hasty.resources.activity_types import ActivityTypes
    from labelbridge.hasty.resources.attributes import Attributes
    from labelbridge.hasty.resources.automated_labeling import AutomatedLabeling
    from labelbridge.hasty.resources.buckets import Buckets
    from labelbridge.hasty.resources.datasets import Datasets
    from labelbridge.hasty.resources.exports import Exports
    from labelbridge.hasty.resources.images import Images
    from labelbridge.hasty.resources.inference import Inference
    from labelbridge.hasty.resources.keypoint_schemas import KeypointSchemas
    from labelbridge.hasty.resources.label_classes import LabelClasses
    from labelbridge.hasty.resources.labels import Labels
    from labelbridge.hasty.resources.projects import Projects
    from labelbridge.hasty.resources.segments import Segments
    from labelbridge.hasty.resources.tag_classes import TagClasses
    from labelbridge.hasty.resources.tag_groups import TagGroups
    from labelbridge.hasty.resources.tags import Tags
    from labelbridge.hasty.resources.uploads import Uploads
    from labelbridge.hasty.resources.videos import Videos
    from labelbridge.hasty.resources.workspaces import Workspaces

PLATFORM = Platform(
    name="hasty",
    base_url="https://api.hasty.ai",
    credential=Credential("header", "X-Api-Key"),
)


class _InProject(HasContext[C]):
    """Resources of projects, on a client and on a project handle.

    Each resource is imported on first use, because most programs use few.
    """

    @cached_property
    def datasets(self) -> Datasets[C]:
        """Groups of images or videos in a project."""
        from labelbridge.hasty.resources.datasets import Datasets

        return Datasets(self._context)

    @cached_property
    def uploads(self) -> Uploads[C]:
        """Signed URLs for uploads to a project."""
        from labelbridge.hasty.resources.uploads import Uploads

        return Uploads(self._context)

    @cached_property
    def images(self) -> Images[C]:
        """The images of a project."""
        from labelbridge.hasty.resources.images import Images

        return Images(self._context)

    @cached_property
    def label_classes(self) -> LabelClasses[C]:
        """Classes of the labels of a project."""
        from labelbridge.hasty.resources.label_classes import LabelClasses

        return LabelClasses(self._context)

    @cached_property
    def labels(self) -> Labels[C]:
        """Boxes, polygons, masks and keypoints on images."""
        from labelbridge.hasty.resources.labels import Labels

        return Labels(self._context)

    @cached_property
    def attributes(self) -> Attributes[C]:
        """Attributes of labels and images, and their values."""
        from labelbridge.hasty.resources.attributes import Attributes

        return Attributes(self._context)

    @cached_property
    def keypoint_schemas(self) -> KeypointSchemas[C]:
        """Definitions of keypoints and skeletons."""
        from labelbridge.hasty.resources.keypoint_schemas import KeypointSchemas

        return KeypointSchemas(self._context)

    @cached_property
    def tag_classes(self) -> TagClasses[C]:
        """Classes of the tags of a project."""
        from labelbridge.hasty.resources.tag_classes import TagClasses

        return TagClasses(self._context)

    @cached_property
    def tag_groups(self) -> TagGroups[C]:
        """Groups of tag classes."""
        from labelbridge.hasty.resources.tag_groups import TagGroups

        return TagGroups(self._context)

    @cached_property
    def tags(self) -> Tags[C]:
        """The tags of images."""
        from labelbridge.hasty.resources.tags import Tags

        return Tags(self._context)

    @cached_property
    def videos(self) -> Videos[C]:
        """The videos of a project."""
        from labelbridge.hasty.resources.videos import Videos

        return Videos(self._context)

    @cached_property
    def segments(self) -> Segments[C]:
        """Time ranges of videos, with their activities."""
        from labelbridge.hasty.resources.segments import Segments

        return Segments(self._context)

    @cached_property
    def activity_types(self) -> ActivityTypes[C]:
        """Types of activities in the videos of a project."""
        from labelbridge.hasty.resources.activity_types import ActivityTypes

        return ActivityTypes(self._context)

    @cached_property
    def exports(self) -> Exports[C]:
        """Exports of a project, and their files."""
        from labelbridge.hasty.resources.exports import Exports

        return Exports(self._context)

    @cached_property
    def automated_labeling(self) -> AutomatedLabeling[C]:
        """Jobs in which a model labels images."""
        from labelbridge.hasty.resources.automated_labeling import AutomatedLabeling

        return AutomatedLabeling(self._context)

    @cached_property
    def active_learning(self) -> ActiveLearning[C]:
        """Rankings of images by their value for training a model."""
        from labelbridge.hasty.resources.active_learning import ActiveLearning

        return ActiveLearning(self._context)

    @cached_property
    def inference(self) -> Inference[C]:
        """A project's models, and their predictions."""
        from labelbridge.hasty.resources.inference import Inference

        return Inference(self._context)


class _Resources(_InProject[C]):
    """Resources of the sync and the async client."""

    platform = PLATFORM

    @cached_property
    def workspaces(self) -> Workspaces[C]:
        """The workspaces that the key can access."""
        from labelbridge.hasty.resources.workspaces import Workspaces

        return Workspaces(self._context)

    @cached_property
    def projects(self) -> Projects[C]:
        """The projects of all workspaces."""
        from labelbridge.hasty.resources.projects import Projects

        return Projects(self._context)

    @cached_property
    def buckets(self) -> Buckets[C]:
        """Cloud storage buckets of a workspace."""
        from labelbridge.hasty.resources.buckets import Buckets

        return Buckets(self._context)


class InProject(_InProject[C]):
    """The resources of one project: their methods take no project id.

    `hasty.project(project_id).images.list()` is the same as `hasty.images.list(project_id)`.
    """


class Hasty(_Resources[Sync], SyncClient):
    """Client for Hasty. The key is `api_key`, or the environment variable HASTY_API_KEY."""

    def project(self, project_id: Id) -> InProject[SyncIn]:
        """Return a handle for a project. No request is sent."""
        return InProject(SyncIn(self._context.driver, (check.uuid("project_id", project_id),)))


class AsyncHasty(_Resources[Async], AsyncClient):
    """Async client for Hasty. The key is `api_key`, or the variable HASTY_API_KEY."""

    def project(self, project_id: Id) -> InProject[AsyncIn]:
        """Return a handle for a project. No request is sent."""
        return InProject(AsyncIn(self._context.driver, (check.uuid("project_id", project_id),)))
