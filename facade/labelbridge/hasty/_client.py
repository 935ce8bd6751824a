"""Hasty's clients: host, key, and the resources they hold."""

from __future__ import annotations

from labelbridge._bind import resource
from labelbridge._client import AsyncClient, SyncClient
from labelbridge._vendor import Credential, Vendor
from labelbridge.hasty.projects import AsyncProjects, Projects

HASTY = Vendor(
    name="hasty",
    base_url="https://api.hasty.ai",
    credential=Credential("header", "X-Api-Key"),
)


class _Resources:
    """What both colours hold."""

    vendor = HASTY

    projects = resource(Projects, AsyncProjects)


class Hasty(_Resources, SyncClient):
    """Client of Hasty. The key is `api_key`, else the environment variable HASTY_API_KEY."""


class AsyncHasty(_Resources, AsyncClient):
    """Client of Hasty for async code; the key as for Hasty."""
