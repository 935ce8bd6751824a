"""Exports of data rows: chunks, tasks, filters, failures, and export v1 switched off."""

import gc
import json
import warnings
from datetime import UTC, datetime, timedelta

import anyio
import pytest

from labelbridge import AsyncLabelbox, ClientOptions, Labelbox
from labelbridge.errors import (
    BadRequest,
    ConnectionFailed,
    JobFailed,
    NotFound,
    RateLimited,
    ResponseFormatError,
    ServerError,
    WaitTimeout,
)
from labelbridge.labelbox import DataRowExport, DataRowMask, read_export
from labelbridge.labelbox.resources.exports import Exports
from labelbridge.options import RetryPolicy
from labelbridge_emulator.platforms.labelbox.demo import exports, seeds
from tests.support.flow_runner import FlowRunner, flow
from tests.support.modes import BACKENDS
from tests.support.rows import read_all

PROJECT = seeds.PROJECT
GRAPHQL, STORAGE = "execute_graphql", "storage.get"
DAY = timedelta(days=1)


@pytest.fixture
def settings(labelbox, emulator):
    """Change how exports behave."""
    return lambda **given: emulator.add("labelbox", "export_settings", **given)


def dicts(rows):
    return [row.to_dict() for row in rows]


def ids(rows):
    return {row.data_row.id for row in rows}


@pytest.fixture
def expected(labelbox, settings):
    """All rows, read in one chunk."""
    settings(chunk_size=1 << 20)
    return dicts(labelbox.exports.rows(PROJECT))


@pytest.mark.parametrize(
    "given",
    [
        {"chunk_size": 997},
        {"chunk_size": 300, "numbers": "number"},
        {"streamable": False},
        {"chunk_size": 5000, "key_frames": "list"},
    ],
    ids=str,
)
def test_rows_are_the_same_in_all_forms(labelbox, settings, expected, given, tmp_path):
    settings(**given)
    assert len(expected) == 15
    rows = list(labelbox.exports.rows(PROJECT))
    assert {*map(type, rows)} == {DataRowExport}
    task = labelbox.exports.create(PROJECT)
    path = labelbox.exports.download(task, to=tmp_path / "rows.ndjson")
    for found in (rows, labelbox.exports.read(task.id), read_export(path)):
        assert without_tasks(dicts(found)) == without_tasks(expected)
    frames = [f for row in rows for label in row.labels for f in label.frames if f.axis is None]
    assert [f.number for f in frames if f.key_features][-3:] == [1, 10, 20]


def without_tasks(rows):
    """Leave out the URLs of masks and key frames, which differ between exports."""
    for row in rows:
        for project in row.get("projects", {}).values():
            for label in project["labels"]:
                label["annotations"].pop("key_frame_feature_map", None)
    text = json.dumps(rows, sort_keys=True, default=str)
    return [part.partition("/masks/")[2] or part for part in text.split("/tasks/")]


def test_broken_and_expired_chunks_are_read_again(labelbox, settings, emulator, expected):
    settings(chunk_size=4096)
    emulator.faults(
        [
            {"operation": STORAGE, "skip": 1, "status": 403},
            {"operation": STORAGE, "skip": 2, "body": "cut", "count": 3},
            {"operation": STORAGE, "skip": 4, "status": 503},
        ]
    )
    assert without_tasks(dicts(labelbox.exports.rows(PROJECT))) == without_tasks(expected)
    statuses = [each["status"] for each in emulator.requests() if each["operation"] == STORAGE]
    assert {200, 206, 403, 503} == {*statuses}


def test_an_error_of_the_storage_follows_the_rows_before_it(labelbox, settings, emulator, expected):
    settings(chunk_size=2000)
    emulator.faults([{"operation": STORAGE, "skip": 3, "status": 404, "count": 20}])
    rows, error = read_all(labelbox.exports.rows(PROJECT))
    assert isinstance(error, NotFound)
    assert error.vendor == "storage"
    assert 0 < len(rows) < 15
    assert without_tasks(dicts(rows)) == without_tasks(expected[: len(rows)])


def test_the_first_row_is_read_before_the_second_chunk_is_requested(labelbox, settings, emulator):
    settings(chunk_size=8000)
    with labelbox.exports.rows(PROJECT) as rows:
        next(rows)
        assert [each["operation"] for each in emulator.requests()].count(STORAGE) == 1
    assert list(rows) == []


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"workflow_status": "ToLabel"}, {"new.jpg"}),
        ({"workflow_status": "DONE", "since": "2023-03-10"}, {"traffic.mp4"}),
        ({"global_keys": ["街路-0002", "unknown"]}, {"night.jpg"}),
        ({"created_until": datetime(2020, 2, 1, tzinfo=UTC)}, {"crossing.jpg"}),
        ({"data_row_ids": ["unknown"]}, set()),
        (
            # 01:00 in India is before midnight in UTC
            {
                "created_since": "2023-03-10T13:00:01+05:30",
                "created_until": "2023-03-10T18:30:00+05:30",
            },
            {"traffic.mp4"},
        ),
        (
            {
                "created_since": "2023-03-10T13:00:00+00:00",
                "created_until": "2023-03-10T13:00:00+00:00",
            },
            {"traffic.mp4"},
        ),
    ],
)
def test_filters_select_rows(labelbox, filters, names):
    for rows in (
        labelbox.exports.rows(PROJECT, **filters),
        labelbox.project(PROJECT).exports.rows(**filters),
    ):
        assert {row.data_row.external_id for row in rows} == names


def test_dates_are_in_the_time_zone_of_the_user(labelbox, settings, emulator):
    day = {"created_since": "2023-03-11", "created_until": "2023-03-11"}
    assert list(labelbox.exports.rows(PROJECT, **day)) == []
    settings(timezone="Pacific/Kiritimati")  # 14 hours before UTC
    assert len(list(labelbox.exports.rows(PROJECT, **day))) == 1


def test_parts_of_rows_are_included_on_demand(labelbox):
    (plain,) = labelbox.exports.rows(PROJECT, global_keys=["街路-0002"])
    assert plain.metadata_fields is None
    parts = ["metadata_fields", "label_details", "project_details", "embeddings", "attachments"]
    (row,) = labelbox.exports.rows(PROJECT, global_keys=["街路-0002"], include=parts)
    assert [each.schema_name for each in row.metadata_fields] == ["camera", "tags"]
    assert [label.label_details.created_by for label in row.labels] == [
        "ada@example.com",
        "grace@example.com",
    ]
    assert row.projects[PROJECT].project_details.workflow_status == "IN_REVIEW"


@pytest.mark.parametrize(
    ("create", "names"),
    [
        (
            lambda its: its.create_from_catalog(dataset_ids=[exports.STREETS], since="2023-03-07"),
            {"new.jpg", "night.jpg", "traffic.mp4"},
        ),
        (lambda its: its.create_from_catalog(global_keys=["街路-0002"]), {"night.jpg"}),
        (lambda its: its.create_from_slice(exports.SLICE, all_projects=True), None),
        (
            lambda its: its.create_from_model_run(exports.RUN, include=["predictions"], name="r"),
            {"street.jpg"},
        ),
    ],
)
def test_data_rows_of_the_catalog_of_slices_and_model_runs(labelbox, create, names):
    rows = list(labelbox.exports.read(create(labelbox.exports)))
    found = {row.data_row.external_id for row in rows}
    assert found == names if names else found > {"night.jpg", "traffic.mp4"}
    for row in rows:
        if row.experiments:
            assert [label.objects[0].name for label in row.predictions] == ["Person"]


def test_a_task_can_be_read_later_by_its_user_only(labelbox, emulator, key):
    task = labelbox.exports.create(PROJECT, name="nightly", workflow_status="Done")
    assert (task.status, task.name) == ("IN_PROGRESS", "nightly")
    with Labelbox(key, base_url=emulator.labelbox) as later:
        state = later.exports.get(task.id)
        assert (state.id, state.status, state.completion_percentage) == (task.id, "COMPLETE", 100)
        assert ids(later.exports.read(task.id)) == ids(labelbox.exports.read(task))
    with Labelbox("another", base_url=emulator.labelbox) as other:
        for call in (other.exports.get, other.exports.wait):
            with pytest.raises(NotFound, match=f"there is no task {task.id}, or another user"):
                call(task.id)


def test_a_wait_ends_at_its_timeout(labelbox, settings):
    settings(polls=1000)
    task = labelbox.exports.create(PROJECT)
    with pytest.raises(WaitTimeout, match=rf"export {task.id} did not .* status: IN_PROGRESS$"):
        labelbox.exports.wait(task, timeout=0.2)
    for timeout in (0.2, 1e-9):  # the second one ends before the first poll
        _, error = read_all(labelbox.exports.rows(PROJECT, timeout=timeout))
        assert isinstance(error, WaitTimeout)
        assert labelbox.exports.get(error.last.id).status == "IN_PROGRESS"


@pytest.mark.parametrize("streamable", [True, False])
@pytest.mark.parametrize(
    ("status", "errors", "text"),
    [
        ("FAILED", [{"message": "größe"}, {"code": 5}], ': {"message":"größe"}; {"code":5}'),
        ("CANCELED", [], ", without a reason"),
    ],
)
def test_a_failed_export_has_its_errors(labelbox, settings, status, errors, text, streamable):
    settings(status=status, errors=errors, streamable=streamable)
    task = labelbox.exports.create(PROJECT)
    with pytest.raises(JobFailed) as caught:
        labelbox.exports.wait(task)
    assert str(caught.value) == f"export {task.id} ended with the status {status}{text}"
    assert caught.value.errors == errors
    assert caught.value.last.status == status
    assert [each.to_dict() for each in labelbox.exports.errors(task)] == errors


def test_errors_of_an_export_that_cannot_be_read_are_left_out(labelbox, settings, emulator):
    settings(status="FAILED", errors=[{"message": "x" * 300}], chunk_size=100)
    with pytest.raises(JobFailed, match="without a reason"):
        labelbox.exports.wait(labelbox.exports.create(PROJECT))
    emulator.faults([{"operation": STORAGE, "status": 404, "count": 9}])
    with pytest.raises(JobFailed, match="without a reason"):
        labelbox.exports.wait(labelbox.exports.create(PROJECT))


def test_an_export_without_a_stream_has_no_rows(labelbox, settings, tmp_path):
    settings(missing=["header"])
    task = labelbox.exports.create(PROJECT)
    assert list(labelbox.exports.read(task)) == []
    path = labelbox.exports.download(task, to=tmp_path / "rows.ndjson")
    assert path.read_bytes() == b""
    assert list(read_export(path)) == []


def test_a_chunk_without_a_file_is_an_error(labelbox, settings):
    settings(missing=["file"])
    with pytest.raises(ResponseFormatError, match="execute_graphql: the response has no chunk for"):
        list(labelbox.exports.rows(PROJECT))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "the response has neither data nor an error"),
        ({}, "the response has neither a task nor an error"),
        ({"exportDataRowsInProject": None}, "the response has neither a task nor an error"),
    ],
)
def test_a_response_without_a_task_is_an_error(labelbox, emulator, data, problem):
    emulator.faults([{"operation": GRAPHQL, "content": {"data": data}}])
    with pytest.raises(ResponseFormatError, match=problem):
        labelbox.exports.create(PROJECT)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "the response has neither a task nor an error"),
        ({"task": "text"}, "the response has neither a task nor an error"),
        ({"task": {"exportMetadataHeader": 7}}, "exportMetadataHeader is not an object"),
        *(
            ({"task": {"exportMetadataHeader": header}}, "totalSize is not a number of bytes")
            for header in ({}, {"totalSize": "many"}, {"totalSize": -1})
        ),
    ],
)
def test_an_unreadable_header_is_an_error(labelbox, emulator, data, problem):
    emulator.faults([{"operation": GRAPHQL, "content": {"data": data}, "skip": 1}])
    with pytest.raises(ResponseFormatError, match=problem):
        list(labelbox.exports.errors(exports.TASK))


@pytest.mark.parametrize(
    ("user", "error"),
    [(7, ResponseFormatError), ({"createdTasks": 7}, ResponseFormatError), ({}, NotFound)],
)
def test_only_a_missing_task_is_not_found(labelbox, emulator, user, error):
    emulator.faults([{"operation": GRAPHQL, "content": {"data": {"user": user}}}])
    with pytest.raises(error):
        labelbox.exports.get("t")


def test_a_task_is_read_as_far_as_possible(labelbox, emulator):
    task = {"id": "t", "createdAt": "yesterday", "completionPercentage": "50 %"}
    emulator.faults(
        [{"operation": GRAPHQL, "content": {"data": {"user": {"createdTasks": [task]}}}}] * 2
    )
    found = labelbox.exports.get("t")
    assert (found.id, found.created_at, found.completion_percentage) == ("t", None, None)
    with pytest.raises(ResponseFormatError, match=r"ExportTask\.status"):
        labelbox.exports.wait("t")


def test_a_task_is_created_once(labelbox, emulator):
    emulator.faults([{"operation": GRAPHQL, "status": 503, "count": 1}])
    with pytest.raises(ServerError):
        labelbox.exports.create(PROJECT)
    emulator.faults([{"operation": GRAPHQL, "body": "cut"}])
    with pytest.raises(ConnectionFailed):
        list(labelbox.exports.rows(PROJECT))
    assert len(emulator.requests()) == 2


@pytest.mark.parametrize("status", [200, 429])
def test_a_rate_limit_is_recognized_by_its_message(labelbox, emulator, status):
    fault = {
        "operation": GRAPHQL,
        "status": status,
        "content": {"message": "You have exceeded the limit of 1500 requests per minute"},
    }
    emulator.faults([fault])
    assert labelbox.exports.create(PROJECT).id  # retried, because nothing was created
    emulator.faults([{**fault, "count": 9}])
    with pytest.raises(RateLimited, match="You have exceeded") as caught:
        labelbox.exports.create(PROJECT)
    assert caught.value.status == 429


def test_an_unknown_project_is_not_found(labelbox):
    with pytest.raises(NotFound, match="Resource 'Project' not found"):
        list(labelbox.exports.rows("unknown"))


def test_a_switched_off_export_is_an_error_that_says_so(labelbox, settings, tmp_path):
    settings(export_v1=False)
    text = r"Cannot query field 'exportLabels' .*switched off export v1; use exports.rows\)"
    with pytest.raises(BadRequest, match=text) as caught:
        list(labelbox.labels.export(PROJECT))
    assert (caught.value.status, caught.value.code) == (400, "GRAPHQL_VALIDATION_FAILED")
    with pytest.raises(BadRequest, match=text):
        labelbox.labels.download(PROJECT, to=tmp_path / "labels.json")


@pytest.mark.parametrize("client", [Labelbox, AsyncLabelbox])
@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("export", lambda labels: labels.export("p")),
        ("download", lambda labels: labels.download("p", to="labels.json")),
        ("frames", lambda labels: labels.frames("label")),
    ],
)
def test_methods_of_export_v1_have_a_warning_at_the_call(client, method, call):
    labels = client("key", base_url="http://127.0.0.1:1", retry=RetryPolicy(attempts=1)).labels
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        try:
            result = call(labels)
        except ConnectionFailed:
            pass
        else:
            getattr(result, "close", lambda: None)()
    (warning,) = caught
    assert f"labels.{method} belongs to export v1" in str(warning.message)
    assert warning.filename == __file__


def test_masks_of_a_row_are_those_of_the_platform(labelbox, emulator):
    (row,) = labelbox.exports.rows(PROJECT, global_keys=["街路-0002"])
    things = [thing for thing in row.objects if isinstance(thing, DataRowMask)]
    areas = [labelbox.masks.get(thing).area for thing in things]
    assert len(areas) == 4
    assert min(areas) > 10_000
    operations = [each["operation"] for each in emulator.requests()]
    assert operations.count("get_composite_mask") == 2  # one for each label


def test_drift_of_rows_is_reported(emulator, key):
    found = []
    options = ClientOptions(on_drift=found.append)
    with Labelbox(key, base_url=emulator.labelbox, options=options) as labelbox:
        list(labelbox.exports.rows(PROJECT))
        assert found == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_iteration_that_ends_early_leaves_nothing_behind(emulator, key, backend):
    emulator.add("labelbox", "export_settings", chunk_size=4000, polls=0)

    async def main():
        async with AsyncLabelbox(key, base_url=emulator.labelbox) as labelbox:
            async with labelbox.exports.rows(PROJECT) as rows:
                async for _row in rows:
                    break
            with anyio.move_on_after(0.2) as scope:
                async with labelbox.exports.rows(PROJECT) as rows:
                    async for _row in rows:
                        await anyio.sleep(0.08)
            assert scope.cancelled_caught
            used = [each for each in gc.get_objects() if type(each).__name__ == "_AsyncBody"]
            assert [each for each in used if each._connection] == []

    anyio.run(main, backend=backend)


def test_a_poll_has_growing_pauses():
    states = iter(["IN_PROGRESS", "IN_PROGRESS", "COMPLETE"])

    def respond(_step):
        from labelbridge.labelbox.models import GraphQLResponse

        task = {"id": "t", "status": next(states)}
        return GraphQLResponse.from_dict({"data": {"user": {"createdTasks": [task]}}})

    runner = FlowRunner(respond)
    assert runner.run(flow(Exports.wait, "t", timeout=30.0)).status == "COMPLETE"
    assert runner.slept == [0.5, 0.75]
    assert [step.deadline for step in runner.steps] == [1030.0] * 3
    assert all(step.plan.idempotent for step in runner.steps)
