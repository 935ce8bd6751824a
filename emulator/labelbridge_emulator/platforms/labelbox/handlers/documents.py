"""Parses, validates and executes GraphQL documents by the schema of the contract."""

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

from labelbridge_emulator.contract.specs import specs_folder
from labelbridge_emulator.handler import Request, Response
from labelbridge_emulator.platforms.labelbox.handlers.exports import export_labels
from labelbridge_emulator.platforms.labelbox.handlers.projects import project

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOT = {"project": project, "exportLabels": export_labels}
_MAX_TOKENS = 10_000
"""Maximum number of tokens in a document."""


@cache
def schema() -> GraphQLSchema:
    """Return the GraphQL schema of the contract."""
    return build_schema((specs_folder() / "labelbox.graphql").read_text(encoding="utf-8"))


def execute(request: Request) -> Response:
    """Execute the document of a request.

    A document that cannot be parsed or does not match the schema gets a 400. Errors during
    execution are returned with status 200 and the available data.
    """
    body = request.body
    try:
        document = parse(body["query"], max_tokens=_MAX_TOKENS)
    except GraphQLSyntaxError as error:
        return _error_response([error], "GRAPHQL_PARSE_FAILED")
    invalid = validate(schema(), document)
    if invalid:
        return _error_response(invalid, "GRAPHQL_VALIDATION_FAILED")
    return _execute(request, document)


def _execute(request: Request, document: DocumentNode) -> Response:
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
        # nothing was executed: a variable is invalid, or no operation has the name
        return _error_response(errors, "GRAPHQL_VALIDATION_FAILED")
    content: dict[str, Any] = {"data": result.data}
    if errors:
        content["errors"] = [_format(error, "INTERNAL_SERVER_ERROR") for error in errors]
    return Response(json=content)


def _error_response(errors: Iterable[GraphQLError], code: str) -> Response:
    return Response(400, {"errors": [_format(error, code) for error in errors]})


def _format(error: GraphQLError, code: str) -> dict[str, Any]:
    """Return an error with a code; the vendor's SDK fails without one."""
    return {**error.formatted, "extensions": {"code": code, **(error.extensions or {})}}
