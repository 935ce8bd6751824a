"""GraphQL errors, errors of the storage, and responses that do not match the contract."""

import pytest

from labelbridge.errors import (
    ApiError,
    AuthenticationFailed,
    BadRequest,
    Conflict,
    ConnectionFailed,
    NotFound,
    PermissionDenied,
    ResponseFormatError,
    ServerError,
)
from tests.support.rows import read_all

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"


def graphql_error(code, status=None):
    exception = {} if status is None else {"exception": {"status": status}}
    error = {"message": "no", "extensions": {"code": code} | exception}
    return {"data": None, "errors": [error]}


def export_all(labelbox):
    return list(labelbox.labels.export(PROJECT))


@pytest.mark.parametrize(
    ("content", "error", "status"),
    [
        (graphql_error("AUTHENTICATION_ERROR"), AuthenticationFailed, 401),
        (graphql_error("AUTHORIZATION_ERROR"), PermissionDenied, 403),
        (graphql_error("OPERATION_NOT_ALLOWED"), PermissionDenied, 403),
        (graphql_error("GRAPHQL_PARSE_FAILED"), BadRequest, 400),
        (graphql_error("GRAPHQL_VALIDATION_FAILED"), BadRequest, 400),
        (graphql_error("MALFORMED_REQUEST"), BadRequest, 400),
        (graphql_error("RESOURCE_NOT_FOUND"), NotFound, 404),
        (graphql_error("RESOURCE_CONFLICT"), Conflict, 409),
        (graphql_error("A_NEW_CODE"), BadRequest, 400),
        ({"errors": [{"message": "no"}]}, BadRequest, 400),
        (graphql_error("INTERNAL_SERVER_ERROR", 422), BadRequest, 422),
        (graphql_error("INTERNAL_SERVER_ERROR", 426), ApiError, 426),
    ],
)
def test_graphql_error_is_the_error_of_its_code(labelbox, emulator, content, error, status):
    emulator.faults([{"operation": "execute_graphql", "content": content}])
    with pytest.raises(error) as caught:
        export_all(labelbox)
    assert type(caught.value) is error
    assert (caught.value.status, caught.value.message) == (status, "no")
    assert len(emulator.requests()) == 1


@pytest.mark.parametrize("status", [None, 500, 503])
def test_graphql_server_error_is_retried(labelbox, emulator, status):
    content = graphql_error("INTERNAL_SERVER_ERROR", status)
    fault = {"operation": "execute_graphql", "content": content}
    emulator.faults([fault])
    assert len(export_all(labelbox)) == 11
    emulator.faults([{**fault, "count": 2}])
    with pytest.raises(ServerError, match="INTERNAL_SERVER_ERROR"):
        export_all(labelbox)


def test_error_of_the_storage_leaves_no_file(labelbox, emulator, tmp_path):
    emulator.faults([{"operation": "storage.get", "status": 403, "count": 2}])
    with pytest.raises(PermissionDenied, match=r"storage\.get"):
        export_all(labelbox)
    with pytest.raises(PermissionDenied, match=r"storage\.get"):
        labelbox.labels.download(PROJECT, to=tmp_path / "export.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", ["html", "empty"])
def test_file_that_is_not_an_export_is_an_error(labelbox, emulator, body, tmp_path):
    emulator.faults([{"operation": "storage.get", "status": 200, "body": body, "count": 2}])
    with pytest.raises(ResponseFormatError, match=r"storage\.get"):
        export_all(labelbox)
    with pytest.raises(ResponseFormatError, match=r"^storage\.get: the file from .* is (an|empty)"):
        labelbox.labels.download(PROJECT, to=tmp_path / "export.json")
    assert list(tmp_path.iterdir()) == []


def test_truncated_stream_returns_the_rows_before_the_error(labelbox, emulator, store):
    complete = export_all(labelbox)
    emulator.faults([{"operation": "storage.get", "body": "cut"}])
    read, error = read_all(labelbox.labels.export(PROJECT))
    assert isinstance(error, ConnectionFailed)
    assert 0 < len(read) < len(complete)
    assert read == complete[: len(read)]
    url = store(b'[{"ID": "a"}, {"ID": "b"}, {"ID":')
    export = {"downloadUrl": url, "shouldPoll": False}
    content = {"data": {"exportLabels": export}}
    emulator.faults([{"operation": "execute_graphql", "content": content}])
    read, error = read_all(labelbox.labels.export(PROJECT))
    assert [row.id for row in read] == ["a", "b"]
    assert isinstance(error, ResponseFormatError)
    assert error.row == 3
