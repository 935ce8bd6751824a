"""What users write as attributes and their values, checked and made into the bodies of requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id, short_repr
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import each, given, with_ids
from labelbridge.hasty._inputs.checks import filled, text
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

Choice = str | AttributeLOV | Mapping[str, Any]
"""One of the values that an attribute lets choose from: its text, a model or a dict."""

Value = str | float | UUID | AttributeLOV | Iterable[Id | AttributeLOV] | Null
"""What an attribute can be set to; `float` stands for whole numbers and truth values too."""

Link = AttributeClass | Mapping[str, Any]
Assignment = LabelAttributeAssignment | LabelAttribute | Mapping[str, Any]

_CHOOSING: Final = frozenset({AttributeType.SELECTION, AttributeType.MULTIPLE_SELECTION})
_COUNTING: Final = frozenset({AttributeType.INT, AttributeType.FLOAT})

_FORMS: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    AttributeType.SELECTION: ((str,), "the id of one of its values"),
    AttributeType.MULTIPLE_SELECTION: ((list,), "a list of ids of its values"),
    AttributeType.TEXT: ((str,), "text"),
    AttributeType.INT: ((int,), "a whole number"),
    AttributeType.FLOAT: ((int, float), "a number"),
    AttributeType.BOOL: ((bool,), "True or False"),
}
"""What a value is, by the type of its attribute."""


_TEXTS: Final = filled(text, empty="is empty; leave it out")


def to_attribute(fields: Mapping[str, Any], values: Iterable[Choice]) -> AttributeInput:
    """Return the body of an attribute."""
    made = request_body(AttributeInput, {**fields, "values": each("values", values, _choice)})
    if made.type in _CHOOSING and not made.values:
        raise InvalidArgument("values", f"is needed: it is what a {made.type} chooses from")
    if made.type not in _CHOOSING and made.values:
        raise InvalidArgument(
            "values", f"is what a SELECTION or MULTIPLE-SELECTION chooses from, and not {made.type}"
        )
    limits = {"min": made.min, "max": made.max}
    for name, limit in limits.items():
        if limit is not UNSET and limit is not None and made.type not in _COUNTING:
            raise InvalidArgument(name, f"is of an INT or a FLOAT, and not of {made.type}")
    if isinstance(made.min, float) and isinstance(made.max, float) and made.min > made.max:
        raise InvalidArgument("min", f"({made.min:g}) is greater than max ({made.max:g})")
    return made


def to_link(argument: str, link: Link) -> AttributeClassInput:
    """Return the body of a link between an attribute and a label class."""
    values = given(argument, link, AttributeClassInput, AttributeClass)
    # the platform wants both; the vendor's SDK takes 0 as well
    values = {"attribute_order": 0, "class_order": 0, **values}
    return request_body(AttributeClassInput, _linked(argument, values), argument=argument)


def to_key(argument: str, link: Link) -> AttributeClassKey:
    """Return what names a link, and no more of it."""
    values = given(argument, link, AttributeClassKey, AttributeClass)
    made = request_body(AttributeClassKey, _linked(argument, values), argument=argument)
    return AttributeClassKey(made.attribute_id, made.class_id)


def to_value(
    value: Value, predicted_values: Id | Iterable[Id] | None, attribute: Id | Attribute
) -> LabelAttributeValueInput:
    """Return the body of a value of one label."""
    if value is None:
        raise InvalidArgument("value", "is needed; NULL takes the value away")
    fields = {"value": _plain("value", value)}
    if predicted_values is not None:
        one = isinstance(predicted_values, str | UUID)
        fields["predicted_values"] = (text if one else _TEXTS)("predicted_values", predicted_values)
    made = request_body(LabelAttributeValueInput, fields)
    _check_value("value", made.value, attribute)
    return made


def to_assignment(argument: str, assignment: Assignment) -> LabelAttributeAssignment:
    """Return the body of a value of one of many labels."""
    values = given(argument, assignment, LabelAttributeAssignment, LabelAttribute)
    attribute = values.get("id")
    if isinstance(attribute, Attribute):
        values["id"] = attribute_uuid(f"{argument}.id", attribute)
    values = with_ids(values, "id", "label_id", argument=argument)
    if "value" in values:
        values["value"] = _plain(f"{argument}.value", values["value"])
    made = request_body(LabelAttributeAssignment, values, argument=argument)
    _check_value(f"{argument}.value", made.value, attribute)
    return made


def attribute_uuid(argument: str, attribute: Id | Attribute) -> UUID:
    """Return the id of an attribute that is given by its id, or itself."""
    if not isinstance(attribute, Attribute):
        return check.uuid(argument, attribute)
    if attribute.id is UNSET:
        raise InvalidArgument(argument, "is an attribute without an id")
    return attribute.id


def _choice(argument: str, choice: Choice) -> dict[str, Any]:
    if isinstance(choice, str):
        return {"value": text(argument, choice)}
    if not isinstance(choice, AttributeLOV | Mapping):
        raise InvalidArgument(
            argument, f"must be text, AttributeLOV or dict, not {type(choice).__name__}"
        )
    values = given(argument, choice, AttributeLOVInput, AttributeLOV)
    text(f"{argument}.value", values.get("value"))
    return with_ids(values, "id", argument=argument)


def _linked(argument: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return with_ids(values, "attribute_id", "class_id", argument=argument)


def _plain(argument: str, value: Any) -> Any:
    """Return a value, chosen ones as their ids."""
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
        return _one(argument, value)
    several = check.items(argument, value)
    if not several:
        raise InvalidArgument(argument, "is empty; NULL takes the value away")
    return [_one(f"{argument}[{index}]", one) for index, one in enumerate(several)]


def _one(argument: str, value: Any) -> Any:
    if isinstance(value, AttributeLOV):
        if value.id is UNSET:
            raise InvalidArgument(argument, "is a value without an id")
        return str(value.id)
    return str(value) if isinstance(value, UUID) else value


def _check_value(argument: str, value: float | str | list[str] | None, attribute: object) -> None:
    """Refuse a value that an attribute does not take, as far as is known of the attribute."""
    if not isinstance(attribute, Attribute) or attribute.type is UNSET or value is None:
        return
    form = _FORMS.get(attribute.type)
    if form is None:
        return  # a type that is newer than the contract
    kinds, words = form
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise InvalidArgument(
            argument,
            f"must be {words}, for {attribute.name} is {attribute.type}: not {short_repr(value)}",
        )
    if attribute.type in _CHOOSING and attribute.values is not UNSET:
        for one in value if isinstance(value, list) else [value]:
            _check_choice(argument, str(one), attribute.values)
    if attribute.type in _COUNTING and isinstance(value, int | float):
        _check_limits(argument, value, attribute)


def _check_choice(argument: str, value: str, choices: Iterable[AttributeLOV]) -> None:
    ids = {str(one.id): one.value for one in choices}
    if value.lower() in ids:
        return
    texts = {words: id_ for id_, words in ids.items()}
    hint = f"; the id of that value is {texts[value]}" if value in texts else ""
    raise InvalidArgument(argument, f"{short_repr(value)} is no id of the attribute's values{hint}")


def _check_limits(argument: str, value: float, attribute: Attribute) -> None:
    if isinstance(attribute.min, int | float) and value < attribute.min:
        raise InvalidArgument(
            argument, f"must be {attribute.min:g} or more, not {short_repr(value)}"
        )
    if isinstance(attribute.max, int | float) and value > attribute.max:
        raise InvalidArgument(
            argument, f"must be {attribute.max:g} or less, not {short_repr(value)}"
        )
