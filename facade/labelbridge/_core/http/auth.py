"""Authentication: where a platform expects the key."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote

from labelbridge._core.platform import Credential
from labelbridge._core.secrets import Secret


class KeyArguments(TypedDict):
    """Arguments of a Connection that contain the key."""

    headers: dict[str, str]
    query: str


def add_key(credential: Credential, secret: Secret, headers: dict[str, str]) -> KeyArguments:
    """Return headers and query of requests with the key."""
    value = credential.prefix + secret.reveal()
    if credential.place == "header":
        return {"headers": {**headers, credential.name: value}, "query": ""}
    return {"headers": headers, "query": f"{credential.name}={quote(value, safe='')}"}
