"""Rows of export v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.exporters.annotations import (
    AnnotationOptions,
    annotations_json,
)
from labelbridge_emulator.platforms.labelbox.models import timestamp
from labelbridge_emulator.platforms.labelbox.row_query import projects_of, runs_of, select_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.labelbox.export_tasks import ExportTask
    from labelbridge_emulator.platforms.labelbox.models import (
        DataRow,
        Label,
        ModelRun,
        Project,
        State,
    )


def rows_json(request: Request, state: State, task: ExportTask) -> Iterator[JSON]:
    """Yield the rows of a task, with URLs of this emulator."""
    exporter = _Exporter(request, state, task)
    for row in select_rows(state, task.query):
        yield exporter.row(row)


class _Exporter:
    def __init__(self, request: Request, state: State, task: ExportTask) -> None:
        self._state = state
        self._task = task
        self._base = f"{request.urls.labelbox}/api/v1"
        self._params = task.query.params
        self._projects = projects_of(state, task.query)
        self._runs = runs_of(state, task.query)

    def _asks(self, name: str) -> bool:
        return bool(self._params.get(f"include{name}"))

    def row(self, row: DataRow) -> JSON:
        made: dict[str, Any] = {"data_row": self._info(row), "media_attributes": row.media}
        parts = {
            "Attachments": ("attachments", row.attachments),
            "Metadata": ("metadata_fields", row.metadata),
            "Embeddings": ("embeddings", row.embeddings),
        }
        made |= {key: value for name, (key, value) in parts.items() if self._asks(name)}
        projects = {
            project.id: self._project(project, row)
            for project in self._projects
            if project.labels_of(row)
        }
        experiments = self._experiments(row)
        made |= {"projects": projects} if projects else {}
        return made | ({"experiments": experiments} if experiments else {})

    def _info(self, row: DataRow) -> dict[str, Any]:
        made = {"id": row.id, "row_data": row.row_data}
        keys = {"global_key": row.global_key, "external_id": row.external_id}
        made |= {name: value for name, value in keys.items() if value is not None}
        if not self._asks("DataRowDetails"):
            return made
        details = {
            "dataset_id": self._state.dataset(row.dataset),
            "dataset_name": row.dataset,
            "created_at": _instant(row.created),
            "updated_at": _instant(row.last_activity),
            "last_activity_at": _instant(row.last_activity),
            "created_by": row.created_by,
        }
        return {**made, "details": details}

    def _project(self, project: Project, row: DataRow) -> dict[str, Any]:
        labels = project.labels_of(row)
        made: dict[str, Any] = {
            "name": project.name,
            "labels": [self._label(label, project.id) for label in labels],
        }
        if self._asks("ProjectDetails"):
            found = project.rows[row.id]
            done = found.status == "Done"
            made["project_details"] = {
                "batch_id": found.batch[0],
                "batch_name": found.batch[1],
                "priority": found.priority,
                "consensus_expected_label_count": len(labels) if len(labels) > 1 else 0,
                "workflow_status": _upper_snake(found.status),
                "workflow_history": [step for label in labels for step in _history(label)],
                **({} if done else {"task_name": "Initial review task"}),
            }
        return made

    def _label(self, label: Label, project: str) -> dict[str, Any]:
        made: dict[str, Any] = {
            "label_kind": "Video" if label.row.media.get("asset_type") == "video" else "Default",
            "version": "1.0.0",
            "id": label.id,
        }
        if self._asks("LabelDetails"):
            made["label_details"] = {
                "created_at": _instant(label.created),
                "updated_at": _instant(label.updated),
                "content_last_updated_at": _instant(label.updated),
                "created_by": label.created_by,
                "reviews": [_snake_keys(each) for each in label.reviews],
            }
        if self._asks("PerformanceDetails"):
            made["performance_details"] = {
                "seconds_to_create": label.seconds,
                "seconds_to_review": 0,
                "skipped": label.skipped,
                **_scores(label),
            }
        return {**made, "annotations": annotations_json(label, self._options(project))}

    def _options(self, project: str) -> AnnotationOptions:
        settings = self._task.settings
        composite = f"{self._base}/tasks/{self._task.id}/masks"
        return AnnotationOptions(
            composite_url=composite if settings.masks == "composite" else None,
            single_url=f"{self._base}/projects/{project}/annotations",
            interpolated=self._asks("InterpolatedFrames"),
            key_frame_lists=settings.key_frames == "list",
        )

    def _experiments(self, row: DataRow) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for run in self._runs:
            if row.id in run.rows:
                named = {"name": run.model} if self._asks("ModelRunDetails") else {}
                model = made.setdefault(run.model_id, {**named, "runs": {}})
                model["runs"][run.id] = self._run(run, row)
        return made

    def _run(self, run: ModelRun, row: DataRow) -> dict[str, Any]:
        made: dict[str, Any] = {
            "run_data_row_id": f"{run.id}-{row.id}",
            "labels": [self._label(each, run.id) for each in run.labels.get(row.id, ())],
        }
        if self._asks("ModelRunDetails"):
            made["name"] = run.name
        if self._asks("Predictions"):
            predictions = run.predictions.get(row.id, ())
            made["predictions"] = [self._label(each, run.id) for each in predictions]
        return made


def _scores(label: Label) -> dict[str, float]:
    if label.is_benchmark and label.benchmark_agreement >= 0:
        return {"benchmark_score": label.benchmark_agreement}
    return label.scores


def _history(label: Label) -> list[dict[str, Any]]:
    """Return the steps of the workflow; no sample of export v2 shows their keys."""
    steps = (label.workflow or {}).get("Workflow History", ())
    return [_snake_keys(each) for each in steps]


def _snake_keys(value: Mapping[str, Any]) -> dict[str, Any]:
    return {_upper_snake(name).lower(): each for name, each in value.items()}


def _upper_snake(name: str) -> str:
    """Return a name in camel case in upper case with underscores."""
    return "".join(f"_{each}" if each.isupper() else each for each in name).lstrip("_").upper()


def _instant(instant: datetime) -> str:
    return timestamp(instant).replace("Z", "+00:00")
