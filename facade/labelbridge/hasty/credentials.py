"""What the platform needs to read a bucket: one class a provider, with exactly its fields.

    hasty.buckets.create(workspace_id, S3Credentials(bucket="dashcam", role="arn:aws:iam::…"))

A secret shows itself in no repr and in no error. The document prints the form with a secret alone;
the other three are what the vendor's SDK sends.
"""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import Attribute, field, frozen

from labelbridge.errors import InvalidArgument


def _hidden(_value: object) -> str:
    return "'***'"


def _exact(value: Any) -> Any:
    """Return text without the class that it was derived in, anything else as it is."""
    return str.__str__(value) if isinstance(value, str) else value


def _text(_owner: object, attribute: Attribute[str], value: object) -> None:
    # which value is not said: it may be a secret
    if not isinstance(value, str) or not value:
        raise InvalidArgument(
            attribute.name, f"must be a string that is not empty, not {type(value).__name__}"
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(
            attribute.name, "holds a lone surrogate, which no platform takes"
        ) from None


def _key_file(_owner: object, attribute: Attribute[str], value: str) -> None:
    try:
        fits = isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        fits = False
    if not fits:
        raise InvalidArgument(
            attribute.name, "must be the text of the service account's key file, a JSON object"
        )


_SECRET: Final = {"secret": True}
"""Metadata of what errors must not show."""


@frozen(kw_only=True)
class GcsCredentials:
    """A bucket of Google Cloud Storage.

    Attributes:
        bucket: Its name.
        key_json: The service account's key file, its whole text. A secret.
    """

    bucket: str = field(converter=_exact, validator=_text)
    key_json: str = field(
        converter=_exact, validator=[_text, _key_file], repr=_hidden, metadata=_SECRET
    )


@frozen(kw_only=True)
class S3Credentials:
    """A bucket of Amazon S3.

    Attributes:
        bucket: Its name.
        role: ARN of the role that the platform takes.
    """

    bucket: str = field(converter=_exact, validator=_text)
    role: str = field(converter=_exact, validator=_text)


@frozen(kw_only=True)
class AzureCredentials:
    """A container of Azure Blob Storage.

    Attributes:
        account_name: Name of the storage account.
        secret_access_key: Its key. A secret.
        container: Name of the container.
    """

    account_name: str = field(converter=_exact, validator=_text)
    secret_access_key: str = field(
        converter=_exact, validator=_text, repr=_hidden, metadata=_SECRET
    )
    container: str = field(converter=_exact, validator=_text)


@frozen(kw_only=True)
class DummyCredentials:
    """A bucket that takes a secret alone, which the vendor's SDK calls dummy.

    Attributes:
        secret: A secret.
    """

    secret: str = field(converter=_exact, validator=_text, repr=_hidden, metadata=_SECRET)


BucketCredentials = GcsCredentials | S3Credentials | AzureCredentials | DummyCredentials
