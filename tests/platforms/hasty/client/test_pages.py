"""Lists with malformed pages: valid items are not lost, and invalid ones are reported."""

import pytest

from labelbridge.errors import MissingValue, ResponseFormatError
from tests.support.rows import read_all


@pytest.fixture
def five(hasty):
    """A list of five projects, with the numbers 0 to 4 in their names."""
    for number in range(5):
        hasty.projects.create(name=f"Crossroads {number}")
    return hasty.projects.list(name="Crossroads")


def numbers(projects) -> str:
    return "".join(project.name[-1] for project in projects)


@pytest.mark.parametrize("item", [5, "text", [], True])
def test_invalid_item_is_an_error_with_the_other_items(emulator, five, item):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1": item}}])
    items, error = read_all(five)
    assert isinstance(error, ResponseFormatError)
    assert (items, error.operation, error.row) == ([], "list_projects", 2)
    assert numbers(error.done) == "0234"
    assert str(error).startswith("list_projects, row 2: ")


@pytest.mark.parametrize("value", ["", "2024-02-30", "yesterday", 5, []])
def test_invalid_timestamp_is_missing_and_kept_as_raw_value(emulator, five, value):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1/created_on": value}}])
    projects = list(five)
    assert numbers(projects) == "01234"
    with pytest.raises(MissingValue, match=r"^list_projects: Project\.created_on "):
        projects[1].created_on  # noqa: B018 - the access is the test
    assert projects[1]["created_on"] == projects[1].to_dict()["created_on"] == value


@pytest.mark.parametrize("meta", [5, {"total": "5"}, {"total": None}, None])
def test_list_without_total_continues_to_an_empty_page(emulator, five, meta):
    emulator.faults([{"operation": "list_projects", "set": {"/meta": meta}, "count": 2}])
    assert numbers(five) == "01234"
