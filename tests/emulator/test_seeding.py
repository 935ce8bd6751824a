"""A world is changed from Python: by the vendors' faces, and as operations would."""

import pytest

from labelbridge_emulator.server.seeding import UnknownFixtureError
from labelbridge_emulator.server.server import Emulator


def test_a_face_adds_and_nothing_is_recorded(emulator: Emulator) -> None:
    made = emulator.add("roboflow", "batches", name="new", images=3)
    assert (made["name"], made["images"]) == ("new", 3)
    assert emulator.requests() == []


def test_a_face_that_is_not_there_is_told(emulator: Emulator) -> None:
    with pytest.raises(UnknownFixtureError, match="'roboflow' has no fixture 'bathces'"):
        emulator.add("roboflow", "bathces", name="new", images=3)


def test_arguments_that_a_face_does_not_take_are_told(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="images must be int, not 'three'"):
        emulator.add("roboflow", "batches", name="new", images="three")
    with pytest.raises(ValueError, match="missing a required argument: 'images'"):
        emulator.add("roboflow", "batches", name="new")


def test_an_operation_is_done_without_a_request(emulator: Emulator) -> None:
    emulator.faults([{"operation": "*", "status": 500, "count": 9}])
    made = emulator.perform("hasty", "create_project", body={"name": "Traffic"})
    found = emulator.perform("hasty", "list_projects", query={"name": "Traf", "limit": 5})
    assert [project["id"] for project in found["items"]] == [made["id"]]
    path = {"project_id": made["id"]}
    assert emulator.perform("hasty", "delete_project", path=path) is None
    assert emulator.requests() == []


def test_what_an_operation_makes_is_its_keys(emulator: Emulator) -> None:
    first, again, other = (
        emulator.perform("hasty", "create_project", body={"name": "p"}, key=key)
        for key in ("one", "one", "two")
    )
    assert first["owner_id"] == again["owner_id"] != other["owner_id"]


def test_what_an_operation_refuses_is_told(emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="create_project: invalid body"):
        emulator.perform("hasty", "create_project", body={"nam": "Traffic"})
    with pytest.raises(ValueError, match="get_project: "):
        emulator.perform("hasty", "get_project", path={"project_id": "no-uuid"})
    with pytest.raises(ValueError, match="list_projects: unknown query parameter 'nam'"):
        emulator.perform("hasty", "list_projects", query={"nam": "x"})


def test_an_operation_that_is_not_there_is_told(emulator: Emulator) -> None:
    with pytest.raises(LookupError, match="'hasty' has no operation 'make_project'"):
        emulator.perform("hasty", "make_project")
