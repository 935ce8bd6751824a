"""The Labelbox side of the emulator: label exports asked for in GraphQL, and video frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.platforms.labelbox import fixtures
from labelbridge_emulator.platforms.labelbox.demo import seeds

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, ApiError

_CODES = {
    400: "MALFORMED_REQUEST",
    401: "AUTHENTICATION_ERROR",
    403: "AUTHORIZATION_ERROR",
    500: "INTERNAL_SERVER_ERROR",
}


def _error(refusal: ApiError) -> JSON:
    """GraphQL errors where the vendor's SDK knows a code, a lone message elsewhere.

    The SDK tells an exceeded limit by how the message begins.
    """
    code = refusal.code or _CODES.get(refusal.status)
    if code is not None:
        return {"errors": [{"message": refusal.message, "extensions": {"code": code}}]}
    if refusal.status == 429:
        return {"message": f"You have exceeded the limit of requests. {refusal.message}"}
    return {"message": refusal.message}


PLATFORM = Platform(
    name="labelbox",
    handlers=Handlers.of_package(f"{__name__}.handlers"),
    error_body=_error,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    fixtures={"projects": fixtures.add_project, "labels": fixtures.add_label},
)
