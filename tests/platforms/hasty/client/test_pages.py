"""Lists with malformed pages: valid items are not lost, and invalid ones are reported."""

import pytest

from labelbridge.errors import ListChanged, MissingValue, ResponseFormatError
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


@pytest.fixture
def many_datasets(hasty, project):
    """The list of more datasets than a page has."""
    for number in range(120):
        hasty.datasets.create(project, name=f"{number:03}")
    return hasty.datasets.list(project)


def test_null_items_are_left_out_and_counted(emulator, many_datasets):
    nulls = {"/items/0": None, "/items/99": None}
    emulator.faults([{"operation": "list_datasets", "set": nulls, "count": 1}])
    assert [dataset.name for dataset in many_datasets][:3] == ["001", "002", "003"]
    emulator.faults([{"operation": "list_datasets", "set": nulls, "count": 1}])
    assert len(many_datasets.collect()) == 118


def delete_all(hasty, project, datasets):
    for dataset in datasets:
        hasty.datasets.delete(project, dataset.id)


def set_done(hasty, project, images):
    for image in images:
        hasty.images.set_status(project, image.id, status="DONE")


def test_deleting_items_while_a_list_is_read_is_an_error(hasty, project, many_datasets):
    total = many_datasets.total()
    with pytest.raises(ListChanged, match=r"^list_datasets: .* shorter .* collect\(\)"):
        delete_all(hasty, project, many_datasets)
    assert many_datasets.total() == total - 100


def test_all_items_of_a_collected_list_can_be_changed_or_deleted(hasty, project, many_datasets):
    delete_all(hasty, project, many_datasets.collect())
    assert many_datasets.total() == 0


def test_changing_the_status_that_a_list_is_filtered_by_is_an_error(hasty, project, dataset, jpeg):
    for number in range(101):
        name = f"{number}.jpg"
        hasty.images.upload(project, jpeg, dataset_id=dataset, filename=name)
    new = hasty.images.list(project, image_status="NEW")
    with pytest.raises(ListChanged, match="from 101 to 1 items"):
        set_done(hasty, project, new)
    assert new.total() == 1
    set_done(hasty, project, new.collect())
    assert new.total() == 0


def test_repr_of_a_page_is_short(hasty, many_datasets):
    page = next(iter(many_datasets.pages()))
    total = many_datasets.total()
    assert repr(page) == (
        f"Page(items=<100 items>, total={total}, operation='list_datasets', left_out=0)"
    )
