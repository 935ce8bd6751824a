"""Tasks of export v2: states, streams in chunks, users, targets and settings."""

from typing import Any

import pytest

from labelbridge_emulator.platforms.labelbox import row_fixtures
from labelbridge_emulator.platforms.labelbox.demo import exports
from tests.platforms.labelbox.emulator.api import KEY, PROJECT, Api

ERRORS = [{"message": "夜"}, {"message": "b"}]


def change(api: Api, **settings: Any) -> None:
    row_fixtures.change_export_settings(api.emulator.store, **settings)


@pytest.mark.parametrize("polls", [0, 1, 3])
def test_task_is_in_progress_until_it_was_polled_often_enough(api, polls):
    change(api, polls=polls)
    task = api.new_task()
    for number in range(polls):
        assert api.header(task) is None
        state = api.task(task)
        assert state["status"] == "IN_PROGRESS"
        assert state["completionPercentage"] == pytest.approx(100 * number / polls)
    assert api.task(task) == api.task(task)
    assert api.task(task)["status"] == "COMPLETE"
    assert api.header(task)["totalLines"] == "15"


@pytest.mark.parametrize(
    ("size", "numbers"), [(5, "text"), (64, "number"), (4099, "text"), (10**6, "number")]
)
def test_chunks_are_the_bytes_between_their_offsets(api, size, numbers):
    row_fixtures.add_data_row(api.emulator.store, row_data="夜" * 40)
    change(api, chunk_size=size, numbers=numbers)
    task = api.done(filters={"searchQuery": {"query": [{"type": "task_queue_not_exist"}]}})
    header, content, ends = api.header(task), b"", []
    assert {type(each) for each in header.values()} == {str if numbers == "text" else int}
    total = int(header["totalSize"])
    while len(content) < total:
        start = len(content)
        chunk = api.chunk(task, str(start))
        end, lines = int(chunk["offsets"]["end"]), chunk["lines"]
        assert api.chunk(task, end) == chunk  # the chunk that contains the offset
        assert int(chunk["offsets"]["start"]) == start
        content += api.client.get(chunk["file"]).content
        assert len(content) == min(start + size, total) == end + 1
        assert (int(lines["start"]), int(lines["end"])) == (
            content[:start].count(b"\n"),
            content[:end].count(b"\n"),
        )
        ends.append(end)
    assert content.count(b"\n") == int(header["totalLines"]) == 2
    cut = [end for end in ends if 0x80 <= (content[end + 1 :] or b" ")[0] < 0xC0]
    assert bool(cut) == (size < 1000)  # chunks end within characters
    for offset in (total, -1, "x"):
        assert api.chunk(task, offset)[0]["extensions"]["code"] == "MALFORMED_REQUEST"


def test_url_of_a_chunk_expires_and_is_renewed(api):
    change(api, url_lifetime=10)
    task = api.done()
    url = api.chunk(task)["file"]
    assert api.client.put(url, content=b"1").status_code == 403
    assert api.client.get(url.partition("?")[0]).status_code == 403
    assert api.client.get(url).status_code == 200
    api.emulator.advance(11)
    assert api.client.get(url).status_code == 403
    assert api.client.get(api.chunk(task)["file"]).status_code == 200


@pytest.mark.parametrize("status", ["COMPLETE", "FAILED", "CANCELED"])
@pytest.mark.parametrize("errors", [[], ERRORS])
def test_only_complete_tasks_have_rows_and_all_can_have_errors(api, status, errors):
    change(api, status=status, errors=errors)
    task = api.done()
    assert api.task(task)["status"] == status
    assert bool(api.header(task)) == (status == "COMPLETE")
    assert len(api.stream(task, "ERRORS").splitlines()) == len(errors)
    assert (api.header(task, "ERRORS") is None) == (not errors)


@pytest.mark.parametrize("name", ["header", "file"])
def test_header_and_file_can_be_missing(api, name):
    change(api, missing=[name])
    task = api.done()
    assert (api.header(task) is None, api.chunk(task) is None) == (name == "header", name == "file")


@pytest.mark.parametrize("has_streams", [True, False])
def test_task_without_streams_has_files(api, has_streams):
    change(api, streamable=has_streams, errors=ERRORS)
    created = api.create(streamable=not has_streams).json()["data"]["made"]
    assert created["isStreamable"] is False
    task = created["taskId"]
    assert api.task(task)["result"] is None
    state = api.task(task)
    assert (api.header(task), api.chunk(task)) == (None, None)
    assert len(api.client.get(state["result"]).text.splitlines()) == 15
    assert len(api.client.get(state["errors"]).text.splitlines()) == 2


def test_each_key_has_its_own_user_and_tasks(api, monkeypatch):
    task = api.done()
    own = api.graphql("{user {id}}").json()["data"]["user"]["id"]
    monkeypatch.setitem(KEY, "Authorization", "Bearer other")
    assert api.graphql("{user {id}}").json()["data"]["user"]["id"] != own == exports.USER
    query = (
        "query ($id: ID!) {user {createdTasks(where: {id: $id}) {id}} task(where: {id: $id}) {id}}"
    )
    found = api.graphql(query, id=task).json()
    assert found["data"] == {"user": {"createdTasks": []}, "task": None}
    assert found["errors"][0]["extensions"]["code"] == "RESOURCE_NOT_FOUND"


def test_tasks_have_pages(api):
    made = [api.new_task() for _ in range(3)]
    query = "{user {createdTasks(skip: 2, first: 2) {id}}}"  # the demo data has one more
    found = api.graphql(query).json()["data"]["user"]["createdTasks"]
    assert [each["id"] for each in found] == made[1:]


@pytest.mark.parametrize("zone", [None, "Asia/Kolkata"])
def test_user_has_the_time_zone_of_the_settings(api, zone):
    change(api, timezone=zone)
    assert api.graphql("query {user {timezone}}").json()["data"]["user"]["timezone"] == zone


@pytest.mark.parametrize(
    ("target", "given"),
    [
        ("Project", {"filters": {"projectId": "x"}}),
        ("Slice", {"filters": {"sliceId": "x"}}),
        ("ModelRun", {"filters": {"modelRunId": "x"}}),
        ("Catalog", {"params": {"projectIds": [PROJECT, "x"]}}),
        ("Catalog", {"params": {"modelRunIds": ["x"]}}),
    ],
)
def test_unknown_target_creates_no_task(api, target, given):
    (error,) = api.create(target, **given).json()["errors"]
    assert error["extensions"]["code"] == "RESOURCE_NOT_FOUND"
    assert "'x'" in error["message"]
    assert (
        len(api.graphql("{user {createdTasks {id}}}").json()["data"]["user"]["createdTasks"]) == 1
    )


def test_without_export_v1_its_field_and_frames_do_not_exist(api):
    change(api, export_v1=False)
    response = api.export()
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert error["message"].startswith("Cannot query field 'exportLabels' on type 'Mutation'")
    assert api.data_rows()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"chunks": 5}, "unknown setting 'chunks'; use one of: polls, chunk_size"),
        ({"polls": True}, "polls must be of type int, not True"),
        ({"polls": -1}, "polls is too small"),
        ({"chunk_size": 0}, "chunk_size is too small"),
        ({"export_v1": 0}, "export_v1 must be of type bool"),
        ({"errors": {}}, "errors must be of type list"),
        ({"missing": ["rows"]}, "unknown missing 'rows'; use one of: header, file"),
        ({"masks": "none"}, "unknown masks 'none'; use one of: composite, single"),
        ({"timezone": 5}, "timezone must be a text or null"),
    ],
)
def test_invalid_setting_is_rejected(api, settings, message):
    control = api.emulator.labelbox.removesuffix("/labelbox") + "/_emulator/labelbox"
    response = api.client.post(f"{control}/export_settings", json=settings)
    assert response.status_code == 400
    assert message in response.json()["error"]
