"""What an attribute takes as its value, and how values compare.

The document names the types and says that ``min`` and ``max`` are for INT and FLOAT. That the value
of a SELECTION is the id of an entry of its list the vendor's own tests show
(``tests/test_attribute.py``); a MULTIPLE-SELECTION has a list of such ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.state import Project


def accepted(attribute: Attribute, value: Any) -> Any:
    """A value as it is kept; None, for null and for an empty selection, takes a value away.

    Raises:
        ApiError: 400, the attribute cannot have that value.
    """
    return None if value is None else READERS[attribute.type](attribute, value)


def refit(project: Project, attribute: Attribute) -> None:
    """Remove the values that an attribute, having changed, would no longer take.

    Of a MULTIPLE-SELECTION those choices stay that are still there.
    """
    ids = {choice["id"] for choice in attribute.values}
    for label in project.labels.values():
        value = label.attributes.get(attribute.id)
        if attribute.type == "MULTIPLE-SELECTION" and isinstance(value, list):
            value = [id_ for id_ in value if id_ in ids]
        try:
            kept = accepted(attribute, value)
        except ApiError:
            kept = None
        if kept is None:
            label.attributes.pop(attribute.id, None)
        else:
            label.attributes[attribute.id] = kept


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; a multiple selection has no order."""
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    return bool(one == other)


def equals_text(attribute: Attribute, stored: Any, text: str) -> bool:
    """Whether a stored value is the one that a query names: an id, a text or a number."""
    if attribute.type == "SELECTION":
        return bool(stored == text.lower())
    if attribute.type == "MULTIPLE-SELECTION":
        return text.lower() in stored
    if attribute.type in {"INT", "FLOAT"}:
        try:
            return str(stored) == text or bool(float(text) == stored)
        except ValueError:
            return False
    return bool(stored == text)


def _selection(attribute: Attribute, value: Any) -> str:
    if isinstance(value, str):
        for choice in attribute.values:
            if choice["id"] == value.lower():
                return choice["id"]
    raise _misfit(attribute, "the id of one of its values")


def _selections(attribute: Attribute, value: Any) -> list[str] | None:
    if not isinstance(value, list):
        raise _misfit(attribute, "a list of ids of its values")
    return list(dict.fromkeys(_selection(attribute, id_) for id_ in value)) or None


def _text(attribute: Attribute, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _misfit(attribute, "a text")


def _bool(attribute: Attribute, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _misfit(attribute, "true or false")


def _int(attribute: Attribute, value: Any) -> float:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # to a JSON schema 7.0 is an integer too
    if isinstance(value, int) and not isinstance(value, bool):
        return _within(attribute, value)
    raise _misfit(attribute, "an integer")


def _float(attribute: Attribute, value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _within(attribute, value)
    raise _misfit(attribute, "a number")


def _within(attribute: Attribute, value: float) -> float:
    if attribute.min is not None and value < attribute.min:
        raise _misfit(attribute, f"{attribute.min} at least")
    if attribute.max is not None and value > attribute.max:
        raise _misfit(attribute, f"{attribute.max} at most")
    return value


def _misfit(attribute: Attribute, needed: str) -> ApiError:
    return ApiError(400, f"Attribute {attribute.name!r} is {attribute.type}: it takes {needed}.")


READERS: dict[str, Callable[[Attribute, Any], Any]] = {
    "SELECTION": _selection,
    "MULTIPLE-SELECTION": _selections,
    "TEXT": _text,
    "INT": _int,
    "FLOAT": _float,
    "BOOL": _bool,
}
