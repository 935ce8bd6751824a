"""Hasty's clients: host, key, and the resources they hold."""

from __future__ import annotations

from labelbridge._bind import resource
from labelbridge._client import AsyncClient, SyncClient
from labelbridge._vendor import Credential, Vendor
from labelbridge.hasty.active_learning import ActiveLearning, AsyncActiveLearning
from labelbridge.hasty.activity_types import ActivityTypes, AsyncActivityTypes
from labelbridge.hasty.attributes import AsyncAttributes, Attributes
from labelbridge.hasty.automated_labeling import AsyncAutomatedLabeling, AutomatedLabeling
from labelbridge.hasty.buckets import AsyncBuckets, Buckets
from labelbridge.hasty.datasets import AsyncDatasets, Datasets
from labelbridge.hasty.exports import AsyncExports, Exports
from labelbridge.hasty.images import AsyncImages, Images
from labelbridge.hasty.inference import AsyncInference, Inference
from labelbridge.hasty.keypoint_schemas import AsyncKeypointSchemas, KeypointSchemas
from labelbridge.hasty.label_classes import AsyncLabelClasses, LabelClasses
from labelbridge.hasty.labels import AsyncLabels, Labels
from labelbridge.hasty.projects import AsyncProjects, Projects
from labelbridge.hasty.segments import AsyncSegments, Segments
from labelbridge.hasty.tag_classes import AsyncTagClasses, TagClasses
from labelbridge.hasty.tag_groups import AsyncTagGroups, TagGroups
from labelbridge.hasty.tags import AsyncTags, Tags
from labelbridge.hasty.uploads import AsyncUploads, Uploads
from labelbridge.hasty.videos import AsyncVideos, Videos
from labelbridge.hasty.workspaces import AsyncWorkspaces, Workspaces

HASTY = Vendor(
    name="hasty",
    base_url="https://api.hasty.ai",
    credential=Credential("header", "X-Api-Key"),
)


class _Resources:
    """What both colours hold."""

    vendor = HASTY

    workspaces = resource(Workspaces, AsyncWorkspaces)
    projects = resource(Projects, AsyncProjects)
    datasets = resource(Datasets, AsyncDatasets)
    uploads = resource(Uploads, AsyncUploads)
    images = resource(Images, AsyncImages)
    label_classes = resource(LabelClasses, AsyncLabelClasses)
    labels = resource(Labels, AsyncLabels)
    attributes = resource(Attributes, AsyncAttributes)
    keypoint_schemas = resource(KeypointSchemas, AsyncKeypointSchemas)
    tag_classes = resource(TagClasses, AsyncTagClasses)
    tag_groups = resource(TagGroups, AsyncTagGroups)
    tags = resource(Tags, AsyncTags)
    videos = resource(Videos, AsyncVideos)
    segments = resource(Segments, AsyncSegments)
    activity_types = resource(ActivityTypes, AsyncActivityTypes)
    exports = resource(Exports, AsyncExports)
    automated_labeling = resource(AutomatedLabeling, AsyncAutomatedLabeling)
    active_learning = resource(ActiveLearning, AsyncActiveLearning)
    buckets = resource(Buckets, AsyncBuckets)
    inference = resource(Inference, AsyncInference)


class Hasty(_Resources, SyncClient):
    """Client of Hasty. The key is `api_key`, else the environment variable HASTY_API_KEY."""


class AsyncHasty(_Resources, AsyncClient):
    """Client of Hasty for async code; the key as for Hasty."""
