"""Fixtures, called from Python or by ``POST /_emulator/labelbox/{fixture}``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.annotation_defaults import MEDIA
from labelbridge_emulator.platforms.labelbox.models import DataRow, Label, Project, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store


def add_project(
    store: Store, *, name: str, description: str | None = None, media_type: str | None = None
) -> JSON:
    """Add a project without labels.

    Args:
        store: The store.
        name: The name.
        description: The description.
        media_type: A ``MediaType`` of the GraphQL schema; None allows several.

    Returns:
        The id and name.
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
    """Add a data row with a label in the format of export v1; existing files do not change.

    Export v2 contains it too.

    Args:
        store: The store.
        labeled_data: The URL of the asset, or the text itself.
        objects: Objects in the format of the platform. Missing properties that every object has
            (featureId, schemaId, title, value, color) are generated, also in their classifications
            and answers.
        classifications: Classifications of the asset, completed in the same way.
        relationships: Relationships between objects; only their ``data`` is needed.
        frames: Records by frame, completed in the same way; only labels of videos have them.
        created_at: ISO 8601, in UTC if it has no time zone; the default is now.
        last_activity_at: ISO 8601; the default is ``created_at``.
        created_by: The e-mail address of the labeler.
        dataset: The name of the dataset.
        external_id: The user's id of the data row.
        global_key: The user's unique key of the data row.
        skipped: Whether the asset was skipped.
        project: The id of the project; the default is the first one.

    Returns:
        The ids of the label, its data row and its project.

    Raises:
        ValueError: The project does not exist, or a time is invalid.
    """
    state = store.state(State)
    home = project_of(state, project)
    created = instant(created_at) if created_at else store.clock.now()
    label_id = store.ids.cuid()
    row = DataRow(
        id=store.ids.cuid(),
        row_data=labeled_data,
        created=created,
        last_activity=instant(last_activity_at) if last_activity_at else created,
        dataset=dataset,
        created_by=created_by,
        external_id=external_id,
        global_key=global_key,
    )
    made = [_object(store, each) for each in objects]
    row.media = MEDIA[_media_type(made) if frames is None else "video"]
    label = Label(
        id=label_id,
        row=row,
        created=created,
        updated=created,
        created_by=created_by,
        objects=made,
        classifications=[_feature(store, each) for each in classifications],
        relationships=[_relationship(store, each) for each in relationships],
        frames=None if frames is None else [_frame(store, each) for each in frames],
        skipped=skipped,
    )
    state.dataset(dataset)
    state.rows[row.id] = row
    state.projects[home].add(row, label, batch=state.batch("Batch 1"))
    return {"id": label.id, "data_row_id": row.id, "project_id": home}


def _media_type(objects: Iterable[Mapping[str, Any]]) -> str:
    """Return the kind of media that has such objects, for export v2."""
    for each in objects:
        location = each.get("data", {}).get("location")
        if isinstance(location, dict):
            return "conversational" if "messageId" in location else "text"
        if location is not None or "page" in each:
            return "document"
        if "geometry" in each:
            return "geospatial"
    return "image"


def project_of(state: State, project: str | None) -> str:
    """Return the id of a project; the first one by default.

    Raises:
        ValueError: The project does not exist.
    """
    found = next(iter(state.projects)) if project is None else project
    if found not in state.projects:
        raise ValueError(f"unknown project {found!r}")
    return found


def _frame(store: Store, frame: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **frame,
        "objects": [_object(store, each) for each in frame.get("objects", ())],
        "classifications": _features(store, frame.get("classifications", [])),
    }


def _object(store: Store, feature: Mapping[str, Any]) -> dict[str, Any]:
    return {"color": "#1CE6FF", **_feature(store, feature)}


def _relationship(store: Store, relationship: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "featureId": store.ids.cuid(),
        "schemaId": store.ids.cuid(),
        "relationshipType": "unidirectional",
        "version": 1,
        **relationship,
    }


def _feature(store: Store, feature: Mapping[str, Any]) -> dict[str, Any]:
    title = str(feature.get("title", "Thing"))
    nested = ("classifications", "answer", "answers")
    return {
        "featureId": store.ids.cuid(),
        "schemaId": store.ids.cuid(),
        "title": title,
        "value": title.lower().replace(" ", "_"),
        **feature,
        **{key: _features(store, feature[key]) for key in nested if key in feature},
    }


def _features(store: Store, value: Any) -> Any:
    """Complete features in lists; an answer can also be a text."""
    if isinstance(value, list | tuple):
        return [_features(store, each) for each in value]
    return _feature(store, value) if isinstance(value, dict) else value


def instant(text: str) -> datetime:
    """Return an ISO 8601 time, in UTC if it has no time zone."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
