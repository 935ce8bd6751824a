"""Labelbox's clients: host, key, what its error codes mean, and the resource they hold."""

from __future__ import annotations

from labelbridge._bind import resource
from labelbridge._client import AsyncClient, SyncClient
from labelbridge._vendor import Credential, Vendor
from labelbridge.labelbox.labels import AsyncLabels, Labels

LABELBOX = Vendor(
    name="labelbox",
    base_url="https://api.labelbox.com",
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
)


class _Resources:
    """What both colours hold."""

    vendor = LABELBOX

    labels = resource(Labels, AsyncLabels)


class Labelbox(_Resources, SyncClient):
    """Client of Labelbox.

    The key is `api_key`, else the environment variable LABELBOX_API_KEY.
    """


class AsyncLabelbox(_Resources, AsyncClient):
    """Client of Labelbox for async code.

    The key is `api_key`, else the environment variable LABELBOX_API_KEY.
    """
