"""Fixtures, called from Python or by ``POST /_emulator/labelbox/{fixture}``."""

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
    """Add a label to a project; existing export files do not change.

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
    projects = store.state(State).projects
    home = next(iter(projects)) if project is None else project
    if home not in projects:
        raise ValueError(f"unknown project {home!r}")
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
        objects=[_object(store, each) for each in objects],
        classifications=[_feature(store, each) for each in classifications],
        relationships=[_relationship(store, each) for each in relationships],
        frames=None if frames is None else [_frame(store, each) for each in frames],
        skipped=skipped,
    )
    projects[home].labels[label.id] = label
    return {"id": label.id, "data_row_id": label.data_row_id, "project_id": home}


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


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
