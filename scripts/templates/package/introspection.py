"""The annotations of models of responses, as the readers need them."""

import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

SCALARS: Final = (str, bool, int, float)
_NONE: Final = type(None)


@cache
def hints_of(model: Any) -> Mapping[str, Any]:
    """Return the resolved annotations of a model's properties by name."""
    hints = get_type_hints(model, include_extras=True)
    return {field.name: hints[field.name] for field in attrs.fields(model)}


def wire_name(model: Any, name: str) -> str:
    """Return the name on the wire of a property."""
    wire: str = model._wire.get(name, name)
    return wire


@cache
def required_names(model: Any) -> frozenset[str]:
    """Return the names of the required properties."""
    return frozenset(field.name for field in attrs.fields(model) if field.default is attrs.NOTHING)


def is_plain(annotation: Any) -> bool:
    """Return whether an annotation is a JSON type, so that its values need no conversion."""
    if get_origin(annotation) in {list, dict}:
        return is_plain(get_args(annotation)[-1])
    if is_union(annotation):
        return all(is_plain(part) for part in get_args(annotation))
    return annotation in (*SCALARS, _NONE, dict)


def is_union(annotation: Any) -> bool:
    """Return whether an annotation is a union."""
    return get_origin(annotation) in {Union, types.UnionType}


def without_none(annotation: Any) -> Any:
    """Return the type of an optional property without None."""
    parts = tuple(part for part in get_args(annotation) if part is not _NONE)
    return Union[parts] if is_union(annotation) else annotation  # noqa: UP007 - built at run time


def distinguishing_keys(models: tuple[Any, ...]) -> tuple[tuple[type[Any], frozenset[str]], ...]:
    """Return the keys that distinguish the models of a union.

    A model is chosen if all its keys are present. One model may have none, and is the last.

    Raises:
        TypeError: two models have no such keys.
    """
    required = {
        model: frozenset(wire_name(model, name) for name in required_names(model))
        for model in models
    }
    keys: dict[type[Any], frozenset[str]] = {}
    for model in models:
        others = (required[other] for other in models if other is not model)
        keys[model] = required[model].difference(*others)
    if sum(not names for names in keys.values()) > 1:
        raise TypeError(f"the keys of {models} do not distinguish them")
    return tuple(sorted(keys.items(), key=lambda item: not item[1]))


def choose(models: tuple[Any, ...], value: Mapping[str, Any]) -> Any:
    """Return the model of a union that has most of its distinguishing keys in an object.

    The result is None if no such key is present, and every model has one.
    """
    shares = {
        model: len(value.keys() & names) / len(names) if names else 0.001
        for model, names in distinguishing_keys(models)
    }
    best = max(shares, key=lambda model: shares[model])
    return best if shares[best] else None


def variant_of(model: Any) -> Callable[[Mapping[str, Any]], type[Any]] | None:
    """Return the function that chooses a subclass for an object, if a model has one."""
    return model._variant if "_variant" in vars(model) else None
