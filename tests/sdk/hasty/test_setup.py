"""Hasty's own SDK sets a project up: buckets, classes, attributes of every type and their links."""

import pytest

pytestmark = pytest.mark.xdist_group("hasty-sdk")


@pytest.fixture(scope="module")
def seen(setup):
    return setup.seen


def test_all_workspaces_are_listed(seen):
    assert seen["workspaces"] == ["Hasty Workspace", "Another workspace"]


def test_a_project_needs_no_description(seen):
    assert seen["project"][1:] == ["Market", None]


def test_a_bucket_of_every_provider_is_mounted(seen):
    names = {provider: name for provider, (_, name) in seen["buckets"].items()}
    assert names == {"dummy": "on dummy", "gcs": "on gcs", "s3": "on s3", "az": "on az"}
    assert len({id_ for id_, _ in seen["buckets"].values()}) == 4


def test_label_classes_are_listed_in_the_order_of_their_creation(seen):
    assert list(seen["classes"]) == ["stall", "person", "ground"]


def test_tag_classes_are_created_read_edited_deleted_and_listed(seen):
    assert seen["tag class"] == [True, "blurred", 2.5]
    assert seen["tag classes"] == [["dry", 1], ["blurred", 2.5]]


def test_attributes_of_every_type_and_subject_are_created_and_listed(seen):
    assert seen["attributes"] == [
        ["State", "SELECTION", "LABEL", "As seen", 1.5, ["open", "closed", "empty"]],
        [
            "Goods",
            "MULTIPLE-SELECTION",
            "LABEL",
            "All that is sold",
            2,
            ["fish", "fruit", "cheese"],
        ],
        ["Sign", "TEXT", "LABEL", None, None, []],
        ["Crates", "INT", "LABEL", None, None, []],
        ["Visible part", "FLOAT", "LABEL", None, 2.5, []],
        ["Covered", "BOOL", "LABEL", None, None, []],
        ["Weather", "SELECTION", "IMAGE", None, None, ["dry", "wet"]],
        ["Camera", "TEXT", "VIDEO", None, None, []],
        ["Crowd", "INT", "SEGMENT", None, None, []],
    ]


def test_the_values_of_an_edited_attribute_are_new_ones(seen):
    """The SDK sends no ids of values, so none of them is known again."""
    fields, values, kept = seen["edited"]
    assert fields == ["State", "SELECTION", "As seen", 1.5]
    assert values == ["open", "closed", "empty"]
    assert kept == 0


def test_links_are_added_to_those_that_are_there(seen):
    of_stalls = ["State", "Goods", "Sign", "Crates", "Visible part", "Covered"]
    assert seen["links"]["all"] == [
        *([name, "stall", place, 0] for place, name in enumerate(of_stalls)),
        ["Visible part", "person", 0, 1],
        ["Sign", "person", 0, 0],
    ]
    assert seen["links"]["answered"] == 2


def test_links_are_moved_and_removed(seen):
    """By both ids alone, and with the places that the SDK's help asks for too."""
    assert seen["links"]["left"] == [
        ["State", "stall", 0, 0],
        ["Goods", "stall", 1, 0],
        ["Sign", "stall", 2, 0],
        ["Crates", "stall", 3, 0],
        ["Visible part", "stall", 4, 0],
        ["Covered", "stall", 0.5, 0],
    ]
