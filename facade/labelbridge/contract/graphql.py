"""GraphQL documents made from the schema, right and wrong, and what is answered to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import requests
from graphql import (
    DocumentNode,
    GraphQLSchema,
    ObjectFieldNode,
    StringValueNode,
    Visitor,
    build_schema,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis_graphql import Mode, mutations, queries

from labelbridge.contract.living import STRANGERS, Server
from labelbridge.contract.platforms import credentials
from labelbridge.contract.search import ANSWER, Effort, Found
from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.contract.specs import specs_folder

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from labelbridge.contract.worlds import World

ENDPOINT = "/graphql"
KINDS = {
    "RESOURCE_NOT_FOUND": "an id of the right form may name nothing",
    "MALFORMED_REQUEST": "a bound of a range is a String to the schema, and has to be a date",
}
"""The errors that a document which fits the schema may be answered with, and why."""


def search_graphql(server: Server, world: World, effort: Effort, *, reads: bool = False) -> Found:
    """Send generated documents to a server's GraphQL endpoint.

    Args:
        server: Whom they are sent to.
        world: What lives there, by the names of arguments and fields of inputs.
        effort: How far to go.
        reads: Leave out mutations.
    """
    schema = build_schema(
        (specs_folder() / f"{server.platform}.graphql").read_text(encoding="utf-8")
    )
    asked = _Asked(server, world)
    for kind, make in (("Query", queries), ("Mutation", mutations)):
        root = schema.get_type(kind)
        if root is None or (reads and kind == "Mutation"):
            continue
        for name in root.fields:  # type: ignore[attr-defined]  # a root is an object
            for mode in Mode:
                ask = asked.asker(f"{kind}.{name}", fits=mode is Mode.POSITIVE)
                _run(_documents(make, schema, name, mode), ask, effort)
    asked.found.failures = [text.replace(server.key, "<key>") for text in asked.found.failures]
    return asked.found


def _documents(
    make: Callable[..., Any], schema: GraphQLSchema, name: str, mode: Mode
) -> SearchStrategy[DocumentNode]:
    made: SearchStrategy[DocumentNode] = make(
        schema, fields=[name], mode=mode, print_ast=lambda document: document
    )
    return made


def _run(
    documents: SearchStrategy[DocumentNode], ask: Callable[[DocumentNode], None], effort: Effort
) -> None:
    @seed(effort.seed)
    @settings(
        max_examples=effort.examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents)
    def every(document: DocumentNode) -> None:
        ask(document)

    every()


class _Asked:
    """Sends documents, and judges the answers."""

    def __init__(self, server: Server, world: World) -> None:
        self.found = Found()
        self._server = server
        self._names = world.names
        self._session = requests.Session()
        self._session.headers.update(credentials(server.platform, server.key)[0])
        (self._operation,) = (
            each for each in load_operations(server.platform) if each.path == ENDPOINT
        )
        self._sent = 0

    def asker(self, name: str, *, fits: bool) -> Callable[[DocumentNode], None]:
        """What sends documents with one root field, which fit the schema or don't."""
        self.found.data.setdefault(name, 0)

        def ask(document: DocumentNode) -> None:
            if self._server.reset is not None:
                self._server.reset()
            self._sent += 1
            if self._sent % STRANGERS and fits:
                document = visit(document, _Living(self._names))
            text = print_ast(document)
            response = self._session.post(
                self._server.base_url + ENDPOINT, json={"query": text}, timeout=30
            )
            self.found.answers[name, "fuzzing", response.status_code] += 1
            for problem in self._problems(response, name, fits=fits):
                answer = f"{response.status_code} {response.text[:ANSWER]}"
                self.found.failures.append(
                    f"{name}: {problem}\n    answered: {answer}\n    {text!r}"
                )

        return ask

    def _problems(self, response: requests.Response, name: str, *, fits: bool) -> Sequence[str]:
        media = response.headers.get("Content-Type", "").partition(";")[0]
        broken = self._operation.violations(response.status_code, media, response.content)
        if broken:
            return broken
        answer = response.json()
        errors = answer.get("errors") or []
        codes = Counter(each.get("extensions", {}).get("code") for each in errors)
        data = [value for value in (answer.get("data") or {}).values() if value is not None]
        if not fits:
            refused = response.status_code == 400 and errors and not data
            return [] if refused else ["a document that does not fit the schema was not refused"]
        if response.status_code != 200 or set(codes) - set(KINDS):
            return ["a document that fits the schema was refused"]
        if not data and not errors:
            return ["neither data nor errors"]
        self.found.data[name] += bool(data)
        for code in codes:
            self.found.refused[f"{name} {code}"] += 1
        return []


class _Living(Visitor):
    """Lets the ids in a document name what lives."""

    def __init__(self, names: Any) -> None:
        super().__init__()
        self._names = names

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> ObjectFieldNode | None:
        pool = self._names.get(node.name.value)
        if not pool or not isinstance(node.value, StringValueNode):
            return None
        return ObjectFieldNode(name=node.name, value=StringValueNode(value=pool[0]))
