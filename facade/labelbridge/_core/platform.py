"""What distinguishes one platform's HTTP interface from another's, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from attrs import Factory, frozen

from labelbridge._core.secrets import Secret
from labelbridge.errors import ConfigurationError


@frozen
class Credential:
    """Where a platform wants the key.

    Attributes:
        place: In a header or in the query.
        name: Name of the header or of the query parameter.
        prefix: What stands before the key in a header.
    """

    place: Literal["header", "query"]
    name: str
    prefix: str = ""


@frozen
class Platform:
    """A platform.

    Attributes:
        name: Its name, in lower case, as errors carry it.
        base_url: Its host.
        credential: Where the key goes.
        lists: How a list goes into the query: one value joined by commas, or the parameter
            repeated.
        graphql_statuses: What the codes of errors inside a 200 answer mean, as a status.
        error_key: Key of an answer that says that it is a refusal, whatever its status says.
    """

    name: str
    base_url: str
    credential: Credential
    lists: Literal["comma", "repeat"] = "comma"
    graphql_statuses: Mapping[str, int] = Factory(dict)
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
        """Return the key from the argument, else the environment, checked."""
        source = "api_key" if value is not None else self.key_variable
        if value is not None and not isinstance(value, str):
            raise ConfigurationError(
                f"api_key must be text, not {type(value).__name__}; None takes {self.key_variable}"
            )
        key = (value if value is not None else environment.get(self.key_variable, "")).strip()
        if not key:
            raise ConfigurationError(
                f"there is no key for {self.name}: give api_key=, or set the environment variable "
                f"{self.key_variable}"
            )
        if not all("!" <= character <= "~" for character in key):
            raise ConfigurationError(
                f"{source} (environment variable {self.key_variable}) holds a space, a "
                f"control character or a letter outside ASCII, as no key of {self.name} does; was "
                "it copied whole, and nothing else?"
            )
        return Secret(key)

    def resolve_base_url(self, value: str | None, environment: Mapping[str, str]) -> str:
        """Return the host from the argument, the environment or the contract, checked."""
        source = "base_url" if value is not None else self.url_variable
        if value is not None and not isinstance(value, str):
            raise ConfigurationError(f"base_url must be text, not {type(value).__name__}")
        url = (value if value is not None else environment.get(self.url_variable, "")).strip()
        url = (url or self.base_url).rstrip("/")
        if not _is_host(url):
            raise ConfigurationError(
                f"{source} (environment variable {self.url_variable}) must be like https://host or "
                "https://host/prefix, without a user, a query or a fragment"
            )
        return url


def _is_host(url: str) -> bool:
    if not (url.isascii() and url.isprintable()) or any(sign in url for sign in " ?#@\\"):
        return False
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:  # brackets that are no IPv6 address, a port that is no number
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
