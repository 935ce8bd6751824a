"""Labelbox's own SDK, 7.17.0, exports data rows; its rows are those of this client."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from labelbridge import Labelbox
from labelbridge_emulator.platforms.labelbox.demo import exports, seeds
from tests.contracts.cases import same, same_data, without_nulls
from tests.sdk.environments import run
from tests.sdk.recording import check

pytestmark = pytest.mark.xdist_group("labelbox-sdk")

ID, KEY = "cmw3uicg07nnhyhbu9lptsd21", "street-0001"
PROBLEM = {"message": "The mask is damaged: 夜", "dataRowId": ID}
FORMS = {"chunk_size": 10_001, "numbers": "text", "key_frames": "map", "masks": "composite"}
OTHER_FORMS = {"chunk_size": 20_003, "numbers": "number", "key_frames": "list", "masks": "single"}
"""The SDK decodes each chunk by itself, so that none may end inside of a character."""
SERIES = {
    "row_data": "https://example.com/thorax.dcm",
    "media_type": "dicom",
    "labels": [
        {
            "created_at": "2022-05-01",
            "groups": {
                "Axial": {
                    "classifications": [{"name": "Quality", "text_answer": {"content": "good"}}]
                }
            },
        }
    ],
}
"""A data row with a classification of an axis, which the demo data does not have."""
FEBRUARY = date(2023, 2, 1)
FILTERS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "id": ({"data_row_ids": [ID]}, {"data_row_ids": [ID]}, "Streets"),
    "key": ({"global_keys": [KEY]}, {"global_keys": [KEY]}, "Streets"),
    "unknown": ({"global_keys": ["x"]}, {"global_keys": ["x"]}, ""),
    "days": (
        {"last_activity_at": ["2023-02-01", "2023-02-10"]},
        {"since": FEBRUARY, "until": "2023-02-10"},
        "Streets Letters Streets",
    ),
    "seconds": (
        {"label_created_at": ["2023-02-27 07:45:12", "2023-03-03 13:29:59"]},
        {
            "created_since": datetime(2023, 2, 27, 7, 45, 12, tzinfo=UTC),
            "created_until": "2023-03-03T14:29:59+01:00",
        },
        "Angiographies",
    ),
    "since": (
        {"label_created_at": ["2023-03-09T00:00:00+0000", None]},
        {"created_since": "2023-03-09T00:00:00Z"},
        "Chats Streets",
    ),
    "both": (
        {"label_created_at": [None, "2023-02-01"], "last_activity_at": ["2023-02-01", None]},
        {"created_until": FEBRUARY, "since": FEBRUARY},
        "Streets Letters Streets",
    ),
    **{
        status: ({"workflow_status": status}, {"workflow_status": status}, datasets)
        for status, datasets in {
            "ToLabel": "Streets",
            "InRework": "Articles",
            "Done": "Streets Streets Streets",
        }.items()
    },
}
"""Filters of the SDK, those of this client, and the datasets of the data rows that match."""


@pytest.fixture(scope="module")
def labelbox(emulator, key):
    with Labelbox(key, base_url=emulator.labelbox) as client:
        yield client


@pytest.fixture(scope="module")
def seen(emulator, key, labelbox, exchanges, tmp_path_factory) -> dict[str, Any]:
    """The results of the program for the demo data, and its requests and traffic."""

    def task(**settings: Any) -> str:
        emulator.add("labelbox", "export_settings", **settings)
        return str(labelbox.exports.create(seeds.PROJECT).id)

    emulator.add("labelbox", "data_rows", **SERIES)
    failed = task(status="FAILED")
    others = task(status="COMPLETE", errors=[PROBLEM], **OTHER_FORMS)
    emulator.add("labelbox", "export_settings", errors=[], **FORMS)
    emulator.faults([{"operation": "execute_graphql", "status": 429}])
    home: Path = tmp_path_factory.mktemp("labelbox")
    given = {
        "endpoint": f"{emulator.labelbox}/graphql",
        "rest": f"{emulator.labelbox}/api/v1",
        "key": key,
        "project": seeds.PROJECT,
        "dataset": exports.STREETS,
        "slice": exports.SLICE,
        "run": exports.RUN,
        "tasks": {"failed": failed, "other forms": others},
        "filters": {name: each for name, (each, _, _) in FILTERS.items()},
    }
    before = len(emulator.requests())
    exchanges.clear()
    found = run("labelbox-v2", "streamed_export", given, home)
    return found | {"requests": emulator.requests()[before:], "exchanges": [*exchanges]}


def rows_of(seen: dict[str, Any], export: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = seen["exports"][export][1]
    return rows


def texts(values: Iterable[Any]) -> list[str]:
    """Return JSON values as texts, in an order that depends only on them."""
    return sorted(json.dumps(each, sort_keys=True) for each in values)


def found_in(value: Any, keys: tuple[str, ...], skipped: str = "") -> list[Any]:
    """Return the objects of JSON, at any depth, that have a key with one of the endings."""
    if isinstance(value, list):
        return [each for part in value for each in found_in(part, keys, skipped)]
    if not isinstance(value, dict) or skipped in value:
        return []
    own = [value] if any(key.endswith(keys) for key in value) else []
    inner = (part for key, part in value.items() if key not in {"predictions", "relationships"})
    return own + [each for part in inner for each in found_in(part, keys, skipped)]


TARGETS = [
    "project",
    "other forms",
    "frames",
    "dataset",
    "catalog",
    "key",
    "slice",
    "model run",
    "data row",
]


@pytest.mark.parametrize("export", TARGETS)
def test_rows_objects_and_classifications_are_those_of_this_client(seen, labelbox, export):
    task_id, theirs = seen["exports"][export]
    for row, raw in zip(labelbox.exports.read(task_id), theirs, strict=True):
        assert same_data(row, raw)
        # the same label can be in a project and in a model run
        labels = list({each["id"]: each for each in found_in(raw, ("label_kind",))}.values())
        objects = found_in(labels, ("annotation_kind",))
        questions = found_in(labels, ("_answer", "_answers"), skipped="annotation_kind")
        assert texts(each.to_dict() for each in row.objects) == texts(objects)
        assert texts(each.to_dict() for each in row.classifications) == texts(questions)


PARTS = ("attachments", "data_row_details", "embeddings", "metadata_fields")
LABELS = ("label_details", "performance_details", "project_details")
ALL = {
    "all_projects": True,
    "all_model_runs": True,
    "include": [*PARTS, *LABELS, "predictions"],
}
CREATE: dict[str, Callable[[Any], Any]] = {
    "project": lambda its: its.create(seeds.PROJECT, include=[*PARTS, *LABELS]),
    "frames": lambda its: its.create(seeds.PROJECT, include=["interpolated_frames"]),
    "dataset": lambda its: its.create_from_catalog(dataset_ids=[exports.STREETS], **ALL),
    "catalog": lambda its: its.create_from_catalog(),
    "key": lambda its: its.create_from_catalog(global_keys=[KEY], **ALL),
    "slice": lambda its: its.create_from_slice(exports.SLICE, all_projects=True),
    "model run": lambda its: its.create_from_model_run(
        exports.RUN, include=[*PARTS, "predictions", "model_run_details"]
    ),
    "data row": lambda its: its.create_from_catalog(data_row_ids=[ID]),
}


@pytest.mark.parametrize("export", CREATE)
def test_this_client_creates_the_same_exports(seen, labelbox, export):
    task_id, theirs = seen["exports"][export]
    task = CREATE[export](labelbox.exports)
    ours = json.dumps([row.to_dict() for row in labelbox.exports.read(task)])
    # URLs of masks have the id of the task
    assert same(json.loads(ours.replace(task.id, task_id)), without_nulls(theirs))


def test_every_kind_of_media_is_exported(seen):
    media = {row["media_attributes"]["asset_type"] for row in rows_of(seen, "project")}
    kinds = "image video text document conversational html audio dicom geospatial llm"
    assert media == {*kinds.split()}


def test_targets_have_their_data_rows(seen):
    ids = {name: [row["data_row"]["id"] for row in rows_of(seen, name)] for name in TARGETS}
    streets = [
        row["data_row"]["id"]
        for row in rows_of(seen, "project")
        if row["data_row"]["details"]["dataset_name"] == "Streets"
    ]
    assert ids["catalog"] == ids["project"] == ids["frames"] == ids["other forms"]
    assert ids["dataset"] == ids["slice"] == streets
    assert ids["key"] == ids["model run"] == ids["data row"] == [ID] == seen["files"]
    (of_key,), (of_run,) = rows_of(seen, "key"), rows_of(seen, "model run")
    assert of_key["experiments"].keys() == of_run["experiments"].keys()


def test_interpolated_frames_are_exported_on_request(seen):
    frames = [
        len(found_in(rows_of(seen, export), ("annotation_kind",)))
        for export in ("project", "frames")
    ]
    assert frames[0] < frames[1]


@pytest.mark.parametrize("name", FILTERS)
def test_filters_select_the_same_data_rows(seen, labelbox, name):
    _, options, datasets = FILTERS[name]
    ids = seen["filtered"][name]
    assert [row.data_row.id for row in labelbox.exports.rows(seeds.PROJECT, **options)] == ids
    names = {
        row["data_row"]["id"]: row["data_row"]["details"]["dataset_name"]
        for row in rows_of(seen, "project")
    }
    assert [names[each] for each in ids] == datasets.split()


def test_datasets_slices_and_model_runs_are_found(seen):
    dataset, part, run = seen["found"]
    assert dataset == ["Streets", len(rows_of(seen, "dataset")), "2020-01-01 12:00:00+00:00"]
    assert part == ["Streets", [{"type": "dataset", "operator": "is", "ids": [exports.STREETS]}]]
    (row,) = rows_of(seen, "model run")
    assert run == ["Run 1", *row["experiments"]]


def test_task_is_described(seen):
    assert seen["task"] == ["All of it", "COMPLETE", 100, "export-data-rows"]
    size, errors = seen["size"]
    assert errors is None
    lines = [json.dumps(row, ensure_ascii=False) for row in rows_of(seen, "project")]
    assert (len(lines), len("\n".join(lines).encode()) + 1) == (seen["lines"], size)


def test_errors_are_those_of_the_sdk(seen):
    errors = seen["errors"]
    assert {name: kind for name, (kind, _) in errors.items()} == {
        "rate limit": "ApiLimitError",
        "failed": "ExportTaskException",
        "empty": "ValueError",
        **dict.fromkeys(
            ["unknown dataset", "unknown slice", "unknown run", "unknown task"],
            "ResourceNotFoundError",
        ),
        "unknown key": "AuthenticationError",
    }
    assert "does not have a RESULT stream" in errors["empty"][1]
    assert seen["problems"] == [PROBLEM]


def test_other_forms_are_read(seen):
    forms = [
        {
            type(each).__name__
            for video in found_in(rows_of(seen, name), ("key_frame_feature_map",))
            for each in video["key_frame_feature_map"].values()
        }
        for name in ("project", "other forms")
    ]
    assert forms == [{"dict"}, {"dict", "list"}]  # those of DICOM series are dicts of axes
    assert found_in(rows_of(seen, "other forms"), ("composite_mask",)) == []


def test_chunks_end_inside_lines(seen):
    chunks = [each["response"]["body"] for each in seen["exchanges"] if each["origin"] == "storage"]
    assert sum(not chunk.endswith(b"\n") for chunk in chunks) >= 10


def test_key_is_sent_to_the_api_only(seen, emulator, key):
    assert emulator.violations == []
    assert [each["status"] for each in seen["requests"] if each["status"] >= 400] == [429, 401]
    for request in seen["requests"]:
        at_storage = request["operation"].startswith("storage.")
        assert (key in str(request)) != (at_storage or request["status"] == 401), request


def test_traffic_keeps_the_contract(seen, emulator):
    check("labelbox-v2", seen["exchanges"], emulator)
