"""JSON pointers (RFC 6901): set and remove values."""

from __future__ import annotations

from typing import Any


def set_at(value: Any, pointer: str, new: Any) -> Any:
    """Return the value with ``new`` at a pointer, replacing an existing value.

    The last step ``-`` appends to an array. The empty pointer replaces the value itself.

    Raises:
        ValueError: The parent of the target does not exist.
    """
    if not pointer:
        return new
    parent, last = _parent(value, pointer)
    if isinstance(parent, dict):
        parent[last] = new
    elif last == "-":
        parent.append(new)
    else:
        parent[_index(parent, last, pointer)] = new
    return value


def remove_at(value: Any, pointer: str) -> Any:
    """Return the value without the target of a pointer; the empty pointer returns None.

    Raises:
        ValueError: The target does not exist.
    """
    if not pointer:
        return None
    parent, last = _parent(value, pointer)
    if isinstance(parent, list):
        del parent[_index(parent, last, pointer)]
    elif last in parent:
        del parent[last]
    else:
        raise _missing(pointer)
    return value


def _parent(value: Any, pointer: str) -> tuple[Any, str]:
    """Return the object or array that contains the target, and the last step."""
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
    return ValueError(f"no value at {pointer!r}")
