"""Keeps the secrets of buckets out of errors, even where the platform repeats what it was sent."""

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
"""Characters of a secret that are not to be seen in a row: texts cut and escape what they quote."""


class _Pieces(Secret):
    """A secret that is found even when a text holds a part of it only."""

    def redact(self, text: str) -> str:
        """Return the text without any piece of the secret in it."""
        secret = self.reveal()
        size = min(_PIECE, len(secret))
        pieces = {secret[at : at + size] for at in range(len(secret) - size + 1)}
        hidden = [False] * len(text)
        for at in range(len(text) - size + 1):
            if text[at : at + size] in pieces:
                hidden[at : at + size] = [True] * size
        runs = groupby(zip(text, hidden, strict=True), key=lambda pair: pair[1])
        return "".join("***" if hide else "".join(c for c, _ in run) for hide, run in runs)


def hiding(credentials: BucketCredentials, flow: Flow[T]) -> Flow[T]:
    """Run a flow; what it raises says nothing of the credentials' secrets."""
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
        # the rest of a key file is no secret, and errors need it: whose account lacks which right
        key = json.loads(credentials.key_json).get("private_key")
        yield _Pieces(key if isinstance(key, str) and key else credentials.key_json)
        return
    for one in attrs.fields(type(credentials)):
        if one.metadata.get("secret"):
            yield _Pieces(getattr(credentials, one.name))
