"""JSON pointers (RFC 6901): setting and removing what they point at."""

from __future__ import annotations

from typing import Any


def set_at(value: Any, pointer: str, new: Any) -> Any:
    """The value with ``new`` at the pointer, in place of what is there or as a new member.

    ``-`` as the last step appends to an array; the empty pointer is the whole value.

    Raises:
        ValueError: What should hold it is not there.
    """
    if not pointer:
        return new
    holder, last = _holder(value, pointer)
    if isinstance(holder, dict):
        holder[last] = new
    elif last == "-":
        holder.append(new)
    else:
        holder[_index(holder, last, pointer)] = new
    return value


def remove_at(value: Any, pointer: str) -> Any:
    """The value without what the pointer points at; the empty pointer leaves null.

    Raises:
        ValueError: There is nothing there.
    """
    if not pointer:
        return None
    holder, last = _holder(value, pointer)
    if isinstance(holder, list):
        del holder[_index(holder, last, pointer)]
    elif last in holder:
        del holder[last]
    else:
        raise _missing(pointer)
    return value


def _holder(value: Any, pointer: str) -> tuple[Any, str]:
    """The object or array that holds what is pointed at, and the last step."""
    *steps, last = (
        step.replace("~1", "/").replace("~0", "~") for step in pointer.removeprefix("/").split("/")
    )
    for step in steps:
        if isinstance(value, list):
            value = value[_index(value, step, pointer)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise _missing(pointer)
    if not isinstance(value, dict | list):
        raise _missing(pointer)
    return value, last


def _index(array: list[Any], step: str, pointer: str) -> int:
    if not (step.isascii() and step.isdigit()) or int(step) >= len(array):
        raise _missing(pointer)
    return int(step)


def _missing(pointer: str) -> ValueError:
    return ValueError(f"there is nothing at {pointer!r}")
