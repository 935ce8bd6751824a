"""Removes the secrets of buckets from errors, also where the platform repeats the request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Final, TypeVar

import attrs

from labelbridge._core.flow import Flow
from labelbridge._core.secrets import Secret
from labelbridge.errors import ApiError, LabelbridgeError
from labelbridge.hasty.credentials import BucketCredentials, GcsCredentials

T = TypeVar("T")

_PIECE: Final = 8
"""Length of the parts of a secret that are removed: messages truncate and escape quoted text."""


class _PartialSecret(Secret):
    """A secret that is also removed where a text contains only a part of it."""

    def redact(self, text: str) -> str:
        """Return the text with each part of the secret replaced by `***`."""
        secret = self.reveal()
        size = min(_PIECE, len(secret))
        pieces = {secret[at : at + size] for at in range(len(secret) - size + 1)}
        hidden = [False] * len(text)
        for at in range(len(text) - size + 1):
            if text[at : at + size] in pieces:
                hidden[at : at + size] = [True] * size
        runs = groupby(zip(text, hidden, strict=True), key=lambda pair: pair[1])
        return "".join("***" if hide else "".join(c for c, _ in run) for hide, run in runs)


def redacting(credentials: BucketCredentials, flow: Flow[T]) -> Flow[T]:
    """Run a flow, and remove the secrets of the credentials from the errors that it raises."""
    try:
        return (yield from flow)
    except LabelbridgeError as error:
        for secret in _secrets(credentials):
            error.args = tuple(secret.redact_all(list(error.args)))
            if isinstance(error, ApiError):
                error.message = secret.redact(error.message)
                error.code = secret.redact(error.code) if error.code else None
                error.body = secret.redact_all(error.body)
        raise


def _secrets(credentials: BucketCredentials) -> Iterator[Secret]:
    if isinstance(credentials, GcsCredentials):
        # the rest of a key file is not secret, and error messages need it: account, permission
        key = json.loads(credentials.key_json).get("private_key")
        yield _PartialSecret(key if isinstance(key, str) and key else credentials.key_json)
        return
    for field in attrs.fields(type(credentials)):
        if field.metadata.get("secret"):
            yield _PartialSecret(getattr(credentials, field.name))
