"""Pages with items that are none: what is good is not lost, and what is bad is said."""

import pytest

from labelbridge.errors import InvalidArgument, ResponseFormatError
from labelbridge.hasty.models import UNSET
from tests.support.rows import read_all

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"


@pytest.fixture
def five(hasty):
    for number in range(5):
        hasty.projects.create(name=f"Crossroads {number}")
    return hasty.projects.list(name="Crossroads")


def names(projects) -> str:
    return "".join(project.name[-1] for project in projects)


def test_a_null_among_the_items_is_left_out(emulator, five):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1": None}}])
    assert names(five) == "0234"


def test_a_null_does_not_move_the_pages_after_it(emulator, five):
    emulator.faults([{"operation": "list_projects", "set": {"/items/0": None}, "count": 2}])
    assert [names(page.items) for page in five.pages(size=2)] == ["1", "3", "4"]


@pytest.mark.parametrize("odd", [5, "text", [], True])
def test_an_item_that_is_none_is_named_and_the_others_are_in_the_error(emulator, five, odd):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1": odd}}])
    items, error = read_all(five)
    assert isinstance(error, ResponseFormatError)
    assert (items, error.operation, error.row) == ([], "list_projects", 2)
    assert names(error.done) == "0234"
    assert str(error).startswith("list_projects, row 2: ")


@pytest.mark.parametrize("odd", ["", "2024-02-30", "yesterday", 5, []])
def test_a_moment_that_cannot_be_read_costs_no_more_than_itself(emulator, five, odd):
    emulator.faults([{"operation": "list_projects", "set": {"/items/1/created_on": odd}}])
    projects = list(five)
    assert names(projects) == "01234"
    assert projects[1].created_on is UNSET
    assert projects[1]["created_on"] == projects[1].to_dict()["created_on"] == odd


def test_a_page_that_is_empty_too_early_is_an_error_after_what_came(emulator, five):
    emulator.faults([{"operation": "list_projects", "skip": 1, "set": {"/items": []}}])
    pages = iter(five.pages(size=2))
    assert names(next(pages).items) == "01"
    with pytest.raises(
        ResponseFormatError, match="^list_projects: the list ends after 2 items"
    ) as no:
        next(pages)
    assert no.value.operation == "list_projects"
    emulator.faults([{"operation": "list_projects", "set": {"/items": None}}])
    with pytest.raises(ResponseFormatError, match="the list ends after 0 items"):
        five.first()


@pytest.mark.parametrize("items", [5, "text", {"a": 1}])
def test_items_that_are_no_list_are_an_error(emulator, five, items):
    emulator.faults([{"operation": "list_projects", "set": {"/items": items}}])
    with pytest.raises(ResponseFormatError, match="^list_projects: items is "):
        list(five)


@pytest.mark.parametrize("meta", [5, {"total": "5"}, {"total": None}, None])
def test_a_total_that_is_none_ends_no_list(emulator, five, meta):
    emulator.faults([{"operation": "list_projects", "set": {"/meta": meta}, "count": 2}])
    assert names(five) == "01234"


def test_an_argument_that_no_address_holds_is_refused(offline, an_id):
    with pytest.raises(
        InvalidArgument, match="^image_name: is too long: the URL has 7.... characters"
    ):
        offline.images.list(an_id, image_name="x" * 70_000).first()
    with pytest.raises(InvalidArgument, match="^dataset_id: is too long"):
        offline.images.list(an_id, dataset_id=[an_id] * 3000).first()
