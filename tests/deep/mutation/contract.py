"""What the contracts say of each operation, as far as a lie can be about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from labelbridge_emulator.contract.specs import load_spec

PLATFORMS = ("hasty", "roboflow", "labelbox")
VERBS = ("get", "put", "post", "delete", "patch")
PAGING = ("offset", "limit")

Schema = Mapping[str, Any]

RECORDS_OF = {("labelbox", "execute_graphql"): ("data", "exportLabels")}
"""Where an answer's record lies when no rule below finds it."""


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        query: Schemas of the query's parameters.
        ids: Names of the path's parameters, in the path's order.
        body: Schemas of the body's fields; of its items' fields when it is a list.
        required: Fields of the body that must be there.
        listed: Whether the body is a list.
        answer: Schemas of the fields of the records that the answer consists of.
        records: Keys that lead to those records, which may be a list.
        many: Whether the records are a list.
        statuses: Those that the contract has.
    """

    platform: str
    id: str
    method: str
    path: str
    resource: str
    query: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    ids: tuple[str, ...] = ()
    body: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    required: frozenset[str] = frozenset()
    listed: bool = False
    answer: Mapping[str, Schema] = field(default_factory=dict, repr=False)
    records: tuple[str, ...] = ()
    many: bool = False
    statuses: frozenset[int] = frozenset()
    idempotent: bool = True
    elsewhere: bool = False

    @property
    def key(self) -> str:
        """The operation's name among those of all platforms."""
        return f"{self.platform}.{self.id}"

    @property
    def paged(self) -> bool:
        """Whether its answer is a page of a list."""
        return self.method == "GET" and set(PAGING) <= self.query.keys()


@cache
def operations() -> tuple[Operation, ...]:
    """All operations of all contracts, in the contracts' order."""
    return tuple(each for platform in PLATFORMS for each in _Reader(platform).operations())


def types(schema: Schema) -> set[str]:
    """The JSON types that a schema allows."""
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


class _Reader:
    """Reads one contract."""

    def __init__(self, platform: str) -> None:
        self._platform, self._spec = platform, load_spec(platform)

    def operations(self) -> Iterator[Operation]:
        for path, item in self._spec["paths"].items():
            for verb in VERBS:
                if verb in item:
                    yield self._operation(path, verb, item)

    def _operation(self, path: str, verb: str, item: Mapping[str, Any]) -> Operation:
        node = item[verb]
        parameters = [
            self._at(each) for each in (*item.get("parameters", ()), *node.get("parameters", ()))
        ]
        body = self._json(node.get("requestBody", {}))
        listed = body.get("type") == "array"
        fields, required = self._fields(self._at(body["items"]) if listed else body)
        records, answer, many = self._records(node)
        return Operation(
            platform=self._platform,
            id=node["operationId"],
            method=verb.upper(),
            path=path,
            resource=node["tags"][0],
            query={p["name"]: self._at(p["schema"]) for p in parameters if p["in"] == "query"},
            ids=tuple(p["name"] for p in parameters if p["in"] == "path"),
            body=fields,
            required=required,
            listed=listed,
            answer=answer,
            records=records,
            many=many,
            statuses=frozenset(map(int, node["responses"])),
            idempotent=node.get("x-idempotent", verb in {"get", "put", "delete"}),
            elsewhere="servers" in node or "servers" in item,
        )

    def _records(
        self, node: Mapping[str, Any]
    ) -> tuple[tuple[str, ...], Mapping[str, Schema], bool]:
        """Where the answer's records lie, their fields, and whether they are a list."""
        schema = self._json(self._at(node["responses"].get("200", {})))
        path = RECORDS_OF.get((self._platform, node["operationId"])) or self._envelope(schema, node)
        for step in path:
            schema = self._at(self._fields(schema)[0][step])
        many = schema.get("type") == "array"
        fields, _required = self._fields(self._at(schema["items"]) if many else schema)
        return path, fields, many

    def _envelope(self, schema: Schema, node: Mapping[str, Any]) -> tuple[str, ...]:
        """The key of the records in an answer that holds nothing but such keys."""
        fields, _required = self._fields(schema)
        compound = [name for name, each in fields.items() if types(each) & {"array", "object"}]
        if "items" in compound:
            return ("items",)
        if not fields or len(compound) < len(fields):
            return ()
        resource: str = node["tags"][0]
        own = [name for name in compound if name in {resource, resource[:-1]}]
        return tuple((own or compound)[:1])

    def _fields(self, schema: Schema) -> tuple[dict[str, Schema], frozenset[str]]:
        """The fields of an object; of variants those of all, as far as they are not envelopes."""
        schema = self._at(schema)
        variants = [self._at(each) for each in schema.get("oneOf", schema.get("anyOf", ()))]
        variants = [each for each in variants if len(each.get("properties", ())) > 1] or variants
        fields: dict[str, Schema] = {}
        for variant in (*variants, schema):
            for name, each in variant.get("properties", {}).items():
                fields[name] = self._at(each)
        required = [set(each.get("required", ())) for each in variants or [schema]]
        return fields, frozenset(set.intersection(*required) if required else ())

    def _json(self, content: Mapping[str, Any]) -> Schema:
        """The schema of a body; of NDJSON that of its lines."""
        for media in self._at(content).get("content", {}).values():
            return self._at(media.get("x-item-schema") or media.get("schema", {}))
        return {}

    def _at(self, node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            found: Any = self._spec
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node
