"""Decoding of rows into models by way of msgspec structs, for rows that match the contract exactly.

msgspec decodes JSON into structs in less time than into dicts, and checks all types on the way.
A function that is compiled for each model, without loops and branches over its annotations, then
moves the values into the model; lists and dicts are taken over, with their items replaced.

It is possible if all names on the wire are attribute names, and each model with variants has a
table of them. Rows with unknown keys, with nulls in lists or with values of another type are left
to the other readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, Final, Union, get_args, get_origin
from uuid import UUID

import attrs
import msgspec

from labelbridge_api.instants import Instant
from labelbridge_api.introspection import (
    hints_of,
    is_plain,
    is_union,
    required_names,
    variant_of,
    without_none,
)
from labelbridge_api.reading import reader

_CONVERTED: Final = (Any, Instant, UUID, date, datetime)
"""Types that msgspec decodes as the readers do."""


@cache
def struct_decoder(model: Any) -> Callable[[Any], Any] | None:
    """Return the function that decodes the JSON text of an object, or None if that is not possible.

    The function raises one of `MISMATCHES` for an object that does not match the model exactly, and
    `msgspec.DecodeError`, `UnicodeDecodeError` or `RecursionError` for text that is not JSON.
    """
    if not (attrs.has(model) and all(map(_is_supported, _models(model, set())))):
        return None
    structs: dict[Any, Any] = {}
    decode = msgspec.json.Decoder(_struct(model, structs)).decode
    build = _Compiler().function(model)

    def decode_row(content: Any) -> Any:
        return build(decode(content))

    return decode_row


def _is_supported(model: Any) -> bool:
    return not model._wire and (not variant_of(model) or hasattr(model, "_variants"))


def _models(annotation: Any, found: set[Any]) -> set[Any]:
    """Add all models in an annotation to a set, and return it."""
    if annotation not in found and attrs.has(annotation):
        found.add(annotation)
        for hint in hints_of(annotation).values():
            _models(hint, found)
    for part in get_args(annotation):
        _models(part, found)
    return found


def _struct(model: Any, structs: dict[Any, Any]) -> Any:
    """Return the struct with the properties of a model."""
    if model not in structs:
        required, hints = required_names(model), hints_of(model)
        structs[model] = msgspec.defstruct(
            model.__name__,
            [(name, Any) if name in required else (name, Any, None) for name in hints],
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,  # structs are removed before the row is returned
        )
        # the types are set later, because they may contain the struct itself
        structs[model].__annotations__.update(
            {name: _decoded_as(hint, structs) for name, hint in hints.items()}
        )
    return structs[model]


def _decoded_as(annotation: Any, structs: dict[Any, Any]) -> Any:
    """Return the type as which msgspec decodes values of an annotation."""
    if not _is_decoded(annotation):
        return Any
    if attrs.has(annotation):
        return _struct(annotation, structs) if hints_of(annotation) else dict[str, Any]
    if not _has_model(annotation):
        return annotation
    if is_union(annotation):
        return Union[tuple(_decoded_as(part, structs) for part in get_args(annotation))]  # noqa: UP007 - built at run time
    *key, item = get_args(annotation)
    return get_origin(annotation)[(*key, _decoded_as(item, structs))]


def _is_decoded(annotation: Any) -> bool:
    """Return whether msgspec checks and converts the values of an annotation."""
    if _has_model(annotation) and is_union(annotation):
        return without_none(annotation) != annotation and _is_decoded(without_none(annotation))
    if get_origin(annotation) in {list, dict}:
        return _is_decoded(get_args(annotation)[-1])
    plain = without_none(annotation)
    return attrs.has(annotation) or is_plain(plain) or plain in _CONVERTED


def _has_model(annotation: Any) -> bool:
    return attrs.has(annotation) or any(map(_has_model, get_args(annotation)))


class _Compiler:
    """Compiles functions that move the values of structs into models."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {"new": object.__new__}
        self._functions: dict[Any, str] = {}
        self._number = 0

    def function(self, model: Any) -> Callable[[Any], Any]:
        """Return the function that makes a model from its struct."""
        found: Callable[[Any], Any] = self._names[self._function(model)]
        return found

    def _name(self, value: Any = None) -> str:
        """Return a new name for a variable, or for a value that the functions use."""
        self._number += 1
        self._names[name := f"_{self._number}"] = value
        return name

    def _function(self, model: Any) -> str:
        """Compile the function of a model, and return its name."""
        if model not in self._functions:
            self._functions[model] = name = self._name()
            lines = self._variants(model) if variant_of(model) else self._model(model, model)
            self._compile(name, lines)
        return self._functions[model]

    def _compile(self, name: str, lines: Iterable[str]) -> None:
        text = f"def {name}(struct):\n" + "".join(f"    {line}\n" for line in lines)
        exec(compile(text, "<moving structs>", "exec"), self._names)  # noqa: S102 - our own text

    def _variants(self, model: Any) -> list[str]:
        """Return the lines that choose the variant of a model and make it."""
        lines = []
        for (key, *inner), form in model._variants().items():
            condition = f"struct.{key} is not None"
            if inner:
                condition = f"struct.{key}.__class__ is dict and {inner[0]!r} in struct.{key}"
            lines.append(f"if {condition}: return {self._variant(model, form)}(struct)")
        return [*lines, f"return {self._variant(model, model._variant({}))}(struct)"]

    def _variant(self, model: Any, form: Any) -> str:
        # a function for each variant: the interpreter specializes it for one class
        if form not in self._functions:
            self._functions[form] = name = self._name()
            self._compile(name, self._model(form, model))
        return self._functions[form]

    def _model(self, model: Any, base: Any) -> list[str]:
        """Return the lines that make a model from the struct of `base`."""
        return [
            f"made = new({self._name(model)})",
            *self._properties(model, base, "struct", "made"),
            "return made",
        ]

    def _properties(self, model: Any, base: Any, struct: str, made: str) -> list[str]:
        """Return the lines that set the attributes of the variable `made`."""
        lines, types = [], hints_of(base)
        for name, annotation in hints_of(model).items():
            if _is_decoded(types[name]) and not _has_model(annotation):
                lines.append(f"{made}.{name} = {struct}.{name}")
                continue
            value = self._name()
            lines.append(f"{value} = {struct}.{name}")
            if _is_decoded(types[name]):
                moved = self._moved(without_none(annotation), value)
            else:
                moved = [f"{value} = {self._name(reader(without_none(annotation)))}({value})"]
            if name not in required_names(base):
                lines.append(f"if {value} is not None:")
                moved = [f"    {line}" for line in moved]
            lines += [*moved, f"{made}.{name} = {value}"]
        return [*lines, f"{made}._rest = None"]

    def _moved(self, annotation: Any, value: str) -> list[str]:
        """Return the lines that replace the structs in a variable by models."""
        if attrs.has(annotation):
            if not hints_of(annotation):
                made = self._name()
                new = f"{made} = new({self._name(annotation)})"
                return [new, f"{made}._rest = {value}", f"{value} = {made}"]
            if variant_of(annotation) or any(map(_has_model, hints_of(annotation).values())):
                return [f"{value} = {self._function(annotation)}({value})"]
            made = self._name()
            return [
                f"{made} = new({self._name(annotation)})",
                *self._properties(annotation, annotation, value, made),
                f"{value} = {made}",
            ]
        key, item = self._name(), self._name()
        items = f"enumerate({value})" if get_origin(annotation) is list else f"{value}.items()"
        moved = self._moved(get_args(annotation)[-1], item)
        return [
            f"for {key}, {item} in {items}:",
            *(f"    {line}" for line in moved),
            f"    {value}[{key}] = {item}",
        ]
