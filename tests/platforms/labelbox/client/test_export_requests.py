"""The requests of exports v2: filters, parts of rows, and the GraphQL documents."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from labelbridge.errors import InvalidArgument
from labelbridge.labelbox import DataRowMask
from labelbridge.labelbox._inputs import export_tasks
from labelbridge.labelbox._inputs.data_row_filters import search_items
from labelbridge.labelbox._inputs.export_tasks import included
from labelbridge.labelbox._inputs.exports import export_request
from labelbridge.labelbox.resources.exports import Exports, ProjectExports
from labelbridge.labelbox.resources.masks import Masks
from tests.support.flow_runner import flow

INDIA = timezone(timedelta(hours=5, minutes=30))
SCHEMA = Path(__file__).parents[4] / "openapi" / "labelbox.graphql"


def between(kind, operator, value, zone="UTC"):
    return {"type": kind, "value": {"operator": operator, "timezone": zone, "value": value}}


def ids(kind, *values):
    return {"type": kind, "operator": "is", "ids": [*values]}


@pytest.mark.parametrize(
    ("arguments", "item"),
    [
        (
            {"since": datetime(2026, 5, 1, 14, 30, tzinfo=INDIA)},
            between(
                "data_row_last_activity_at", "GREATER_THAN_OR_EQUAL", "2026-05-01T09:00:00+0000"
            ),
        ),
        (
            {"created_since": "2026-05-01T14:30:00+05:30", "created_until": "2026-05-02T00:00:00Z"},
            between(
                "labeled_at",
                "BETWEEN",
                {"min": "2026-05-01T09:00:00+0000", "max": "2026-05-02T00:00:00+0000"},
            ),
        ),
        (
            {"until": datetime(2026, 5, 1, 23, 59, 59, 1, tzinfo=UTC)},
            between("data_row_last_activity_at", "LESS_THAN_OR_EQUAL", "2026-05-02T00:00:00+0000"),
        ),
        (
            {"since": datetime(1, 1, 1, tzinfo=UTC), "until": datetime.max.replace(tzinfo=UTC)},
            between(
                "data_row_last_activity_at",
                "BETWEEN",
                {"min": "0001-01-01T00:00:00+0000", "max": "9999-12-31T23:59:59+0000"},
            ),
        ),
        (
            {"since": date(2026, 5, 1), "until": "2026-05-01"},
            between(
                "data_row_last_activity_at",
                "BETWEEN",
                {"min": "2026-05-01", "max": "2026-05-01"},
                None,
            ),
        ),
        ({"workflow_status": "ToLabel"}, {"type": "task_queue_not_exist"}),
        ({"workflow_status": "IN_REVIEW"}, {"type": "task_queue_status", "status": "InReview"}),
        ({"global_keys": ("a", "b")}, ids("global_key", "a", "b")),
        ({"data_row_ids": iter(["a"])}, ids("data_row_id", "a")),
        ({"batch_ids": ["x"] * 2000}, ids("batch", *["x"] * 2000)),
    ],
)
def test_filters(arguments, item):
    assert search_items(**arguments) == [item]


def test_all_filters_are_combined():
    given = {"since": "2026-05-01", "workflow_status": "Done", "data_row_ids": ["a"]}
    kinds = [item["type"] for item in search_items(**given)]
    assert kinds == ["data_row_last_activity_at", "task_queue_status", "data_row_id"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"since": datetime(2026, 5, 1)}, "since: has no time zone: datetime.*tzinfo=timezone.utc"),
        ({"until": "2026-05-01 14:30:00"}, "until: has no time zone: "),
        ({"since": "yesterday"}, "since: must be a datetime with a time zone like .*'yesterday'"),
        ({"since": 5}, "since: must be a datetime"),
        ({"created_until": "2026-13-01"}, "created_until: must be a datetime"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "until: .* is before since"),
        (
            {"since": "2026-05-01", "until": datetime(2026, 5, 2, tzinfo=UTC)},
            "until: and since must both be dates, or both be datetimes",
        ),
        ({"workflow_status": "Labeled"}, "workflow_status: must be ToLabel, InReview, InRework or"),
        ({"workflow_status": ["Done"]}, "workflow_status: must be"),
        ({"global_keys": []}, "global_keys: is empty; leave it out"),
        ({"global_keys": "key"}, "global_keys: must be a list, not str"),
        ({"batch_ids": ["a", ""]}, r"batch_ids\[1\]: must be a string that is not empty"),
        ({"data_row_ids": ["a"] * 2001}, "data_row_ids: has 2,001 items, but .* 2,000 at most"),
        (
            {"data_row_ids": ["a"], "global_keys": ["b"]},
            "data_row_ids: cannot be combined with global_keys",
        ),
        ({"include": ["attachment"]}, r"include\[0\]: 'attachment' is unknown; did you mean 'att"),
        ({"include": "attachments"}, "include: must be a list of names, not str"),
        ({"include": ["x"]}, r"include\[0\]: 'x' is unknown; known are attachments, data_row"),
        ({"name": ""}, "name: must be a string"),
        ({"project_id": " "}, "project_id: must be a name or an id"),
    ],
)
def test_invalid_arguments_are_rejected_before_any_request(arguments, problem):
    for method in (ProjectExports.rows, ProjectExports.create):
        with pytest.raises(InvalidArgument, match=f"^{problem}"):
            flow(method, **{"project_id": "p"} | arguments)


@pytest.mark.parametrize(
    ("method", "arguments", "problem"),
    [
        (Exports.wait, {"task": "t", "timeout": 0}, "timeout: "),
        (Exports.read, {"task": "a task"[:2]}, "task: "),
        (Exports.get, {"task": None}, "task: "),
        (Exports.errors, {"task": ""}, "task: "),
        (Exports.create_from_slice, {"slice_id": ""}, "slice_id: "),
        (Exports.create_from_model_run, {"model_run_id": 5}, "model_run_id: "),
        (
            Exports.create_from_model_run,
            {"model_run_id": "r", "include": ["label_details"]},
            r"include\[0\]: 'label_details' is unknown; did you mean 'model_run_details'",
        ),
        (
            Exports.create_from_catalog,
            {"project_ids": ["p"] * 31},
            "project_ids: has 31 items, but the platform accepts 30 at most",
        ),
        (Exports.create_from_catalog, {"all_projects": 1}, "all_projects: must be True or False"),
        (Masks.get, {"object": "x"}, r"object: must be an object with a mask .*, not 'x'"),
    ],
)
def test_invalid_tasks_and_objects_are_rejected(method, arguments, problem):
    with pytest.raises(InvalidArgument, match=f"^{problem}"):
        flow(method, **arguments)


def test_unknown_arguments_are_errors():
    with pytest.raises(TypeError, match="sinse"):
        flow(ProjectExports.rows, "p", sinse="2026-05-01")


def test_included_parts_are_true():
    found = included("Project", ["attachments", "metadata_fields"])
    assert [name for name, value in found.items() if value] == [
        "includeAttachments",
        "includeMetadata",
    ]
    assert len(found) == 8


def test_documents_match_the_schema():
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"))
    documents = [export_tasks.TIME_ZONE, export_tasks.TASK, export_tasks.HEADER]
    documents += [export_tasks.CHUNK, *export_tasks.CREATE.values()]
    assert len(documents) == 8
    bounds = {"start": "2020-01-01", "last_activity_end": "2020-01-02"}
    documents += [export_request("p").query, export_request("p", **bounds).query]
    for document in documents:
        assert validate(schema, parse(document)) == []


def test_an_object_without_a_url_has_no_mask():
    names = {"feature_id": "f", "feature_schema_id": "s", "name": "n", "value": "v"}
    thing = DataRowMask.from_dict(
        {**names, "annotation_kind": "ImageSegmentationMask", "classifications": []}
    )
    with pytest.raises(InvalidArgument, match="object: has no URL of a mask"):
        flow(Masks.get, thing)
