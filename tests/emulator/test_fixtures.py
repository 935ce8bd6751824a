"""Fixtures and operations called from Python, without a request."""

import pytest

from tests.support.example import PLATFORM


def test_operation_ignores_faults_and_is_not_logged(emulator):
    emulator.faults([{"operation": "*", "status": 500, "count": 9}])
    made = emulator.perform(PLATFORM, "create_project", body={"name": "Traffic"})
    found = emulator.perform(PLATFORM, "list_projects", query={"name": "Traf", "limit": 5})
    assert [project["id"] for project in found["items"]] == [made["id"]]
    path = {"project_id": made["id"]}
    assert emulator.perform(PLATFORM, "delete_project", path=path) is None
    assert emulator.requests() == []


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("create_project", {"body": {"nam": "Traffic"}}, "create_project: invalid body"),
        ("get_project", {"path": {"project_id": "no-uuid"}}, "get_project: "),
        ("list_projects", {"query": {"nam": "x"}}, "list_projects: unknown query parameter 'nam'"),
    ],
)
def test_failed_operation_raises(emulator, operation, arguments, message):
    with pytest.raises(ValueError, match=message):
        emulator.perform(PLATFORM, operation, **arguments)


def test_unknown_operation_raises(emulator):
    with pytest.raises(LookupError, match=f"'{PLATFORM}' has no operation 'make_project'"):
        emulator.perform(PLATFORM, "make_project")
