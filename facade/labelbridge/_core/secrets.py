"""Removing keys from texts that are shown."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final

from labelbridge._core.copies import SharedByCopies

_MIN_LENGTH: Final = 8
"""Shorter values are not keys of any platform; redacting them would damage texts."""


class Secret(SharedByCopies):
    """A key that is not shown in a repr, a log or an error message."""

    __slots__ = ("_pattern", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        self._pattern = _pattern_of(value) if len(value) >= _MIN_LENGTH else None

    def __repr__(self) -> str:
        return "Secret('***')"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("keys cannot be pickled")

    def reveal(self) -> str:
        """Return the key. Only the code that sends it calls this."""
        return self._value

    def redact(self, text: str) -> str:
        """Return the text without the key, in any of its escaped forms."""
        return self._pattern.sub("***", text) if self._pattern else text

    def redact_all(self, value: Any) -> Any:
        """Return JSON without the key in any of its strings, at any depth."""
        root: list[Any] = [value]
        pending: list[Any] = [root]
        while pending:
            holder = pending.pop()
            for at, part in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
                match part:
                    case str():
                        holder[at] = self.redact(part)
                    case Mapping():
                        holder[at] = {self.redact(str(name)): item for name, item in part.items()}
                        pending.append(holder[at])
                    case list():
                        holder[at] = list(part)
                        pending.append(holder[at])
        return root[0]


def _pattern_of(value: str) -> re.Pattern[str]:
    """Return a pattern for a text, plain or escaped as in URLs, JSON, HTML and XML."""
    return re.compile("".join(map(_escapes_of, value)))


def _escapes_of(char: str) -> str:
    code = f"{ord(char):x}"
    escaped = [
        re.escape(char),
        f"%(?i:{code:>02})",
        rf"\\u(?i:{code:>04})",
        f"&#(?:{ord(char)}|[xX]0*(?i:{code}));",
    ]
    if char in '\\/"':
        escaped.append(rf"\\{re.escape(char)}")
    if (named := html.escape(char)) != char:
        escaped.append(re.escape(named))
    return f"(?:{'|'.join(escaped)})"
