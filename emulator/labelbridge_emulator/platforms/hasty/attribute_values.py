"""Validation and comparison of attribute values.

The document names the types and says that ``min`` and ``max`` apply to INT and FLOAT. The vendor's
tests show that the value of a SELECTION is the id of one of its options
(``tests/test_attribute.py``); a MULTIPLE-SELECTION has a list of such ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.handler import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.project import Project


def validate(attribute: Attribute, value: Any) -> Any:
    """Return the value to store. Null and an empty selection give None, which removes the value.

    Raises:
        ApiError: 400 if the attribute does not allow the value.
    """
    return None if value is None else VALIDATORS[attribute.type](attribute, value)


def remove_invalid_values(project: Project, attribute: Attribute) -> None:
    """Remove the values that a changed attribute no longer allows.

    A value of a MULTIPLE-SELECTION keeps the options that still exist.
    """
    ids = {option["id"] for option in attribute.values}
    for label in project.labels.values():
        value = label.attributes.get(attribute.id)
        if attribute.type == "MULTIPLE-SELECTION" and isinstance(value, list):
            value = [id_ for id_ in value if id_ in ids]
        try:
            kept = validate(attribute, value)
        except ApiError:
            kept = None
        label.set_attribute(attribute, kept)


def equal(one: Any, other: Any) -> bool:
    """Whether two values are equal. The order of a multiple selection is ignored."""
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    return bool(one == other)


def matches_text(attribute: Attribute, stored: Any, text: str) -> bool:
    """Whether a stored value matches the id, text or number in a query."""
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
        for option in attribute.values:
            if option["id"] == value.lower():
                return option["id"]
    raise _invalid(attribute, "the id of one of its values")


def _selections(attribute: Attribute, value: Any) -> list[str] | None:
    if not isinstance(value, list):
        raise _invalid(attribute, "a list of ids of its values")
    return list(dict.fromkeys(_selection(attribute, id_) for id_ in value)) or None


def _text(attribute: Attribute, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _invalid(attribute, "a text")


def _bool(attribute: Attribute, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _invalid(attribute, "true or false")


def _int(attribute: Attribute, value: Any) -> float:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON Schema accepts 7.0 as an integer
    if isinstance(value, int) and not isinstance(value, bool):
        return _within(attribute, value)
    raise _invalid(attribute, "an integer")


def _float(attribute: Attribute, value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _within(attribute, value)
    raise _invalid(attribute, "a number")


def _within(attribute: Attribute, value: float) -> float:
    if attribute.min is not None and value < attribute.min:
        raise _invalid(attribute, f"at least {attribute.min}")
    if attribute.max is not None and value > attribute.max:
        raise _invalid(attribute, f"at most {attribute.max}")
    return value


def _invalid(attribute: Attribute, expected: str) -> ApiError:
    message = f"The value of {attribute.type} attribute {attribute.name!r} must be {expected}."
    return ApiError(400, message)


VALIDATORS: dict[str, Callable[[Attribute, Any], Any]] = {
    "SELECTION": _selection,
    "MULTIPLE-SELECTION": _selections,
    "TEXT": _text,
    "INT": _int,
    "FLOAT": _float,
    "BOOL": _bool,
}
