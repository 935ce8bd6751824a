"""Replace generated values in requests by ids of existing objects."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelbridge.contract.operations import UUID


@dataclass(frozen=True, slots=True)
class Substitution:
    """The values for one request.

    Attributes:
        values: Existing values by name.
        required: Names without which the operation cannot succeed, even where null is valid.
        seen: Strings of earlier responses, which are kept.
        is_example: The request is an example of the contract: only unknown UUIDs are replaced.
        keep_unknown: About half of the unknown values are kept, to test responses of 404.
        is_negative: The request is invalid on purpose: no field may be dropped.
    """

    values: Mapping[str, Sequence[Any]]
    required: frozenset[str]
    seen: set[str]
    is_example: bool
    keep_unknown: bool
    is_negative: bool

    def apply(self, value: Any, name: str = "") -> Any:
        """Return a JSON value with unknown ids replaced, and optional fields dropped."""
        if isinstance(value, dict):
            return {
                key: self.apply(inner, key)
                for key, inner in value.items()
                if self.keep_unknown or self.is_negative or self.values.get(key) != [None]
            }
        if isinstance(value, list):
            return [self.apply(inner, name) for inner in value]
        pool = self.values.get(name, [None])
        if name in self.required and not (self.keep_unknown or self.is_negative):
            return pool[0]
        if not isinstance(value, str) or pool == [None] or value in pool or value in self.seen:
            return value
        if self.is_negative and UUID.fullmatch(str(pool[0])) and not UUID.fullmatch(value):
            return value  # this may be the invalid value
        if self.is_example:
            return pool[0] if UUID.fullmatch(value) else value
        checksum = zlib.crc32(repr(value).encode())
        return value if self.keep_unknown and checksum % 2 else pool[checksum % len(pool)]


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a JSON value, except for keys."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def resolve(value: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer; None if there is no such value."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value
