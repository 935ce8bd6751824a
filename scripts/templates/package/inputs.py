"""Reading of JSON objects into models of requests."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast, get_type_hints

import attrs

from .instants import MismatchError
from .reading import MISMATCHES, reader

T = TypeVar("T")


def read_input(model: type[T], source: Mapping[str, Any], wire: Mapping[str, str]) -> T:
    """Create a model of a request from a JSON object.

    Args:
        model: the model's class.
        source: the JSON object.
        wire: the names on the wire of the attributes whose names differ.

    Raises:
        MismatchError: a value has another type.
    """
    names = {
        wire.get(field.name, field.name): field.name
        for field in attrs.fields(cast("Any", model))
        if field.init
    }
    hints = get_type_hints(model, include_extras=True)
    rest = {key: value for key, value in source.items() if key not in names}
    try:
        given = {
            names[key]: reader(hints[names[key]])(value)
            for key, value in source.items()
            if key in names
        }
    except MISMATCHES as error:
        raise MismatchError(str(error)) from None
    made = cast("Any", model)(**given)
    if rest and "additional_properties" not in hints:
        raise MismatchError(f"{model.__name__} has no {', '.join(rest)}")
    if rest:
        made.additional_properties = rest
    return cast("T", made)
