"""What distinguishes one platform's wire from another's, as data."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NoReturn
from urllib.parse import urlsplit

from attrs import Factory, frozen

from labelbridge.errors import ConfigurationError

_SHORTEST: Final = 8


class Secret:
    """A key, which shows itself in no repr, log or error text."""

    __slots__ = ("_shape", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        # what is shorter is no key of any platform, and would take whole words out of texts
        self._shape = _shape_of(value) if len(value) >= _SHORTEST else None

    def __repr__(self) -> str:
        return "Secret('***')"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not to be pickled")

    def reveal(self) -> str:
        """Return the key itself, for the one place that sends it."""
        return self._value

    def redact(self, text: str) -> str:
        """Return the text without the key in it, however it is escaped there."""
        return self._shape.sub("***", text) if self._shape else text

    def redact_all(self, value: Any) -> Any:
        """Return JSON without the key in any of its strings, however deep it is nested."""
        whole: list[Any] = [value]
        waiting: list[Any] = [whole]
        while waiting:
            holder = waiting.pop()
            for at, part in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
                match part:
                    case str():
                        holder[at] = self.redact(part)
                    case Mapping():
                        holder[at] = {self.redact(str(name)): item for name, item in part.items()}
                        waiting.append(holder[at])
                    case list():
                        holder[at] = list(part)
                        waiting.append(holder[at])
        return whole[0]


_URL: Final = re.compile(r"""https?:[^\s"'<>]+""")
_QUERY: Final = re.compile(r"\?|\\u003[fF]|%3[fF]|&#63;|&#[xX]3[fF];")


def without_queries(text: str) -> str:
    """Return a text whose URLs have no queries: a signed URL is a secret while it lives.

    A platform may repeat one in a refusal, or say what it always does with another status.
    """
    return _URL.sub(_without_query, text)


def _without_query(url: re.Match[str]) -> str:
    bare, *query = _QUERY.split(url[0], maxsplit=1)
    return f"{bare}?***" if query else bare


def _shape_of(value: str) -> re.Pattern[str]:
    """Return what finds a text as it is, and as URLs, JSON, HTML and XML may escape its letters."""
    return re.compile("".join(map(_forms_of, value)))


def _forms_of(letter: str) -> str:
    code = f"{ord(letter):x}"
    escaped = [
        re.escape(letter),
        f"%(?i:{code:>02})",
        rf"\\u(?i:{code:>04})",
        f"&#(?:{ord(letter)}|[xX]0*(?i:{code}));",
    ]
    if letter in '\\/"':
        escaped.append(rf"\\{re.escape(letter)}")
    if (named := html.escape(letter)) != letter:
        escaped.append(re.escape(named))
    return f"(?:{'|'.join(escaped)})"


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
class Vendor:
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

    def secret(self, value: str | None, environment: Mapping[str, str]) -> Secret:
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

    def url(self, value: str | None, environment: Mapping[str, str]) -> str:
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
