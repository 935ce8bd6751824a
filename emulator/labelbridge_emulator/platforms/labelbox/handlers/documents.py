"""GraphQL documents: parsed, validated and executed against the contract's schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from labelbridge_emulator.contract.specs import contracts
from labelbridge_emulator.handler import Request, Response
from labelbridge_emulator.platforms.labelbox.handlers.exports import export_labels
from labelbridge_emulator.platforms.labelbox.handlers.projects import project

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOT = {"project": project, "exportLabels": export_labels}
_LONGEST = 10_000
"""Tokens; a longer document is refused unread."""


@cache
def schema() -> GraphQLSchema:
    """The contract's GraphQL schema."""
    return build_schema((contracts() / "labelbox.graphql").read_text(encoding="utf-8"))


def execute(request: Request) -> Response:
    """Execute one document.

    One that cannot be parsed or does not fit the schema is a 400; an error while it is executed
    comes with status 200 and the data that there are.
    """
    body = request.body
    try:
        document = parse(body["query"], max_tokens=_LONGEST)
    except GraphQLSyntaxError as error:
        return _refused([error], "GRAPHQL_PARSE_FAILED")
    invalid = validate(schema(), document)
    if invalid:
        return _refused(invalid, "GRAPHQL_VALIDATION_FAILED")
    return _executed(request, document)


def _executed(request: Request, document: DocumentNode) -> Response:
    result = execute_sync(
        schema(),
        document,
        root_value=_ROOT,
        context_value=request,
        variable_values=request.body.get("variables") or {},
        operation_name=request.body.get("operationName"),
    )
    errors = result.errors or []
    if errors and not any(error.path for error in errors):
        # nothing was executed: a variable does not fit, or no operation has the name
        return _refused(errors, "GRAPHQL_VALIDATION_FAILED")
    answer: dict[str, Any] = {"data": result.data}
    if errors:
        answer["errors"] = [_formatted(error, "INTERNAL_SERVER_ERROR") for error in errors]
    return Response(json=answer)


def _refused(errors: Iterable[GraphQLError], code: str) -> Response:
    return Response(400, {"errors": [_formatted(error, code) for error in errors]})


def _formatted(error: GraphQLError, code: str) -> dict[str, Any]:
    """An error as the vendor's SDK reads it: without a code it fails itself."""
    return {**error.formatted, "extensions": {"code": code, **(error.extensions or {})}}
