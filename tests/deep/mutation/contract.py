"""The operations of all contracts, with what mutants can change in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from scripts.lint_specs import Contract
from tests.contracts.cases import CONTRACTS, OPERATIONS
from tests.contracts.cases import Operation as Case
from tests.support.facts import facts

PAGING = ("offset", "limit")

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        query: Schemas of the query parameters.
        ids: Names of the path parameters, in the order of the path.
        uuids: Whether all path parameters are UUIDs.
        body: Schemas of the fields of the body; if it is a list, of its items.
        required: Required fields of the body.
        body_is_list: Whether the body is a list.
        response: Schemas of the fields of the records in the response.
        records: Keys that lead to these records, which may be a list.
        many: Whether the records are a list.
        statuses: The documented statuses.
        elsewhere: Whether it has servers of its own, and so no handler in the emulator.
        planned: Whether the client sends it by its plan.
    """

    platform: str
    id: str
    method: str
    path: str
    resource: str
    query: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    ids: tuple[str, ...] = ()
    uuids: bool = False
    body: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    required: frozenset[str] = frozenset()
    body_is_list: bool = False
    response: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    records: tuple[str, ...] = ()
    many: bool = False
    statuses: frozenset[int] = frozenset()
    idempotent: bool = True
    elsewhere: bool = False
    planned: bool = True

    @property
    def key(self) -> str:
        """The name of the operation among those of all platforms."""
        return f"{self.platform}.{self.id}"

    @property
    def paged(self) -> bool:
        """Whether the response is a page of a list."""
        return self.method == "GET" and set(PAGING) <= self.query.keys()

    @property
    def stored(self) -> tuple[str, str] | None:
        """The method of the signed URLs that it returns, and the folder of the files; or None."""
        found: tuple[str, str] | None = facts(self.platform).STORED.get(self.id)
        return found


@cache
def operations() -> tuple[Operation, ...]:
    """Return all operations of all contracts."""
    return tuple(map(_read, OPERATIONS))


def types(schema: Schema) -> set[str]:
    """Return the JSON types that a schema allows."""
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def _read(case: Case) -> Operation:
    contract, node = CONTRACTS[case.platform], case.node
    resolve = contract.resolve
    ids = [p for p in case.parameters if p["in"] == "path"]
    body = _json(contract, node.get("requestBody", {}))
    body_is_list = body.get("type") == "array"
    fields, required = _fields(contract, body["items"] if body_is_list else body)
    schema = _json(contract, node["responses"].get("200", {}))
    records = facts(case.platform).RECORDS.get(case.name) or _envelope(contract, schema, node)
    for step in records:
        schema = resolve(_fields(contract, schema)[0][step])
    many = schema.get("type") == "array"
    return Operation(
        platform=case.platform,
        id=case.name,
        method=case.method,
        path=case.path,
        resource=node["tags"][0],
        query={p["name"]: resolve(p["schema"]) for p in case.parameters if p["in"] == "query"},
        ids=tuple(p["name"] for p in ids),
        uuids=all(resolve(p["schema"]).get("format") == "uuid" for p in ids),
        body=fields,
        required=required,
        body_is_list=body_is_list,
        response=_fields(contract, schema["items"] if many else schema)[0],
        records=records,
        many=many,
        statuses=frozenset(map(int, node["responses"])),
        idempotent=node.get("x-idempotent", case.method in {"GET", "PUT", "DELETE"}),
        elsewhere="servers" in {**contract.document["paths"][case.path], **node},
        planned="x-no-plan" not in node,
    )


def _envelope(contract: Contract, schema: Schema, node: Schema) -> tuple[str, ...]:
    """Return the key of the records, if the response has only objects and lists."""
    fields, _required = _fields(contract, schema)
    compound = [name for name, each in fields.items() if types(each) & {"array", "object"}]
    if "items" in compound:
        return ("items",)
    if not fields or len(compound) < len(fields):
        return ()
    resource: str = node["tags"][0]
    own = [name for name in compound if name in {resource, resource[:-1]}]
    return tuple((own or compound)[:1])


def _fields(contract: Contract, schema: Any) -> tuple[dict[str, Schema], frozenset[str]]:
    """Return the fields of an object, and the required ones; of a union, those of all variants.

    Variants that are only an envelope are left out.
    """
    schema = contract.resolve(schema)
    variants = [contract.resolve(each) for each in schema.get("oneOf", schema.get("anyOf", ()))]
    variants = [each for each in variants if len(each.get("properties", ())) > 1] or variants
    fields: dict[str, Schema] = {}
    for variant in (*variants, schema):
        for name, each in variant.get("properties", {}).items():
            fields[name] = contract.resolve(each)
    required = [set(each.get("required", ())) for each in variants or [schema]]
    return fields, frozenset(set.intersection(*required) if required else ())


def _json(contract: Contract, content: Any) -> Any:
    """Return the schema of a body; of NDJSON that of a line."""
    for media in contract.resolve(content).get("content", {}).values():
        return contract.resolve(media.get("x-item-schema") or media.get("schema", {}))
    return {}
