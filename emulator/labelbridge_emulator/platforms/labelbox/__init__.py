"""The emulated Labelbox: exports v1 and v2 by GraphQL, masks, and frames of videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.platforms.labelbox import fixtures, row_fixtures
from labelbridge_emulator.platforms.labelbox.demo import seeds

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, ApiError

_CODES = {
    400: "MALFORMED_REQUEST",
    401: "AUTHENTICATION_ERROR",
    403: "AUTHORIZATION_ERROR",
    500: "INTERNAL_SERVER_ERROR",
}


def _error_body(error: ApiError) -> JSON:
    """Return GraphQL errors for statuses with a code in the vendor's SDK, else only a message.

    The SDK recognizes an exceeded rate limit by the beginning of the message.
    """
    code = error.code or _CODES.get(error.status)
    if code is not None:
        return {"errors": [{"message": error.message, "extensions": {"code": code}}]}
    if error.status == 429:
        return {"message": f"You have exceeded the limit of requests. {error.message}"}
    return {"message": error.message}


PLATFORM = Platform(
    name="labelbox",
    handlers=Handlers.of_package(f"{__name__}.handlers"),
    error_body=_error_body,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    fixtures={
        "projects": fixtures.add_project,
        "labels": fixtures.add_label,
        "data_rows": row_fixtures.add_data_row,
        "model_runs": row_fixtures.add_model_run,
        "slices": row_fixtures.add_slice,
        "export_settings": row_fixtures.change_export_settings,
    },
)
