"""JSON pointers set and remove what they point at."""

import pytest

from labelbridge_emulator.server.json_pointer import remove_at, set_at


def value() -> dict[str, object]:
    return {"items": [{"id": 1}, {"id": 2}], "a/b": {"~": 0}}


def test_a_member_is_replaced() -> None:
    assert set_at(value(), "/items/1/id", None)["items"][1] == {"id": None}


def test_a_member_is_added() -> None:
    assert set_at(value(), "/items/0/name", "x")["items"][0] == {"id": 1, "name": "x"}


def test_a_dash_appends_to_an_array() -> None:
    assert set_at(value(), "/items/-", 3)["items"] == [{"id": 1}, {"id": 2}, 3]


def test_the_empty_pointer_is_everything() -> None:
    assert set_at(value(), "", [1]) == [1]
    assert remove_at(value(), "") is None


def test_steps_are_unescaped() -> None:
    assert set_at(value(), "/a~1b/~0", 1)["a/b"] == {"~": 1}


def test_members_and_items_are_removed() -> None:
    assert "items" not in remove_at(value(), "/items")
    assert remove_at(value(), "/items/0")["items"] == [{"id": 2}]


@pytest.mark.parametrize("pointer", ["/nope", "/items/2", "/items/x", "/items/0/id/deep", "/no/id"])
def test_nothing_cannot_be_removed(pointer: str) -> None:
    with pytest.raises(ValueError, match="there is nothing at"):
        remove_at(value(), pointer)


@pytest.mark.parametrize("pointer", ["/nope/id", "/items/2", "/items/0/id/deep"])
def test_nothing_holds_nothing(pointer: str) -> None:
    with pytest.raises(ValueError, match="there is nothing at"):
        set_at(value(), pointer, 1)
