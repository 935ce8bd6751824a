"""The status that a request sets on an image or a video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.lookups import find

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.project import Project


def requested_status(request: Request, project: Project) -> str:
    """The status that the body has as a name or as an id of the project.

    The document's DefaultStatusWrite lacks AUTO-LABELLED, so the id of that status is rejected like
    its name. The vendor's SDK does not check the name, which makes no difference to the server.

    Raises:
        ApiError: 404 if the project has no status of that id; 400 if it is AUTO-LABELLED.
    """
    if "status" in request.body:
        status: str = request.body["status"]
    else:
        names = {id_: name for name, id_ in project.statuses.items()}
        status = find(names, request.body["status_id"], "status")
    if status == "AUTO-LABELLED":
        raise ApiError(400, "Only automated labeling sets the status AUTO-LABELLED.")
    return status
