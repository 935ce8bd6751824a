"""Answers that are not as they should be, over real HTTP: an error, or a value let through."""

import pytest

from labelbridge.errors import (
    ApiError,
    AuthenticationFailed,
    BadRequest,
    Conflict,
    ConnectionFailed,
    NotFound,
    PermissionDenied,
    RateLimited,
    ResponseFormatError,
    ServerError,
)
from labelbridge_api.labelbox.types import UNSET
from tests.support.rows import read_all

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"


def graphql(code, status=None):
    extensions = (
        {"code": code} if status is None else {"code": code, "exception": {"status": status}}
    )
    return {"data": None, "errors": [{"message": "no", "extensions": extensions}]}


def exporting(labelbox):
    return list(labelbox.labels.export(PROJECT))


@pytest.mark.parametrize(
    ("content", "error", "status"),
    [
        (graphql("AUTHENTICATION_ERROR"), AuthenticationFailed, 401),
        (graphql("AUTHORIZATION_ERROR"), PermissionDenied, 403),
        (graphql("OPERATION_NOT_ALLOWED"), PermissionDenied, 403),
        (graphql("GRAPHQL_PARSE_FAILED"), BadRequest, 400),
        (graphql("GRAPHQL_VALIDATION_FAILED"), BadRequest, 400),
        (graphql("MALFORMED_REQUEST"), BadRequest, 400),
        (graphql("RESOURCE_NOT_FOUND"), NotFound, 404),
        (graphql("RESOURCE_CONFLICT"), Conflict, 409),
        (graphql("A_NEW_CODE"), BadRequest, 400),
        ({"errors": [{"message": "no"}]}, BadRequest, 400),
        (graphql("INTERNAL_SERVER_ERROR", 422), BadRequest, 422),
        (graphql("INTERNAL_SERVER_ERROR", 426), ApiError, 426),
    ],
)
def test_a_graphql_error_is_the_error_that_its_code_means_and_is_asked_once(
    labelbox, emulator, content, error, status
):
    emulator.faults([{"operation": "execute_graphql", "content": content}])
    with pytest.raises(error) as caught:
        exporting(labelbox)
    assert type(caught.value) is error
    assert (caught.value.status, caught.value.message) == (status, "no")
    assert len(emulator.requests()) == 1


@pytest.mark.parametrize("status", [None, 500, 503])
def test_an_error_of_the_server_is_retried(labelbox, emulator, status):
    fault = {"operation": "execute_graphql", "content": graphql("INTERNAL_SERVER_ERROR", status)}
    emulator.faults([fault])
    assert len(exporting(labelbox)) == 11
    emulator.faults([{**fault, "count": 2}])
    with pytest.raises(ServerError, match="INTERNAL_SERVER_ERROR"):
        exporting(labelbox)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 401}, AuthenticationFailed),
        ({"status": 429, "count": 2}, RateLimited),
        ({"status": 520, "count": 2}, ServerError),
        ({"body": "html", "status": 502, "count": 2}, ServerError),
        ({"body": "html", "status": 200}, ResponseFormatError),
        ({"body": "empty"}, ResponseFormatError),
        ({"body": "cut", "count": 2}, ConnectionFailed),
        ({"content": []}, ResponseFormatError),
        ({"content": {"data": {"exportLabels": None}}}, ResponseFormatError),
    ],
)
def test_a_bad_answer_is_the_right_error(labelbox, emulator, fault, error):
    emulator.faults([{"operation": "execute_graphql", **fault}])
    with pytest.raises(error, match="execute_graphql"):
        exporting(labelbox)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 403}, PermissionDenied),
        ({"status": 404}, NotFound),
        ({"status": 503, "count": 2}, ServerError),
        ({"body": "html", "status": 200}, ResponseFormatError),
        ({"body": "empty", "status": 200}, ResponseFormatError),
    ],
)
def test_storage_that_refuses_is_the_right_error(labelbox, emulator, tmp_path, fault, error):
    emulator.faults([{"operation": "storage.get", **fault}])
    with pytest.raises(error, match=r"storage\.get"):
        exporting(labelbox)
    if "body" in fault:
        return  # a download keeps whatever bytes come
    emulator.faults([{"operation": "storage.get", **fault}])
    with pytest.raises(error, match=r"storage\.get"):
        labelbox.labels.download(PROJECT, to=tmp_path / "export.json")
    assert list(tmp_path.iterdir()) == []


def test_rows_that_break_off_raise_after_the_rows_before(labelbox, emulator):
    whole = exporting(labelbox)
    emulator.faults([{"operation": "storage.get", "body": "cut"}])
    read, error = read_all(labelbox.labels.export(PROJECT))
    assert isinstance(error, ConnectionFailed)
    assert 0 < len(read) < len(whole)
    assert read == whole[: len(read)]


def test_rows_that_end_in_the_middle_raise_with_the_rows_number(labelbox, emulator, store):
    address = store(b'[{"ID": "a"}, {"ID": "b"}, {"ID":')
    emulator.faults(
        [
            {
                "operation": "execute_graphql",
                "content": {
                    "data": {"exportLabels": {"downloadUrl": address, "shouldPoll": False}}
                },
            }
        ]
    )
    rows = labelbox.labels.export(PROJECT)
    assert [next(rows).id, next(rows).id] == ["a", "b"]
    with pytest.raises(ResponseFormatError, match="row 3 is truncated") as caught:
        next(rows)
    assert caught.value.row == 3


def test_a_download_that_breaks_off_leaves_no_file(labelbox, emulator, tmp_path):
    emulator.faults([{"operation": "storage.get", "body": "cut", "count": 2}])
    with pytest.raises(ConnectionFailed):
        labelbox.labels.download(PROJECT, to=tmp_path / "export.json")
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_breaks_off_once_is_begun_anew(labelbox, emulator, tmp_path):
    emulator.faults([{"operation": "storage.get", "body": "cut"}])
    to = labelbox.labels.download(PROJECT, to=tmp_path / "export.json")
    assert to.read_bytes().endswith(b"]")


@pytest.mark.parametrize("address", ["gopher://x/y", "not an address"])
def test_an_address_that_is_none_is_a_format_error(labelbox, emulator, address):
    content = {"data": {"exportLabels": {"downloadUrl": address, "shouldPoll": False}}}
    emulator.faults([{"operation": "execute_graphql", "content": content, "count": 2}])
    with pytest.raises(ResponseFormatError, match="returned an invalid URL"):
        exporting(labelbox)


def test_unknown_keys_missing_ones_and_nulls_are_let_through(labelbox, emulator):
    emulator.faults(
        [
            {
                "operation": "storage.get",
                "set": {
                    "/0/Skipped": None,
                    "/0/A New Key": {"b": 1},
                    "/0/Label/objects/0/title": None,
                    "/0/Seconds to Label": "12.5",
                },
                "remove": ["/0/Created At", "/0/Label/classifications"],
            }
        ]
    )
    row = exporting(labelbox)[0]
    assert row.skipped is UNSET
    assert row.created_at is UNSET
    assert row["A New Key"] == {"b": 1}
    assert row.seconds_to_label == "12.5"
    assert row.annotations[0].title is UNSET
