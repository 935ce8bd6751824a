"""Buckets: the user's own cloud storage that a workspace can read.

Buckets belong to a workspace, not to a project. The argument `bucket_id` is the `credential_id` of
a response.
"""

from __future__ import annotations

from typing import Any

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.decode import list_items
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.checks import optional, text, uuids
from labelbridge.hasty._redaction import redacting
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

        The platform returns the full list in one response; no evidence shows pages.
        """
        plan = list_bucket_credentials.plan(check.uuid("workspace_id", workspace_id))
        return single_page(plan, lambda found: list_items(found, "items", operation=plan.operation))

    @operation
    def create(
        self, workspace_id: Id, credentials: BucketCredentials, *, description: str | None = None
    ) -> Flow[BucketCredential]:
        """Add a bucket to a workspace.

        Args:
            workspace_id: The workspace.
            credentials: GcsCredentials, S3Credentials, AzureCredentials or DummyCredentials of
                `labelbridge.hasty.credentials`. Errors do not contain their secrets.
            description: Description of the bucket; the vendor's SDK calls it the name.
        """
        workspace = check.uuid("workspace_id", workspace_id)
        body = _body(credentials, optional(text, "description", description))
        plan = create_bucket_credentials.plan(workspace, body=body)
        return redacting(credentials, send(plan))

    @operation
    def update(
        self,
        workspace_id: Id,
        bucket_id: Id,
        credentials: BucketCredentials | None = None,
        *,
        description: str | None = None,
    ) -> Flow[BucketCredential]:
        """Update a bucket. Arguments that are not given keep their values.

        Args:
            workspace_id: The workspace.
            bucket_id: The bucket.
            credentials: As for `create`.
            description: Description of the bucket.

        Raises:
            NotFound: The workspace has no bucket with this id.
        """
        ids = uuids(workspace_id=workspace_id, bucket_id=bucket_id)
        new_description = optional(text, "description", description)
        if credentials is None:
            if new_description is None:
                raise InvalidArgument("credentials", "give credentials, a description or both")
            body = BucketCredentialDummy(description=new_description)
            return send(update_bucket_credentials.plan(*ids, body=body))
        plan = update_bucket_credentials.plan(*ids, body=_body(credentials, new_description))
        return redacting(credentials, send(plan))

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
        """Import files of a bucket: all files, files with a prefix, or the files of a list.

        The import continues after the response, without a job: only the dataset shows its progress.
        The document does not show the path; the path in the contract is a guess.

        Args:
            workspace_id: The workspace.
            bucket_id: The bucket.
            dataset_id: The dataset for the files.
            copy: Whether the platform keeps copies. The platform calls it `copy_original` for a
                single image (`images.import_bucket`).
            prefix: Only files whose path begins with this text.
            upload_id: Only files in a list: the id of the upload of a text file with their paths.
            upload_scope_id: Scope of this upload.
            asset_type: Type of the files: images or videos.
        """
        body = request_body(
            BucketImportRequest,
            {
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "copy": copy,
                "asset_type": asset_type,
                **_selection(prefix, upload_id, upload_scope_id),
            },
        )
        return send(
            import_bucket.plan(*uuids(workspace_id=workspace_id, bucket_id=bucket_id), body=body)
        )

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
        """List the paths of the files that `import_files` imports with the same arguments.

        The platform returns the full list in one response. The document does not show the path of
        the operation; the path in the contract is a guess.

        Args:
            workspace_id: The workspace.
            bucket_id: The bucket.
            prefix: Only files whose path begins with this text.
            upload_id: Only files in a list: the id of the upload of a text file with their paths.
            upload_scope_id: Scope of this upload.
        """
        selection = _selection(prefix, upload_id, upload_scope_id)
        plan = list_bucket_files.plan(
            *uuids(workspace_id=workspace_id, bucket_id=bucket_id), **selection
        )
        return single_page(
            plan,
            lambda found: list_items(found, "files", operation=plan.operation, kind=str),
        )


def _selection(
    prefix: str | None, upload_id: Id | None, upload_scope_id: Id | None
) -> dict[str, Any]:
    """Return the fields that select files. In the contract, ids of uploads are any text."""
    if upload_scope_id is not None and upload_id is None:
        raise InvalidArgument("upload_id", "is required with upload_scope_id")
    return {
        "prefix": optional(text, "prefix", prefix),
        "upload_id": optional(text, "upload_id", upload_id),
        "upload_scope_id": optional(text, "upload_scope_id", upload_scope_id),
    }


def _body(credentials: BucketCredentials, description: str | None) -> _Body:
    text_or_unset = description or UNSET
    match credentials:
        case GcsCredentials(bucket=bucket, key_json=key):
            return BucketCredentialGcs(
                "gcs", bucket_gcs=bucket, key_json=key, description=text_or_unset
            )
        case S3Credentials(bucket=bucket, role=role):
            return BucketCredentialS3("s3", bucket_s3=bucket, role=role, description=text_or_unset)
        case AzureCredentials(account_name=account, secret_access_key=key, container=container):
            return BucketCredentialAz(
                "az",
                account_name=account,
                secret_access_key=key,
                container=container,
                description=text_or_unset,
            )
        case DummyCredentials(secret=secret):
            return BucketCredentialDummy(secret, cloud_provider="dummy", description=text_or_unset)
    raise InvalidArgument(
        "credentials",
        "must be GcsCredentials, S3Credentials, AzureCredentials or DummyCredentials, "
        f"not {type(credentials).__name__}",
    )
