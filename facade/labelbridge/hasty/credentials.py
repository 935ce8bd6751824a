"""Credentials of buckets: one class per provider, with exactly its fields.

    hasty.buckets.create(workspace_id, S3Credentials(bucket="dashcam", role="arn:aws:iam::…"))

Secrets are masked in `repr` and in errors. The document shows the form with only a secret; the
other three are from the vendor's SDK.
"""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import Attribute, field, frozen

from labelbridge.errors import InvalidArgument


def _hidden(_value: object) -> str:
    return "'***'"


def _exact(value: Any) -> Any:
    """Return an instance of a subclass of str as str, other values unchanged."""
    return str.__str__(value) if isinstance(value, str) else value


def _text(_owner: object, attribute: Attribute[str], value: object) -> None:
    # the message does not contain the value, which may be a secret
    if not isinstance(value, str) or not value:
        raise InvalidArgument(
            attribute.name, f"must be a non-empty string, not {type(value).__name__}"
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(
            attribute.name, "contains a lone surrogate, which cannot be encoded"
        ) from None


def _key_file(_owner: object, attribute: Attribute[str], value: str) -> None:
    try:
        fits = isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        raise InvalidArgument(
            attribute.name, "must be the content of the service account's key file, a JSON object"
        )


_SECRET: Final = {"secret": True}
"""Metadata of fields that errors must not contain."""


@frozen(kw_only=True)
class GcsCredentials:
    """A bucket of Google Cloud Storage.

    Attributes:
        bucket: Name of the bucket.
        key_json: Content of the service account's key file, a JSON object. Secret.
    """

    bucket: str = field(converter=_exact, validator=_text)
    key_json: str = field(
        converter=_exact, validator=[_text, _key_file], repr=_hidden, metadata=_SECRET
    )


@frozen(kw_only=True)
class S3Credentials:
    """A bucket of Amazon S3.

    Attributes:
        bucket: Name of the bucket.
        role: ARN of the role that the platform assumes.
    """

    bucket: str = field(converter=_exact, validator=_text)
    role: str = field(converter=_exact, validator=_text)


@frozen(kw_only=True)
class AzureCredentials:
    """A container of Azure Blob Storage.

    Attributes:
        account_name: Name of the storage account.
        secret_access_key: Key of the account. Secret.
        container: Name of the container.
    """

    account_name: str = field(converter=_exact, validator=_text)
    secret_access_key: str = field(
        converter=_exact, validator=_text, repr=_hidden, metadata=_SECRET
    )
    container: str = field(converter=_exact, validator=_text)


@frozen(kw_only=True)
class DummyCredentials:
    """A bucket with only a secret, called `dummy` in the vendor's SDK.

    Attributes:
        secret: The secret.
    """

    secret: str = field(converter=_exact, validator=_text, repr=_hidden, metadata=_SECRET)


BucketCredentials = GcsCredentials | S3Credentials | AzureCredentials | DummyCredentials
