"""The properties of a platform's HTTP interface."""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import IPv6Address
from typing import Any, Literal
from urllib.parse import urlsplit

from attrs import Factory, frozen

from labelbridge._core.http.url import is_host
from labelbridge._core.secrets import Secret
from labelbridge.errors import ConfigurationError


@frozen
class Credential:
    """How a platform expects the key.

    Attributes:
        place: In a header or in the query.
        name: Name of the header or of the query parameter.
        prefix: Text before the key in the header.
    """

    place: Literal["header", "query"]
    name: str
    prefix: str = ""


@frozen
class Platform:
    """A platform.

    Attributes:
        name: Its name in lower case, which errors use too.
        base_url: Its default host.
        credential: How the key is sent.
        lists: How lists are sent in the query: joined by commas, or with a repeated parameter.
        graphql_statuses: HTTP statuses for the codes of GraphQL errors in responses with status
            200.
        limit_message: How the message of a rate limit begins, also in responses with status 200.
        error_key: A key that only bodies of errors have, also with a success status.
    """

    name: str
    base_url: str
    credential: Credential
    lists: Literal["comma", "repeat"] = "comma"
    graphql_statuses: Mapping[str, int] = Factory(dict)
    limit_message: str | None = None
    error_key: str | None = None

    @property
    def key_variable(self) -> str:
        """Name of the environment variable that holds the key."""
        return f"{self.name.upper()}_API_KEY"

    @property
    def url_variable(self) -> str:
        """Name of the environment variable that replaces the host."""
        return f"{self.name.upper()}_BASE_URL"

    def resolve_key(self, value: str | None, environment: Mapping[str, str]) -> Secret:
        """Return the valid key from the argument or the environment."""
        source = "api_key" if value is not None else self.key_variable
        if value is not None and not isinstance(value, str):
            raise ConfigurationError(
                f"api_key must be a string, not {type(value).__name__}; None reads "
                f"{self.key_variable}"
            )
        key = (value if value is not None else environment.get(self.key_variable, "")).strip()
        if not key:
            raise ConfigurationError(
                f"no key for {self.name}: pass api_key=, or set the environment variable "
                f"{self.key_variable}"
            )
        if not all("!" <= character <= "~" for character in key):
            raise ConfigurationError(
                f"{source} (environment variable {self.key_variable}) contains a space, a control "
                f"character or a character outside ASCII, which no key of {self.name} has; check "
                "that the complete key was copied, and nothing else"
            )
        return Key(key, self)

    def resolve_base_url(self, value: str | None, environment: Mapping[str, str]) -> str:
        """Return the valid host from the argument, the environment or the contract."""
        source = "base_url" if value is not None else self.url_variable
        if value is not None and not isinstance(value, str):
            raise ConfigurationError(f"base_url must be a string, not {type(value).__name__}")
        url = (value if value is not None else environment.get(self.url_variable, "")).strip()
        url = (url or self.base_url).rstrip("/")
        if not _is_base_url(url):
            raise ConfigurationError(
                f"{source} (environment variable {self.url_variable}) must be like https://host or "
                "https://host/prefix, without a user, a query or a fragment"
            )
        return url


class Key(Secret):
    """The key of a client, which is never pickled: another process reads its own environment."""

    __slots__ = ("_platform",)

    def __init__(self, value: str, platform: Platform) -> None:
        super().__init__(value)
        self._platform = platform

    def __reduce__(self) -> tuple[Any, ...]:
        name, variable = self._platform.name, self._platform.key_variable
        if os.environ.get(variable, "").strip() != self.reveal():
            raise ConfigurationError(
                f"keys are not pickled, so that a client of {name} can be pickled only if its key "
                f"is in the environment variable {variable}; set it, or create the client in the "
                "other process"
            )
        return _key_of_this_process, (self._platform,)


def _key_of_this_process(platform: Platform) -> Secret:
    return platform.resolve_key(None, os.environ)


def _is_base_url(url: str) -> bool:
    if not (url.isascii() and url.isprintable()) or any(char in url for char in " ?#@\\"):
        return False
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
        if "[" in parts.netloc:
            IPv6Address(host)
    except ValueError:  # an invalid IPv6 address or port
        return False
    return parts.scheme in {"http", "https"} and is_host(host)
