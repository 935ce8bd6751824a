"""Compiling the functions that read JSON objects into models of responses.

They have no loops and branches over annotations; attrs makes `__init__` in the same way.
"""

from collections.abc import Callable
from typing import Any, Final

import attrs

from .instants import MismatchError
from .introspection import hints_of, required_names, wire_name, without_none
from .model import wire_names

Reader = Callable[[Any], Any]
"""Converts a JSON value to the annotated type, or raises."""

Nested = Callable[[Any], Reader]
"""Returns the reader of a type that is a part of another one."""

_CHECKS: Final = {
    str: "v.__class__ is not str",
    bool: "v.__class__ is not bool",
    int: "v.__class__ is not int",
    int | float: "v.__class__ is not float and v.__class__ is not int",
}
"""Conditions under which a value `v` does not have a type."""


_ONE: Final = """
def read(source):
    {body}
    return made
"""

_MANY: Final = """
def read(values):
    if values.__class__ is not list: fail(model, None, values)
    found = []
    append = found.append
    for source in values:
        {body}
        append(made)
    return found
"""
"""Functions that read an object, and a list of objects without a call for each one."""

_BODY: Final = """
if source.__class__ is not dict: fail(model, None, source)
made = new(model)
try:
    {required}
except KeyError as error:
    fail(model, error.args[0], None)
{nones}made._rest = None
size = len(source)
while size != {count}:
    count = {count}
    {optional}
    if size != count:
        made._rest = {{key: part for key, part in source.items() if key not in known}}
    break
"""
"""Optional properties are seldom looked for, because most objects have few of them."""


def compile_reader(model: Any, reader: Nested, *, many: bool = False) -> Reader:
    """Compile the function that reads a JSON object into a model.

    Args:
        model: the class.
        reader: returns the function that reads values of a type.
        many: whether the function reads a list of objects.
    """
    # the names of the readers of properties begin with read_, and no others
    names: dict[str, Any] = {"new": model.__new__, "model": model, "fail": _fail}
    names |= {"known": wire_names(model)}
    required: list[str] = []
    optional: list[str] = []
    absent: list[str] = []
    for field in attrs.fields(model):
        if field.name in required_names(model):
            required += _required(model, field.name, names, reader)
        else:
            absent.append(f"made.{field.name} = ")
            optional += _optional(model, field.name, names, reader)
    body = _indented(
        _BODY,
        required="\n".join(required or ["pass"]),
        optional="\n".join(optional or ["pass"]),
        nones="".join(absent),
        count=len(required_names(model)),
    )
    text = _indented(_MANY if many else _ONE, body=body)
    exec(compile(text, f"<reader of {model.__name__}>", "exec"), names)  # noqa: S102 - our own text
    read: Reader = names["read"]
    return read


def _indented(template: str, **parts: Any) -> str:
    """Fill in a template; lines of a part get the indentation of its place."""
    lines: list[str] = []
    for line in template.strip().splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        lines.append(indent + line.lstrip().format(**parts).replace("\n", f"\n{indent}"))
    return "\n".join(lines)


def _required(model: Any, name: str, names: dict[str, Any], reader: Nested) -> list[str]:
    """Return the lines that read a required property; `names` are the function's globals."""
    wire, annotation = wire_name(model, name), hints_of(model)[name]
    if condition := _CHECKS.get(annotation):
        return [
            f"v = source[{wire!r}]",
            f"if {condition}: fail(model, {wire!r}, v)",
            f"made.{name} = v",
        ]
    names[f"read_{name}"] = reader(annotation)
    return [f"made.{name} = read_{name}(source[{wire!r}])"]


def _optional(model: Any, name: str, names: dict[str, Any], reader: Nested) -> list[str]:
    """Return the lines that read an optional property; `names` are the function's globals."""
    wire, annotation = wire_name(model, name), without_none(hints_of(model)[name])
    lines = [
        f"if {wire!r} in source:",
        "    count += 1",
        f"    v = source[{wire!r}]",
        "    if v is not None:",
    ]
    if condition := _CHECKS.get(annotation):
        lines.append(f"        if {condition}: fail(model, {wire!r}, v)")
    elif annotation is not Any:
        names[f"read_{name}"] = reader(annotation)
        lines.append(f"        v = read_{name}(v)")
    return [*lines, f"        made.{name} = v", "    if count == size: break"]


def _fail(model: Any, wire: str | None, value: Any) -> None:
    place = f"{model.__name__}" + (f", {wire}" if wire else "")
    raise MismatchError(f"{place}: missing, or of the unexpected type {type(value).__name__}")
