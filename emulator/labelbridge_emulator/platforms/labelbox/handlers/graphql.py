"""The GraphQL endpoint; graphql-core, a fifth of the start-up time, is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request, Response

handlers = Handlers()


@handlers("execute_graphql")
def execute_graphql(request: Request) -> Response:
    """Execute the document of a request."""
    from labelbridge_emulator.platforms.labelbox.handlers.documents import execute  # noqa: PLC0415 - see above

    return execute(request)
