"""The base class of all enums, which accepts undocumented values in responses."""

from enum import StrEnum
from typing import Any, Self


class OpenEnum(StrEnum):
    """An enum that accepts values newer than the contract, so that responses with them are read.

    An undocumented value is an instance whose name is the value. Two such instances of the same
    value are equal but not identical. They are not in `__members__`, and iteration skips them.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
        # Python 3.11 pickles by name, and the class has only the documented names.
        return type(self), (self.value,)
