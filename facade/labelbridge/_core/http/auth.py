"""Authentication: where a platform expects the key."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from labelbridge._core.platform import Credential
from labelbridge._core.secrets import Secret


def add_key(
    credential: Credential, secret: Secret, headers: Mapping[str, str]
) -> tuple[Mapping[str, str], str]:
    """Return headers and encoded query of requests with the key."""
    value = credential.prefix + secret.reveal()
    if credential.place == "header":
        return {**headers, credential.name: value}, ""
    return headers, f"{credential.name}={quote(value, safe='')}"
