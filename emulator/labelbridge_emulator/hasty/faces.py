"""Adding what no operation adds, from Python or by ``POST /_emulator/hasty/{face}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.hasty import workspaces
from labelbridge_emulator.hasty.state import State, Workspace

if TYPE_CHECKING:
    from labelbridge_emulator.handling import JSON
    from labelbridge_emulator.state import World


def add_workspace(world: World, *, name: str) -> JSON:
    """Add a workspace.

    Returns:
        The workspace as the platform shows it.

    Raises:
        ValueError: The name is no text.
    """
    _check_text(name=name)
    workspace = Workspace(id=world.ids.uuid(), name=name)
    world.of(State).workspaces[workspace.id] = workspace
    return workspaces.render(workspace)


def set_status(world: World, *, image_id: str, status: str) -> JSON:
    """Set an image's status as only people and machines on the platform do.

    Args:
        world: Where.
        image_id: The image's id.
        status: AUTO-LABELLED, or any other; a new name becomes a status of the image's project.

    Returns:
        The status and its id.

    Raises:
        ValueError: There is no such image, or the status is no text.
    """
    _check_text(image_id=image_id, status=status)
    for project in world.of(State).projects.values():
        image = project.images.get(image_id.lower())
        if image is not None:
            if status not in project.statuses:
                project.statuses[status] = world.ids.uuid()
            image.status = status
            image.status_on = image.update_date = world.clock.now()
            return {"status": status, "status_id": project.statuses[status]}
    raise ValueError(f"there is no image {image_id}")


def _check_text(**values: object) -> None:
    for name, value in values.items():
        if not isinstance(value, str) or not value:
            raise ValueError(f"{name} must be a text, not {value!r}")
