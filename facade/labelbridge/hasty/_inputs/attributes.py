"""Request bodies of attributes and of their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from labelbridge._core.json import validate
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id, short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import convert_items, ids_as_text, item_fields
from labelbridge.hasty._inputs.checks import boolean, non_empty, text
from labelbridge_api.hasty.models import (
    Attribute,
    AttributeClass,
    AttributeClassInput,
    AttributeClassKey,
    AttributeInput,
    AttributeLOV,
    AttributeLOVInput,
    AttributeType,
    LabelAttribute,
    LabelAttributeAssignment,
    LabelAttributeValueInput,
)
from labelbridge_api.hasty.types import UNSET

Choice = str | AttributeLOV | AttributeLOVInput | Mapping[str, Any]
"""A predefined value of an attribute: its text, a model or a dict."""

Value = str | float | UUID | AttributeLOV | Iterable[Id | AttributeLOV] | Null
"""A value of an attribute; `float` includes integers and booleans for type checkers."""

Link = AttributeClass | Mapping[str, Any]
Assignment = LabelAttributeAssignment | LabelAttribute | Mapping[str, Any]

_SELECTION_TYPES: Final = frozenset({AttributeType.SELECTION, AttributeType.MULTIPLE_SELECTION})
_NUMBER_TYPES: Final = frozenset({AttributeType.INT, AttributeType.FLOAT})

_VALUE_TYPES: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    AttributeType.SELECTION: ((str,), "the id of one of its values"),
    AttributeType.MULTIPLE_SELECTION: ((list,), "a list of ids of its values"),
    AttributeType.TEXT: ((str,), "text"),
    AttributeType.INT: ((int,), "an integer"),
    AttributeType.FLOAT: ((int, float), "a number"),
    AttributeType.BOOL: ((bool,), "True or False"),
}
"""Types of values by the type of the attribute."""

_TEXTS: Final = non_empty(text, problem="is empty; leave it out")


def attribute_body(
    fields: Mapping[str, Any], values: Iterable[Choice], *, check: bool
) -> AttributeInput:
    """Return the body of an attribute. Without `check`, only names and types are checked."""
    made = request_body(
        AttributeInput, {**fields, "values": convert_items("values", values, _choice)}
    )
    if not boolean("check", check):
        return made
    if made.type in _SELECTION_TYPES and not made.values:
        raise InvalidArgument("values", f"is required for the type {made.type}")
    if made.type not in _SELECTION_TYPES and made.values:
        raise InvalidArgument(
            "values", f"is only for SELECTION and MULTIPLE-SELECTION, not for {made.type}"
        )
    limits = {"min": made.min, "max": made.max}
    for name, limit in limits.items():
        if limit is not UNSET and limit is not None and made.type not in _NUMBER_TYPES:
            raise InvalidArgument(name, f"is only for INT and FLOAT, not for {made.type}")
    if isinstance(made.min, float) and isinstance(made.max, float) and made.min > made.max:
        raise InvalidArgument("min", f"({made.min:g}) is greater than max ({made.max:g})")
    return made


def link_body(argument: str, link: Link) -> AttributeClassInput:
    """Return the body of a link between an attribute and a label class."""
    values = item_fields(argument, link, AttributeClassInput, AttributeClass)
    # the platform requires both; the vendor's SDK also sends 0 by default
    values = {"attribute_order": 0, "class_order": 0, **values}
    return request_body(AttributeClassInput, _link_ids(argument, values), argument=argument)


def link_key(argument: str, link: Link) -> AttributeClassKey:
    """Return the ids that identify a link."""
    values = item_fields(argument, link, AttributeClassKey, AttributeClass)
    made = request_body(AttributeClassKey, _link_ids(argument, values), argument=argument)
    return AttributeClassKey(made.attribute_id, made.class_id)


def value_body(
    value: Value, predicted_values: Id | Iterable[Id] | None, attribute: Id | Attribute
) -> LabelAttributeValueInput:
    """Return the body of the value of one label."""
    if value is None:
        raise InvalidArgument("value", "is required; NULL removes the value")
    fields = {"value": _raw_value("value", value)}
    if predicted_values is not None:
        one = isinstance(predicted_values, str | UUID)
        fields["predicted_values"] = (text if one else _TEXTS)("predicted_values", predicted_values)
    made = request_body(LabelAttributeValueInput, fields)
    _check_value("value", made.value, attribute)
    return made


def assignment_body(argument: str, assignment: Assignment) -> LabelAttributeAssignment:
    """Return the body of a value in a request for several labels."""
    values = item_fields(argument, assignment, LabelAttributeAssignment, LabelAttribute)
    attribute = values.get("id")
    if isinstance(attribute, Attribute):
        values["id"] = attribute_uuid(f"{argument}.id", attribute)
    if "value" in values:
        values["value"] = _raw_value(f"{argument}.value", values["value"])
    made = request_body(LabelAttributeAssignment, values, argument=argument)
    _check_value(f"{argument}.value", made.value, attribute)
    return made


def attribute_uuid(argument: str, attribute: Id | Attribute) -> UUID:
    """Return the id of an attribute, which may be given as its id or as a model."""
    if not isinstance(attribute, Attribute):
        return validate.uuid(argument, attribute)
    return _id_of(argument, attribute)


def _id_of(argument: str, model: Attribute | AttributeLOV) -> UUID:
    """Return the id of a model, which a response may lack."""
    found: UUID | None = getattr(model, "id", None)
    if found is None:
        raise InvalidArgument(argument, "has no id")
    return found


def _choice(argument: str, choice: Choice) -> dict[str, Any]:
    if isinstance(choice, str):
        return {"value": text(argument, choice)}
    if not isinstance(choice, AttributeLOV | AttributeLOVInput | Mapping):
        raise InvalidArgument(
            argument, f"must be str, AttributeLOV or dict, not {type(choice).__name__}"
        )
    values = item_fields(argument, choice, AttributeLOVInput, AttributeLOV)
    text(f"{argument}.value", values.get("value"))
    return values


def _link_ids(argument: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return ids_as_text(values, "attribute_id", "class_id", argument=argument)


def _raw_value(argument: str, value: Any) -> Any:
    """Return a value; predefined values become their ids."""
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
        return _raw_item(argument, value)
    items = validate.items(argument, value)
    if not items:
        raise InvalidArgument(argument, "is empty; NULL removes the value")
    return [_raw_item(f"{argument}[{index}]", one) for index, one in enumerate(items)]


def _raw_item(argument: str, value: Any) -> Any:
    if isinstance(value, AttributeLOV):
        return str(_id_of(argument, value))
    return str(value) if isinstance(value, UUID) else value


def _check_value(argument: str, value: float | str | list[str] | None, attribute: object) -> None:
    """Check that a value fits the attribute, if the attribute is given as a model."""
    if not isinstance(attribute, Attribute) or value is None:
        return
    form: str = getattr(attribute, "type", "")
    if form not in _VALUE_TYPES:
        return  # a type that is not in the contract, or none
    kinds, description = _VALUE_TYPES[form]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise InvalidArgument(
            argument,
            f"must be {description}, not {short_repr(value)}: it is a value for {form}",
        )
    choices: list[AttributeLOV] | None = getattr(attribute, "values", None)
    if form in _SELECTION_TYPES and choices is not None:
        for one in value if isinstance(value, list) else [value]:
            _check_choice(argument, str(one), choices)
    if form in _NUMBER_TYPES and isinstance(value, int | float):
        _check_limits(argument, value, attribute)


def _check_choice(argument: str, value: str, choices: Iterable[AttributeLOV]) -> None:
    ids = {str(one.id): one.value for one in choices}
    if value.lower() in ids:
        return
    texts = {label: id_ for id_, label in ids.items()}
    hint = f"; the id of this value is {texts[value]}" if value in texts else ""
    raise InvalidArgument(
        argument, f"{short_repr(value)} is not the id of a value of the attribute{hint}"
    )


def _check_limits(argument: str, value: float, attribute: Attribute) -> None:
    if isinstance(attribute.min, int | float) and value < attribute.min:
        raise InvalidArgument(
            argument, f"must be {attribute.min:g} or more, not {short_repr(value)}"
        )
    if isinstance(attribute.max, int | float) and value > attribute.max:
        raise InvalidArgument(
            argument, f"must be {attribute.max:g} or less, not {short_repr(value)}"
        )
