"""Test a GraphQL endpoint with documents that are generated from its schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import requests
from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLSchema,
    IntValueNode,
    ObjectFieldNode,
    StringValueNode,
    Visitor,
    build_schema,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis_graphql import Mode, mutations, queries

from labelbridge.contract.hooks import UNKNOWN_EVERY
from labelbridge.contract.operations import credentials
from labelbridge.contract.results import SHOWN, Results, RunSettings
from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.contract.specs import specs_folder

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from labelbridge.contract.server import Server
    from labelbridge.contract.starting_data import StartingData

ENDPOINT = "/graphql"
Field = TypeVar("Field", ObjectFieldNode, ArgumentNode)

_TEXTS = st.sampled_from(["", "2023-02-06", "Done"]).map(lambda text: StringValueNode(value=text))
_NUMBERS = st.sampled_from([0, 1, 2**63]).map(lambda number: IntValueNode(value=str(number)))
SCALARS = {"UInt64": _NUMBERS, "JSON": _TEXTS | _NUMBERS}
"""Values of scalars that a schema defines; it does not say which values they have."""


def run_graphql(
    server: Server, data: StartingData, settings: RunSettings, *, read_only: bool = False
) -> Results:
    """Send generated documents, valid and invalid, to a server's GraphQL endpoint.

    Args:
        server: The server.
        data: The data that the server starts with; its values replace arguments and fields of
            inputs of the same name.
        settings: How much to test.
        read_only: Do not send mutations.
    """
    file = specs_folder() / f"{server.platform}.graphql"
    schema = build_schema(file.read_text(encoding="utf-8"))
    sender = _Sender(server, data)
    for kind, make in (("Query", queries), ("Mutation", mutations)):
        root = schema.get_type(kind)
        if root is None or (read_only and kind == "Mutation"):
            continue
        for name, field in root.fields.items():  # type: ignore[attr-defined]  # a root is an object
            # without arguments, nothing can be invalid
            for mode in Mode if field.args else (Mode.POSITIVE,):
                send = sender.sender(f"{kind}.{name}", valid=mode is Mode.POSITIVE)
                _generate(_documents(make, schema, name, mode), send, settings)
    results = sender.results
    results.failures = [text.replace(server.key, "<key>") for text in results.failures]
    return results


def _documents(
    make: Callable[..., Any], schema: GraphQLSchema, name: str, mode: Mode
) -> SearchStrategy[DocumentNode]:
    made: SearchStrategy[DocumentNode] = make(
        schema,
        fields=[name],
        mode=mode,
        print_ast=lambda document: document,
        custom_scalars={each: SCALARS[each] for each in SCALARS if each in schema.type_map},
    )
    return made


def _generate(
    documents: SearchStrategy[DocumentNode],
    send: Callable[[DocumentNode], None],
    settings: RunSettings,
) -> None:
    @seed(settings.seed)
    @hypothesis_settings(
        max_examples=settings.examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents)
    def test(document: DocumentNode) -> None:
        send(document)

    test()


class _Sender:
    """Sends documents and checks the responses."""

    def __init__(self, server: Server, data: StartingData) -> None:
        self.results = Results()
        self._server = server
        self._data = data
        self._session = server.session()
        self._session.headers.update(credentials(server.platform, server.key)[0])
        operations = load_operations(server.platform)
        (self._operation,) = (each for each in operations if each.path == ENDPOINT)
        self._count = 0

    def sender(self, name: str, *, valid: bool) -> Callable[[DocumentNode], None]:
        """Return a function that sends documents with one root field.

        Args:
            name: The type and the name of the field, `Query.project`.
            valid: Whether the documents fit the schema.
        """
        self.results.graphql_data.setdefault(name, 0)

        def send(document: DocumentNode) -> None:
            if self._server.reset is not None:
                self._server.reset()
            self._count += 1
            if self._count % UNKNOWN_EVERY and valid:
                values = {**self._data.values, **self._data.operations.get(name, {})}
                document = visit(document, _IdSubstitution(values))
            text = print_ast(document)
            response = self._session.post(
                self._server.base_url + ENDPOINT, json={"query": text}, timeout=30
            )
            self.results.responses[name, "fuzzing", response.status_code] += 1
            for problem in self._problems(response, name, valid=valid):
                shown = f"{response.status_code} {response.text[:SHOWN]}"
                self.results.failures.append(
                    f"{name}: {problem}\n    response: {shown}\n    {text!r}"
                )

        return send

    def _problems(self, response: requests.Response, name: str, *, valid: bool) -> Sequence[str]:
        media = response.headers.get("Content-Type", "").partition(";")[0]
        violations = self._operation.violations(response.status_code, media, response.content)
        if violations:
            return violations
        content = response.json()
        errors = content.get("errors") or []
        codes = Counter(each.get("extensions", {}).get("code") for each in errors)
        data = [value for value in (content.get("data") or {}).values() if value is not None]
        if not valid:
            rejected = response.status_code == 400 and errors and not data
            return [] if rejected else ["invalid document accepted"]
        if response.status_code != 200 or set(codes) - set(self._data.graphql_errors):
            return ["valid document rejected"]
        if not data and not errors:
            return ["the response has neither data nor errors"]
        self.results.graphql_data[name] += bool(data)
        for code in codes:
            self.results.rejections[f"{name} {code}"] += 1
        return []


class _IdSubstitution(Visitor):
    """Replaces the ids in a document by those of existing objects."""

    def __init__(self, values: Any) -> None:
        super().__init__()
        self._values = values

    def enter_object_field(self, node: ObjectFieldNode, *_: Any) -> ObjectFieldNode | None:
        return self._with_id(node)

    def enter_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        return self._with_id(node)

    def _with_id(self, node: Field) -> Field | None:
        pool = self._values.get(node.name.value)
        if not pool or not isinstance(node.value, StringValueNode):
            return None
        return type(node)(name=node.name, value=StringValueNode(value=pool[0]))
