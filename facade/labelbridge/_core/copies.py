"""How objects that belong to a process are copied and pickled."""

from __future__ import annotations

from typing import Any, Self


class SharedByCopies:
    """Base class of objects that `copy.copy` and `copy.deepcopy` return as they are."""

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


class NotPicklable(SharedByCopies):
    """Base class of objects that methods return and that cannot be pickled."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            f"{type(self).__name__} objects cannot be pickled; pickle the client or the resource, "
            "and call the method in the other process"
        )
