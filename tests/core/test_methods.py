"""Signatures of bound methods."""

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
def test_signatures_have_the_return_type_of_users(hasty, resource, method, returned):
    call = getattr(getattr(hasty, resource), method)
    assert inspect.signature(call).return_annotation == returned


def test_signatures_of_streams_return_rows():
    with Labelbox("a-key") as client:
        assert inspect.signature(client.labels.export).return_annotation == "Rows[ExportRow]"


def test_signatures_have_the_parameters_of_users(hasty):
    assert list(inspect.signature(hasty.projects.get).parameters) == ["project_id"]
    assert hasty.projects.get.__name__ == "get"
    assert hasty.projects.get.__doc__.startswith("Return one project.")
