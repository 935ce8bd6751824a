"""The call of a method, as it is displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from attrs import frozen

from labelbridge._core.json.validate import short_repr

_MAX_LENGTH: Final = 300


@frozen
class Call:
    """The call of a method, for the repr of its result.

    Attributes:
        name: Class and name of the method.
        args: Its positional arguments.
        kwargs: Its keyword arguments.
    """

    name: str
    args: Sequence[Any]
    kwargs: Mapping[str, Any]

    def __str__(self) -> str:
        values = [
            *map(_shown, self.args),
            *(f"{name}={_shown(value)}" for name, value in self.kwargs.items()),
        ]
        text = f"{self.name}({', '.join(values)})"
        return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 2]}…)"


def _shown(value: object) -> str:
    return short_repr(str(value) if isinstance(value, UUID) else value)
