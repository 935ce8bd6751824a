"""Hold GraphQL documents, their variables and results against a schema, with graphql-core."""

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


class GraphqlReader:
    """Reads requests and results of one schema."""

    def __init__(self, sdl: str) -> None:
        """Read the schema."""
        self._schema = build_schema(sdl)

    def violations(self, request: str, response: str) -> Iterator[tuple[str, str]]:
        """Yield what a request or its result has that the schema doesn't say.

        Args:
            request: The JSON text of a request, whose form the OpenAPI contract holds.
            response: That of its answer.

        Yields:
            `request` or `response`, and what is wrong in it.
        """
        asked, told = json.loads(request), json.loads(response)
        try:
            document = parse(asked["query"])
        except GraphQLError as error:
            yield "request", f"graphql: {error.message}"
            return
        errors = validate(self._schema, document)
        yield from (("request", f"graphql: {error.message}") for error in errors)
        data = told.get("data")
        if not errors and isinstance(data, dict):
            yield from self._result(document, asked.get("variables"), data, told)

    def _result(
        self, document: DocumentNode, variables: Any, data: dict[str, Any], told: dict[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """Answer the document anew with the values that were answered; the same must come out."""
        anew = execute_sync(
            self._schema,
            document,
            root_value=data,
            variable_values=variables,
            field_resolver=_answered,
        )
        errors = anew.errors or []
        if not told.get("errors"):  # where there are errors, null stands for what is missing
            yield from (("response", f"graphql: {error.message}") for error in errors)
        if not errors and anew.data != data:
            yield "response", "graphql: the result holds what was not asked for"


def _answered(source: Any, info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
    name = str(info.path.key)
    if name not in source:
        raise GraphQLError(f"the result has no {name}")
    return source[name]
