"""Check GraphQL documents, variables and results against a schema, with graphql-core."""

import json
from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLResolveInfo,
    build_schema,
    execute_sync,
    parse,
    validate,
)


class GraphqlChecker:
    """Checks the requests and results of one schema."""

    def __init__(self, sdl: str) -> None:
        """Parse the schema."""
        self._schema = build_schema(sdl)

    def violations(self, request: str, response: str) -> Iterator[tuple[str, str]]:
        """Yield the deviations of a request and its result from the schema.

        Args:
            request: The body of the request; the OpenAPI contract describes its structure.
            response: The body of the response.

        Yields:
            `request` or `response`, and the problem.
        """
        sent, received = json.loads(request), json.loads(response)
        try:
            document = parse(sent["query"])
        except GraphQLError as error:
            yield "request", f"graphql: {error.message}"
            return
        errors = validate(self._schema, document)
        yield from (("request", f"graphql: {error.message}") for error in errors)
        data = received.get("data")
        if not errors and isinstance(data, dict):
            yield from self._result(document, sent.get("variables"), data, received)

    def _result(
        self, document: DocumentNode, variables: Any, data: dict[str, Any], received: dict[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """Execute the document on the received values, which must give the same result."""
        executed = execute_sync(
            self._schema,
            document,
            root_value=data,
            variable_values=variables,
            field_resolver=_received,
        )
        errors = executed.errors or []
        if not received.get("errors"):  # with errors, missing values are null
            yield from (("response", f"graphql: {error.message}") for error in errors)
        if not errors and executed.data != data:
            yield "response", "graphql: the result has fields that the document does not select"


def _received(source: Any, info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
    name = str(info.path.key)
    if name not in source:
        raise GraphQLError(f"the result has no {name}")
    return source[name]
