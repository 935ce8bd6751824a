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
from labelbridge_emulator.platforms.labelbox.handlers import catalog, export_tasks
from labelbridge_emulator.platforms.labelbox.handlers.exports import export_labels
from labelbridge_emulator.platforms.labelbox.handlers.projects import project
from labelbridge_emulator.platforms.labelbox.models import State

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOT = {
    "project": project,
    "dataset": catalog.dataset,
    "getSavedQuery": catalog.saved_query,
    "modelRun": catalog.model_run,
    "exportLabels": export_labels,
    "exportDataRowsInProject": export_tasks.export_project,
    "exportDataRowsInCatalog": export_tasks.export_catalog,
    "exportDataRowsInSlice": export_tasks.export_slice,
    "exportDataRowsInModelRun": export_tasks.export_model_run,
    "user": export_tasks.user,
    "task": export_tasks.task,
    "organization": export_tasks.organization,
}
_MAX_TOKENS = 10_000
"""Maximum number of tokens in a document."""


@cache
def schema(*, export_v1: bool = True) -> GraphQLSchema:
    """Return the GraphQL schema of the contract, or the part without export v1."""
    built = build_schema((specs_folder() / "labelbox.graphql").read_text(encoding="utf-8"))
    if not export_v1 and built.mutation_type:
        del built.mutation_type.fields["exportLabels"]
    return built


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
    served = schema(export_v1=request.store.state(State).settings.export_v1)
    invalid = validate(served, document)
    if invalid:
        return _error_response(invalid, "GRAPHQL_VALIDATION_FAILED")
    return _execute(request, served, document)


def _execute(request: Request, served: GraphQLSchema, document: DocumentNode) -> Response:
    result = execute_sync(
        served,
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
