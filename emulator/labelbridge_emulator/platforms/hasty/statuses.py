"""The statuses that a request sets, the same for images and for videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.lookups import find

if TYPE_CHECKING:
    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.state import Project


def requested_status(request: Request, project: Project) -> str:
    """The status that a body names, or has the project's id of.

    The document's DefaultStatusWrite leaves AUTO-LABELLED out, so its id is refused like its name;
    that the vendor's SDK lets the name through makes no difference to the server.

    Raises:
        ApiError: 404, the project has no status of that id; 400, it is AUTO-LABELLED.
    """
    if "status" in request.body:
        status: str = request.body["status"]
    else:
        names = {id_: name for name, id_ in project.statuses.items()}
        status = find(names, request.body["status_id"], "status")
    if status == "AUTO-LABELLED":
        raise ApiError(400, "AUTO-LABELLED is set by automated labeling only.")
    return status
