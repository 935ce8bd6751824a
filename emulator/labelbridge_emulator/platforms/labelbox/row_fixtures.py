"""Fixtures for export v2: data rows with labels, model runs, slices and settings."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from labelbridge_emulator.platforms.labelbox.annotation_defaults import MEDIA, completed
from labelbridge_emulator.platforms.labelbox.export_tasks import ExportSettings
from labelbridge_emulator.platforms.labelbox.fixtures import instant, project_of
from labelbridge_emulator.platforms.labelbox.models import (
    STATUSES,
    DataRow,
    Label,
    ModelRun,
    Slice,
    State,
)
from labelbridge_emulator.platforms.labelbox.row_query import row_filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store

_CHOICES = {
    "status": ("COMPLETE", "FAILED", "CANCELED"),
    "numbers": ("text", "number"),
    "key_frames": ("map", "list"),
    "masks": ("composite", "single"),
}


def add_data_row(
    store: Store,
    *,
    row_data: str,
    labels: Iterable[Mapping[str, Any]] = (),
    media_type: str = "image",
    media_attributes: Mapping[str, Any] | None = None,
    project: str | None = None,
    dataset: str = "Samples",
    external_id: str | None = None,
    global_key: str | None = None,
    created_at: str | None = None,
    last_activity_at: str | None = None,
    workflow_status: str | None = None,
    batch: str = "Batch 1",
    attachments: Iterable[Mapping[str, Any]] = (),
    metadata_fields: Iterable[Mapping[str, Any]] = (),
    embeddings: Iterable[Mapping[str, Any]] = (),
) -> JSON:
    """Add a data row with its labels to a project; export v1 does not contain these labels.

    Args:
        store: The store.
        row_data: The URL of the asset, or the text itself.
        labels: The labels; several with consensus. Each one can have ``objects``,
            ``classifications`` and ``relationships`` in the format of the export; for videos
            ``frames`` by number, ``segments`` and ``key_frames`` by feature_id; for DICOM series
            ``groups`` by axis; and ``created_at``, ``created_by``, ``seconds``, ``skipped``,
            ``benchmark_score`` or ``consensus_score``. Missing properties of annotations are
            generated. An object with ``area``, a list of points ``[x, y]``, gets a mask.
        media_type: ``image``, ``video``, ``text``, ``document``, ``conversational``, ``html``,
            ``audio``, ``dicom``, ``geospatial`` or ``llm``.
        media_attributes: Replaces some of the default attributes.
        project: The id of the project; the default is the first one.
        dataset: The name of the dataset.
        external_id: The user's id.
        global_key: The user's unique key.
        created_at: ISO 8601, in UTC if it has no time zone; the default is now.
        last_activity_at: ISO 8601; the default is the time of the last label.
        workflow_status: ``ToLabel``, ``InReview``, ``InRework`` or ``Done``; by default
            ``InReview`` with labels.
        batch: The name of the batch.
        attachments: Exported if they are requested.
        metadata_fields: Exported if they are requested.
        embeddings: Exported if they are requested.

    Returns:
        The ids of the data row, its labels and its project.

    Raises:
        ValueError: The project does not exist, or an argument is invalid.
    """
    state = store.state(State)
    home = project_of(state, project)
    _check("media_type", media_type, MEDIA)
    _check("workflow_status", workflow_status, (None, *STATUSES))
    created = instant(created_at) if created_at else store.clock.now()
    row = DataRow(
        id=state.ids.cuid(),
        row_data=row_data,
        created=created,
        last_activity=created,
        dataset=dataset,
        external_id=external_id,
        global_key=global_key,
        media={**MEDIA[media_type], **(media_attributes or {})},
        attachments=[dict(each) for each in attachments],
        metadata=[dict(each) for each in metadata_fields],
        embeddings=[dict(each) for each in embeddings],
    )
    made = [_label(store, row, each) for each in labels]
    row.last_activity = (
        instant(last_activity_at)
        if last_activity_at
        else max((each.created for each in made), default=created)
    )
    state.dataset(dataset)
    state.rows[row.id] = row
    state.projects[home].add(row, *made, status=workflow_status, batch=state.batch(batch))
    return {"id": row.id, "project_id": home, "label_ids": [each.id for each in made]}


def _label(store: Store, row: DataRow, given: Mapping[str, Any]) -> Label:
    state = store.state(State)
    left = dict(given)
    when = left.pop("created_at", None)
    created = instant(when) if when else store.clock.now()
    made = Label(
        id=state.ids.cuid(),
        row=row,
        created=created,
        updated=created,
        created_by=left.pop("created_by", "labeler@example.com"),
        seconds=left.pop("seconds", 0),
        skipped=left.pop("skipped", False),
        scores={
            name: left.pop(name) for name in ("benchmark_score", "consensus_score") if name in left
        },
    )
    made.annotations = completed(state, str(row.media.get("asset_type")), left)
    return made


def add_model_run(
    store: Store,
    *,
    name: str,
    model: str = "Model",
    labels: Iterable[str] = (),
    predictions: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
) -> JSON:
    """Add a run of a model.

    Args:
        store: The store.
        name: The name of the run.
        model: The name of the model; runs of the same name belong to the same model.
        labels: Ids of labels of projects.
        predictions: Labels as in the fixture ``data_rows``, by the id of their data row.

    Returns:
        The ids of the run and its model.

    Raises:
        ValueError: A label or data row does not exist.
    """
    state = store.state(State)
    models = {each.model: each.model_id for each in state.runs.values()}
    run = ModelRun(
        state.ids.uuid(), name, models.get(model) or state.ids.uuid(), model, store.clock.peek()
    )
    for id_ in labels:
        label = state.label(id_)
        if label is None:
            raise ValueError(f"unknown label {id_!r}")
        run.rows[label.row.id] = label.row
        run.labels.setdefault(label.row.id, []).append(label)
    for id_, given in (predictions or {}).items():
        if id_ not in state.rows:
            raise ValueError(f"unknown data row {id_!r}")
        row = run.rows[id_] = state.rows[id_]
        run.predictions[id_] = [_label(store, row, each) for each in given]
    state.runs[run.id] = run
    return {"id": run.id, "model_id": run.model_id}


def add_slice(store: Store, *, name: str, query: Iterable[Mapping[str, Any]] = ()) -> JSON:
    """Add a slice of the catalog.

    Args:
        store: The store.
        name: The name.
        query: Filters, as in ``searchQuery.query`` of an export.

    Returns:
        The id.

    Raises:
        ValueError: A filter is invalid.
    """
    state = store.state(State)
    items = [dict(each) for each in query]
    try:
        row_filters(state, items, None)
    except (GraphQLError, KeyError) as error:
        raise ValueError(f"invalid query: {error}") from None
    made = Slice(state.ids.cuid(), name, items, store.clock.now())
    state.slices[made.id] = made
    return {"id": made.id}


def change_export_settings(store: Store, **settings: Any) -> JSON:
    """Change how exports behave, until the emulator is reset.

    Args:
        store: The store.
        **settings: Attributes of ``ExportSettings``.

    Returns:
        All settings.

    Raises:
        ValueError: A setting is unknown, or its value is invalid.
    """
    state = store.state(State)
    defaults = asdict(ExportSettings())
    for name, value in settings.items():
        if name not in defaults:
            known = ", ".join(each.name for each in fields(ExportSettings))
            raise ValueError(f"unknown setting {name!r}; use one of: {known}")
        _check_setting(name, value, defaults[name])
    state.settings = replace(state.settings, **settings)
    return asdict(state.settings)


def _check_setting(name: str, value: Any, default: Any) -> None:
    if name in _CHOICES:
        _check(name, value, _CHOICES[name])
    elif name == "missing":
        for each in value:
            _check(name, each, ("header", "file"))
    elif name == "timezone":
        if not isinstance(value, str | None):
            raise ValueError(f"timezone must be a text or null, not {value!r}")
    elif isinstance(default, bool) != isinstance(value, bool) or not isinstance(
        value, int | float if isinstance(default, float) else type(default)
    ):
        raise ValueError(f"{name} must be of type {type(default).__name__}, not {value!r:.60}")
    elif name in ("polls", "chunk_size", "url_lifetime") and value < (name == "chunk_size"):
        raise ValueError(f"{name} is too small: {value!r}")


def _check(name: str, value: Any, known: Iterable[Any]) -> None:
    if value not in known:
        texts = ", ".join(str(each) for each in known if each is not None)
        raise ValueError(f"unknown {name} {value!r}; use one of: {texts}")
