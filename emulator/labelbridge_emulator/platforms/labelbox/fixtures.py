"""Adding to the Labelbox side of a world, from Python or by ``POST /_emulator/labelbox/{face}``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.models import Label, Project, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store


def add_project(
    store: Store, *, name: str, description: str | None = None, media_type: str | None = None
) -> JSON:
    """Add a project without labels.

    Args:
        store: Where.
        name: Its name.
        description: Free text.
        media_type: A ``MediaType`` of the GraphQL schema; None for several.

    Returns:
        Its id and name.
    """
    now = store.clock.now()
    project = Project(store.ids.cuid(), name, description, now, now, media_type)
    store.state(State).projects[project.id] = project
    return {"id": project.id, "name": project.name}


def add_label(
    store: Store,
    *,
    labeled_data: str,
    objects: Iterable[Mapping[str, Any]] = (),
    classifications: Iterable[Mapping[str, Any]] = (),
    relationships: Iterable[Mapping[str, Any]] = (),
    frames: Iterable[Mapping[str, Any]] | None = None,
    created_at: str | None = None,
    last_activity_at: str | None = None,
    created_by: str = "labeler@example.com",
    dataset: str = "Samples",
    external_id: str | None = None,
    global_key: str | None = None,
    skipped: bool = False,
    project: str | None = None,
) -> JSON:
    """Add a label to a project; files that exports have made already do not change.

    Args:
        store: Where.
        labeled_data: The asset's address, or the text itself.
        objects: In the platform's form; a missing featureId, schemaId or value is made up. Likewise
            what follows.
        classifications: About the whole asset.
        relationships: Between objects.
        frames: Records by frame, which make it a label of a video.
        created_at: ISO 8601, in UTC where it names no zone; now when None.
        last_activity_at: Likewise; ``created_at`` when None.
        created_by: The labeler's address.
        dataset: The dataset's name.
        external_id: The user's own id of the data row.
        global_key: The user's own unique key of the data row.
        skipped: Whether the asset was skipped.
        project: The project's id; the first when None.

    Returns:
        The ids of the label, its data row and its project.

    Raises:
        ValueError: There is no such project, or an instant is none.
    """
    projects = store.state(State).projects
    home = next(iter(projects)) if project is None else project
    if home not in projects:
        raise ValueError(f"there is no project {home}")
    created = _instant(created_at) if created_at else store.clock.now()
    label = Label(
        id=store.ids.cuid(),
        data_row_id=store.ids.cuid(),
        labeled_data=labeled_data,
        created=created,
        updated=created,
        last_activity=_instant(last_activity_at) if last_activity_at else created,
        created_by=created_by,
        dataset=dataset,
        external_id=external_id,
        global_key=global_key,
        objects=[_completed(store, each) for each in objects],
        classifications=[_completed(store, each) for each in classifications],
        relationships=[dict(each) for each in relationships],
        frames=None if frames is None else [dict(each) for each in frames],
        skipped=skipped,
    )
    projects[home].labels[label.id] = label
    return {"id": label.id, "data_row_id": label.data_row_id, "project_id": home}


def _completed(store: Store, feature: Mapping[str, Any]) -> dict[str, Any]:
    title = str(feature.get("title", "Thing"))
    return {
        "featureId": store.ids.cuid(),
        "schemaId": store.ids.cuid(),
        "title": title,
        "value": title.lower().replace(" ", "_"),
        **feature,
    }


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
