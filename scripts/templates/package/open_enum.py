"""The base of all enums: closed when written, open when read."""

from enum import StrEnum
from typing import Any, Self


class OpenEnum(StrEnum):
    """An enum that lets through a value newer than the contract, instead of failing the whole answer that holds it.

    An unknown value is an instance with that value and name; equal ones are equal, not identical. It is not among
    `__members__`, and iteration doesn't yield it.
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
