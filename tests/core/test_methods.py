"""What help() and editors say of a method: its own words, and what it returns."""

import inspect

import pytest

from labelbridge import Hasty, Labelbox


@pytest.fixture
def hasty():
    with Hasty("a-key") as client:
        yield client


@pytest.mark.parametrize(
    ("resource", "method", "returned"),
    [
        ("projects", "get", "Project"),
        ("projects", "list", "Pager[Project]"),
        ("projects", "delete", "None"),
        ("labels", "create", "Sequence[Label]"),
        ("uploads", "create", "list[SignedUpload]"),
    ],
)
def test_a_signature_tells_what_comes_back(hasty, resource, method, returned):
    call = getattr(getattr(hasty, resource), method)
    assert inspect.signature(call).return_annotation == returned


def test_a_stream_comes_back_as_rows():
    with Labelbox("a-key") as client:
        assert inspect.signature(client.labels.export).return_annotation == "Rows[ExportRow]"


def test_a_signature_has_the_parameters_that_users_give(hasty):
    assert list(inspect.signature(hasty.projects.get).parameters) == ["project_id"]
    assert hasty.projects.get.__name__ == "get"
    assert hasty.projects.get.__doc__.startswith("Return one project.")
