"""The GraphQL endpoint; its library is a fifth of the start-up, and loads when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request, Response

handlers = Handlers()


@handlers("execute_graphql")
def execute_graphql(request: Request) -> Response:
    """Execute one document."""
    from labelbridge_emulator.platforms.labelbox.handlers.documents import execute  # noqa: PLC0415 - when needed

    return execute(request)
