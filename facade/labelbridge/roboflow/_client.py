"""Roboflow's clients: host, key, and the resources they hold."""

from __future__ import annotations

from labelbridge._bind import resource
from labelbridge._client import AsyncClient, SyncClient
from labelbridge._vendor import Credential, Vendor
from labelbridge.roboflow.batches import AsyncBatches, Batches
from labelbridge.roboflow.insights import AsyncInsights, Insights
from labelbridge.roboflow.jobs import AsyncJobs, Jobs
from labelbridge.roboflow.projects import AsyncProjects, Projects
from labelbridge.roboflow.workspaces import AsyncWorkspaces, Workspaces

ROBOFLOW = Vendor(
    name="roboflow",
    base_url="https://api.roboflow.com",
    credential=Credential("query", "api_key"),
)


class _Resources:
    """What both colours hold."""

    vendor = ROBOFLOW

    workspaces = resource(Workspaces, AsyncWorkspaces)
    projects = resource(Projects, AsyncProjects)
    batches = resource(Batches, AsyncBatches)
    jobs = resource(Jobs, AsyncJobs)
    insights = resource(Insights, AsyncInsights)


class Roboflow(_Resources, SyncClient):
    """Client of Roboflow.

    The key is `api_key`, else the environment variable ROBOFLOW_API_KEY. Workspaces of the European
    region need `base_url="https://api.roboflow.eu"`.
    """


class AsyncRoboflow(_Resources, AsyncClient):
    """Client of Roboflow for async code.

    The key is `api_key`, else the environment variable ROBOFLOW_API_KEY. Workspaces of the European
    region need `base_url="https://api.roboflow.eu"`.
    """
