"""Buckets: storage of the user's own that a workspace can read, and what lies there.

Buckets belong to a workspace, not to a project. What the methods call `bucket_id` is the
`credential_id` of an answer.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.checks import optional, text
from labelbridge.hasty._paging import whole
from labelbridge.hasty._redaction import hiding
from labelbridge.hasty.credentials import (
    AzureCredentials,
    BucketCredentials,
    DummyCredentials,
    GcsCredentials,
    S3Credentials,
)
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.buckets import (
    create_bucket_credentials,
    import_bucket,
    list_bucket_credentials,
    list_bucket_files,
    update_bucket_credentials,
)
from labelbridge_api.hasty.models import (
    BucketAssetType,
    BucketCredential,
    BucketCredentialAz,
    BucketCredentialDummy,
    BucketCredentialGcs,
    BucketCredentialS3,
    BucketImportRequest,
)
from labelbridge_api.hasty.types import UNSET

_Body = BucketCredentialAz | BucketCredentialDummy | BucketCredentialGcs | BucketCredentialS3


class Buckets(Resource[C]):
    """The buckets of a workspace."""

    @listing
    def list(self, workspace_id: Id) -> PageFetcher[BucketCredential]:
        """List the buckets of a workspace, without their secrets.

        The platform gives them all at once: no source shows how to ask for a part.
        """
        plan = list_bucket_credentials.plan(check.uuid("workspace_id", workspace_id))
        return whole(
            plan, lambda answer: list_items(answer.items, "items", answer, operation=plan.operation)
        )

    @operation
    def create(
        self, workspace_id: Id, credentials: BucketCredentials, *, description: str | None = None
    ) -> Flow[BucketCredential]:
        """Let a workspace read a bucket.

        Args:
            workspace_id: The workspace.
            credentials: What the platform needs for it: GcsCredentials, S3Credentials,
                AzureCredentials or DummyCredentials of `labelbridge.hasty.credentials`. No error
                shows their secrets.
            description: What it is, in the user's words; the vendor's SDK calls it the name.
        """
        workspace = check.uuid("workspace_id", workspace_id)
        body = _body(credentials, optional(text, "description", description))
        plan = create_bucket_credentials.plan(workspace, body=body)
        return hiding(credentials, send(plan))

    @operation
    def update(
        self,
        workspace_id: Id,
        bucket_id: Id,
        credentials: BucketCredentials | None = None,
        *,
        description: str | None = None,
    ) -> Flow[BucketCredential]:
        """Change what the platform knows of a bucket. What is not given stays as it is.

        Args:
            workspace_id: The workspace.
            bucket_id: The bucket.
            credentials: As those of `create`.
            description: What it is, in the user's words.

        Raises:
            NotFound: The workspace has no bucket of this id.
        """
        ids = _ids(workspace_id, bucket_id)
        words = optional(text, "description", description)
        if credentials is None:
            if words is None:
                raise InvalidArgument("credentials", "give credentials, a description or both")
            body = BucketCredentialDummy(description=words)
            return send(update_bucket_credentials.plan(*ids, body=body))
        plan = update_bucket_credentials.plan(*ids, body=_body(credentials, words))
        return hiding(credentials, send(plan))

    @operation
    def import_files(
        self,
        workspace_id: Id,
        bucket_id: Id,
        *,
        dataset_id: Id,
        copy: bool | None = None,
        prefix: str | None = None,
        upload_id: Id | None = None,
        upload_scope_id: Id | None = None,
        asset_type: BucketAssetType | str | None = None,
    ) -> Flow[None]:
        """Import files of a bucket: all, those under a prefix, or those that a list names.

        The platform goes on working, and has no job to ask for: that it is done shows in the
        dataset only. The document does not tell the path; the contract's is a guess.

        Args:
            workspace_id: The workspace.
            bucket_id: The bucket.
            dataset_id: The dataset that they shall lie in.
            copy: Whether the platform keeps copies. For a single image, `images.import_bucket`
                calls it `copy_original`: these are the platform's own two words for it.
            prefix: Only files whose path begins so.
            upload_id: Only files that a list names: a text file that was put to a signed URL, by
                its id.
            upload_scope_id: Scope of that upload.
            asset_type: What to take: images or videos.
        """
        body = request_body(
            BucketImportRequest,
            {
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "copy": copy,
                "asset_type": asset_type,
                **_choice(prefix, upload_id, upload_scope_id),
            },
        )
        return send(import_bucket.plan(*_ids(workspace_id, bucket_id), body=body))

    @listing
    def files(
        self,
        workspace_id: Id,
        bucket_id: Id,
        *,
        prefix: str | None = None,
        upload_id: Id | None = None,
        upload_scope_id: Id | None = None,
    ) -> PageFetcher[str]:
        """List the paths of a bucket's files that `import_files` would take.

        The platform gives them all at once. The document does not tell the path of this operation;
        the contract's is a guess.

        Args:
            workspace_id: The workspace.
            bucket_id: The bucket.
            prefix: Only files whose path begins so.
            upload_id: Only files that a list names: a text file that was put to a signed URL, by
                its id.
            upload_scope_id: Scope of that upload.
        """
        choice = _choice(prefix, upload_id, upload_scope_id)
        plan = list_bucket_files.plan(*_ids(workspace_id, bucket_id), **choice)
        return whole(
            plan,
            lambda answer: list_items(
                answer.files, "files", answer, operation=plan.operation, kind=str
            ),
        )


def _ids(workspace_id: Id, bucket_id: Id) -> tuple[UUID, UUID]:
    return check.uuid("workspace_id", workspace_id), check.uuid("bucket_id", bucket_id)


def _choice(prefix: str | None, upload_id: Id | None, upload_scope_id: Id | None) -> dict[str, Any]:
    """Return which files are meant. The ids of an upload are texts without a form here."""
    if upload_scope_id is not None and upload_id is None:
        raise InvalidArgument("upload_id", "is needed together with upload_scope_id")
    return {
        "prefix": optional(text, "prefix", prefix),
        "upload_id": optional(text, "upload_id", upload_id),
        "upload_scope_id": optional(text, "upload_scope_id", upload_scope_id),
    }


def _body(credentials: BucketCredentials, description: str | None) -> _Body:
    words = description or UNSET
    match credentials:
        case GcsCredentials(bucket=bucket, key_json=key):
            return BucketCredentialGcs("gcs", bucket_gcs=bucket, key_json=key, description=words)
        case S3Credentials(bucket=bucket, role=role):
            return BucketCredentialS3("s3", bucket_s3=bucket, role=role, description=words)
        case AzureCredentials(account_name=account, secret_access_key=key, container=container):
            return BucketCredentialAz(
                "az",
                account_name=account,
                secret_access_key=key,
                container=container,
                description=words,
            )
        case DummyCredentials(secret=secret):
            return BucketCredentialDummy(secret, cloud_provider="dummy", description=words)
    raise InvalidArgument(
        "credentials",
        "must be GcsCredentials, S3Credentials, AzureCredentials or DummyCredentials, "
        f"not {type(credentials).__name__}",
    )
