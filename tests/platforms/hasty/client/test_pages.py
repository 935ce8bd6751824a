"""Lists with malformed pages: valid items are not lost, and invalid ones are reported."""

import pytest

from labelbridge.errors import InvalidArgument, PermissionDenied, ResponseFormatError
from labelbridge.hasty.models import UNSET
from tests.support.rows import read_all


@pytest.fixture
def five(hasty):
    """A list of five projects, with the numbers 0 to 4 in their names."""
    for number in range(5):
        hasty.projects.create(name=f"Crossroads {number}")
    return hasty.projects.list(name="Crossroads")


def numbers(projects) -> str:
    return "".join(project.name[-1] for project in projects)


def test_null_items_are_left_out(emulator, five):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1": None}}])
    assert numbers(five) == "0234"


def test_null_items_do_not_change_the_next_offset(emulator, five):
    emulator.faults([{"operation": "list_projects", "set": {"/items/0": None}, "count": 2}])
    assert [numbers(page.items) for page in five.pages(size=2)] == ["1", "3", "4"]


@pytest.mark.parametrize("item", [5, "text", [], True])
def test_invalid_item_is_an_error_with_the_other_items(emulator, five, item):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1": item}}])
    items, error = read_all(five)
    assert isinstance(error, ResponseFormatError)
    assert (items, error.operation, error.row) == ([], "list_projects", 2)
    assert numbers(error.done) == "0234"
    assert str(error).startswith("list_projects, row 2: ")


@pytest.mark.parametrize("value", ["", "2024-02-30", "yesterday", 5, []])
def test_invalid_timestamp_is_unset_and_kept_as_raw_value(emulator, five, value):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1/created_on": value}}])
    projects = list(five)
    assert numbers(projects) == "01234"
    assert projects[1].created_on is UNSET
    assert projects[1]["created_on"] == projects[1].to_dict()["created_on"] == value


def test_list_that_ends_before_its_total_is_an_error(emulator, five):
    emulator.faults([{"operation": "list_projects", "skip": 1, "set": {"/items": []}}])
    pages = iter(five.pages(size=2))
    assert numbers(next(pages).items) == "01"
    with pytest.raises(
        ResponseFormatError, match="^list_projects: .* after 2 items, .* is 5"
    ) as caught:
        next(pages)
    assert caught.value.operation == "list_projects"
    emulator.faults([{"operation": "list_projects", "set": {"/items": None}}])
    with pytest.raises(ResponseFormatError, match="after 0 items, .* is 5"):
        five.first()


@pytest.mark.parametrize("items", [5, "text", {"a": 1}])
def test_items_that_are_not_a_list_are_an_error(emulator, five, items):
    emulator.faults([{"operation": "list_projects", "set": {"/items": items}}])
    with pytest.raises(ResponseFormatError, match="^list_projects: items is "):
        list(five)


@pytest.mark.parametrize("meta", [5, {"total": "5"}, {"total": None}, None])
def test_list_without_total_continues_to_an_empty_page(emulator, five, meta):
    emulator.faults([{"operation": "list_projects", "set": {"/meta": meta}, "count": 2}])
    assert numbers(five) == "01234"


def test_query_longer_than_a_url_is_an_invalid_argument(offline, an_id):
    with pytest.raises(InvalidArgument, match="^image_name: is too long: .* 7.... characters"):
        offline.images.list(an_id, image_name="x" * 70_000).first()
    with pytest.raises(InvalidArgument, match="^dataset_id: is too long"):
        offline.images.list(an_id, dataset_id=[an_id] * 3000).first()


def test_error_has_the_request_id(emulator, five):
    emulator.faults([{"operation": "list_projects", "status": 403}])
    with pytest.raises(PermissionDenied, match=r"\(request id [0-9a-f-]{36}\)$") as caught:
        list(five)
    assert caught.value.request_id
