"""Hasty's own SDK creates buckets, classes, attributes of every type and their links."""

import pytest

GOODS = ["fish", "fruit", "cheese"]

pytestmark = pytest.mark.xdist_group("hasty-sdk")


@pytest.fixture(scope="module")
def seen(setup):
    return setup.seen


def test_all_workspaces_are_listed(seen):
    assert seen["workspaces"] == ["Hasty Workspace", "Another workspace"]


def test_project_description_is_optional(seen):
    assert seen["project"][1:] == ["Market", None]


def test_buckets_of_every_provider_are_created(seen):
    names = {provider: name for provider, (_, name) in seen["buckets"].items()}
    assert names == {"dummy": "on dummy", "gcs": "on gcs", "s3": "on s3", "az": "on az"}
    assert len({id_ for id_, _ in seen["buckets"].values()}) == 4


def test_label_classes_are_listed_in_order_of_creation(seen):
    assert list(seen["classes"]) == ["stall", "person", "ground"]


def test_tag_classes_have_a_lifecycle(seen):
    assert seen["tag class"] == [True, "blurred", 2.5]
    assert seen["tag classes"] == [["dry", 1], ["blurred", 2.5]]


def test_attributes_of_every_type_and_subject_are_listed(seen):
    assert seen["attributes"] == [
        ["State", "SELECTION", "LABEL", "As seen", 1.5, ["open", "closed", "empty"]],
        ["Goods", "MULTIPLE-SELECTION", "LABEL", "All that is sold", 2, GOODS],
        ["Sign", "TEXT", "LABEL", None, None, []],
        ["Crates", "INT", "LABEL", None, None, []],
        ["Visible part", "FLOAT", "LABEL", None, 2.5, []],
        ["Covered", "BOOL", "LABEL", None, None, []],
        ["Weather", "SELECTION", "IMAGE", None, None, ["dry", "wet"]],
        ["Camera", "TEXT", "VIDEO", None, None, []],
        ["Crowd", "INT", "SEGMENT", None, None, []],
    ]


def test_editing_an_attribute_creates_new_values(seen):
    """The SDK sends no ids of values."""
    fields, values, kept = seen["edited"]
    assert fields == ["State", "SELECTION", "As seen", 1.5]
    assert values == ["open", "closed", "empty"]
    assert kept == 0


def test_links_are_added(seen):
    of_stalls = ["State", "Goods", "Sign", "Crates", "Visible part", "Covered"]
    assert seen["links"]["all"] == [
        *([name, "stall", place, 0] for place, name in enumerate(of_stalls)),
        ["Visible part", "person", 0, 1],
        ["Sign", "person", 0, 0],
    ]
    assert seen["links"]["returned"] == 2


def test_links_are_moved_and_removed(seen):
    """Links are identified by their ids, with or without their orders."""
    orders = {"State": 0, "Goods": 1, "Sign": 2, "Crates": 3, "Visible part": 4, "Covered": 0.5}
    assert seen["links"]["left"] == [[name, "stall", at, 0] for name, at in orders.items()]
