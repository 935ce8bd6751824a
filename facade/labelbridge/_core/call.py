"""The call of a method, for its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import get_annotations
from typing import Any, Final, get_args
from uuid import UUID

from attrs import frozen

from labelbridge._core.json.validate import short_repr
from labelbridge_api.introspection import is_union

_MAX_LENGTH: Final = 300


@frozen
class Call:
    """The call of a method, for the repr and the columns of its result.

    Attributes:
        name: Class and name of the method.
        args: Its positional arguments.
        kwargs: Its keyword arguments.
        function: The function that was decorated.
    """

    name: str
    args: Sequence[Any]
    kwargs: Mapping[str, Any]
    function: Callable[..., Any]

    @property
    def item(self) -> Any:
        """The type of the items or rows, from the annotation of the function."""
        annotation = get_annotations(self.function, eval_str=True)["return"]
        while get_args(annotation) and not is_union(annotation):
            annotation = get_args(annotation)[-1]
        return annotation

    def __str__(self) -> str:
        values = [
            *map(_shown, self.args),
            *(f"{name}={_shown(value)}" for name, value in self.kwargs.items()),
        ]
        text = f"{self.name}({', '.join(values)})"
        return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 2]}…)"


def _shown(value: object) -> str:
    return short_repr(str(value) if isinstance(value, UUID) else value)


def item_of(call: object) -> Any:
    """Return the type of the items that a call returns; `object` if it is not known."""
    return call.item if isinstance(call, Call) else object
