"""The operations and examples of the contracts, and conversion of values to models and back."""

import datetime as dt
import re
import types
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from labelbridge._core.registry import platform_names
from labelbridge_api.plan import Plan
from scripts.contracts import OPENAPI, Contract, Node

CONTRACTS = {
    platform: Contract((OPENAPI / f"{platform}.yaml").read_text()) for platform in platform_names()
}
DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "documents"


class Operation(NamedTuple):
    """One operation of a contract, with resolved parameters."""

    platform: str
    name: str
    method: str
    path: str
    node: Node
    parameters: list[Node]

    @property
    def make_plan(self) -> Any:
        """The operation's generated `plan` function."""
        tag = self.node["tags"][0]
        return import_module(f"labelbridge_api.{self.platform}.api.{tag}.{self.name}").plan

    def plan(self, *body: Any) -> Plan[Any]:
        """Plan the operation with the examples of its parameters and, if not given, its body."""
        hints = get_type_hints(self.make_plan)
        examples = {bare(p["name"]): p["example"] for p in self.parameters}
        if "body" in hints:
            examples["body"] = body[0] if body else next(b for b in requests(self)).value
        given = {
            name: decode(examples[bare(name)], form)
            for name, form in hints.items()
            if name != "return"
        }
        path = [given.pop(name) for name in list(given)[: self.path.count("{")]]
        made: Plan[Any] = self.make_plan(*path, **given)
        return made


class Body(NamedTuple):
    """One example of a request or response body."""

    operation: Operation
    status: str | None
    media_type: str
    schema: Node
    name: str
    value: Any

    @property
    def label(self) -> str:
        return f"{self.operation.name}-{self.status or 'request'}-{self.name}"


def bare(name: str) -> str:
    """Return a name without case and punctuation: projectId and project_id are equal."""
    return re.sub(r"[\W_]", "", name).lower()


def operations() -> Iterator[Operation]:
    """Yield all operations of all contracts."""
    for platform, contract in CONTRACTS.items():
        for path, item in contract.document["paths"].items():
            for method, node in item.items():
                if isinstance(node, dict) and "operationId" in node:
                    both = [*item.get("parameters", []), *node.get("parameters", [])]
                    parameters = [contract.resolve(p) for p in both]
                    yield Operation(
                        platform, node["operationId"], method.upper(), path, node, parameters
                    )


def bodies() -> Iterator[Body]:
    """Yield all examples of all bodies."""
    for operation in operations():
        contract = CONTRACTS[operation.platform]
        contents: list[tuple[str | None, Node]] = [
            (None, contract.resolve(operation.node.get("requestBody", {})))
        ]
        responses = operation.node["responses"].items()
        contents += [(status, contract.resolve(response)) for status, response in responses]
        for status, node in contents:
            for media_type, media in node.get("content", {}).items():
                named = {
                    n: contract.resolve(e)["value"] for n, e in media.get("examples", {}).items()
                }
                if "example" in media:
                    named["example"] = media["example"]
                for name, value in named.items():
                    schema = media.get("x-item-schema", media["schema"])
                    yield Body(operation, status, media_type, schema, name, value)


def requests(operation: Operation) -> Iterator[Body]:
    """Yield the examples of one operation's request."""
    return (b for b in BODIES if b.status is None and b.operation.name == operation.name)


def key_location(platform: str) -> tuple[str, str, str]:
    """Return where the API key is sent: `query` or `header`, name, and prefix of the value."""
    (scheme,) = CONTRACTS[platform].document["components"]["securitySchemes"].values()
    if scheme["type"] == "http":
        return "header", "Authorization", "Bearer "
    return scheme["in"], scheme["name"], ""


OPERATIONS = list(operations())
BODIES = list(bodies())


def decode(value: Any, form: Any) -> Any:
    """Convert JSON to `form`; of a union, to the first type that gives the same JSON again."""
    if get_origin(form) in (Union, types.UnionType):
        fits = (decode(value, one) for one in get_args(form) if fit(value, one))
        return next(fits)
    if get_origin(form) is list:
        return [decode(item, *get_args(form)) for item in value]
    if hasattr(form, "from_dict"):
        return form.from_dict(value)
    return msgspec.convert(value, form)


def fit(value: Any, form: Any) -> bool:
    """Return whether a value is unchanged after conversion to `form` and back."""
    try:
        return same(encode(decode(value, form)), value)
    except (AttributeError, KeyError, TypeError, ValueError, StopIteration):
        return False


def encode(value: Any) -> Any:
    """Convert models to JSON."""
    if isinstance(value, list):
        return [encode(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else msgspec.to_builtins(value)


def same(one: Any, other: Any) -> bool:
    """Return whether JSON values are equal; instants may be written differently."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        try:
            return dt.datetime.fromisoformat(one) == dt.datetime.fromisoformat(other)
        except ValueError:
            return False
    return bool(one == other)


def without_nulls(value: Any) -> Any:
    """Return JSON without properties that are null; in models these are None, like absent ones."""
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def same_data(model: Any, value: Any) -> bool:
    """Return whether a model, or a list of models, has the data of a JSON value."""
    return same(without_nulls(encode(model)), without_nulls(value))
