"""The base of all enums: closed when written, open when read."""

from enum import StrEnum
from typing import Any, Self


class OpenEnum(StrEnum):
    """An enum that lets a value newer than the contract through, so that its answer can be read.

    An unknown value is an instance that has the value as its name. Equal ones are equal, though
    not identical; it is not among `__members__`, and iteration doesn't yield it.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
        # Python 3.11 pickles the name, which only documented values have on the class.
        return type(self), (self.value,)
