"""Keeping keys and signed URLs out of every text that is shown."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

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


def redact_queries(text: str) -> str:
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
