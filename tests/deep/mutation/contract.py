"""The operations of all contracts, with what mutants can change in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from labelbridge._core.registry import platform_names
from labelbridge_emulator.contract.specs import load_spec
from tests.support.facts import facts

VERBS = ("get", "put", "post", "delete", "patch")
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
    return tuple(each for platform in platform_names() for each in _Reader(platform).operations())


def types(schema: Schema) -> set[str]:
    """Return the JSON types that a schema allows."""
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
        ids = [p for p in parameters if p["in"] == "path"]
        body = self._json(node.get("requestBody", {}))
        body_is_list = body.get("type") == "array"
        fields, required = self._fields(self._at(body["items"]) if body_is_list else body)
        records, response, many = self._records(node)
        return Operation(
            platform=self._platform,
            id=node["operationId"],
            method=verb.upper(),
            path=path,
            resource=node["tags"][0],
            query={p["name"]: self._at(p["schema"]) for p in parameters if p["in"] == "query"},
            ids=tuple(p["name"] for p in ids),
            uuids=all(self._at(p["schema"]).get("format") == "uuid" for p in ids),
            body=fields,
            required=required,
            body_is_list=body_is_list,
            response=response,
            records=records,
            many=many,
            statuses=frozenset(map(int, node["responses"])),
            idempotent=node.get("x-idempotent", verb in {"get", "put", "delete"}),
            elsewhere="servers" in node or "servers" in item,
            planned="x-no-plan" not in node,
        )

    def _records(
        self, node: Mapping[str, Any]
    ) -> tuple[tuple[str, ...], Mapping[str, Schema], bool]:
        """Return the keys of the records of a response, their fields, and if they are a list."""
        schema = self._json(self._at(node["responses"].get("200", {})))
        known = facts(self._platform).RECORDS.get(node["operationId"])
        path = known or self._envelope(schema, node)
        for step in path:
            schema = self._at(self._fields(schema)[0][step])
        many = schema.get("type") == "array"
        fields, _required = self._fields(self._at(schema["items"]) if many else schema)
        return path, fields, many

    def _envelope(self, schema: Schema, node: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the key of the records, if the response has only objects and lists."""
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
        """Return the fields of an object, and the required ones; of a union, those of all variants.

        Variants that are only an envelope are left out.
        """
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
        """Return the schema of a body; of NDJSON that of a line."""
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
