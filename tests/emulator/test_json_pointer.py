"""JSON pointers."""

import pytest

from labelbridge_emulator.server.json_pointer import remove_at, set_at


def value():
    return {"items": [{"id": 1}, {"id": 2}], "a/b": {"~": 0}}


def test_set_replaces_adds_and_appends():
    assert set_at(value(), "/items/1/id", None)["items"][1] == {"id": None}
    assert set_at(value(), "/items/0/name", "x")["items"][0] == {"id": 1, "name": "x"}
    assert set_at(value(), "/items/-", 3)["items"] == [{"id": 1}, {"id": 2}, 3]
    assert set_at(value(), "/a~1b/~0", 1)["a/b"] == {"~": 1}
    assert set_at(value(), "", [1]) == [1]


def test_remove_removes_members_and_items():
    assert "items" not in remove_at(value(), "/items")
    assert remove_at(value(), "/items/0")["items"] == [{"id": 2}]
    assert remove_at(value(), "") is None


@pytest.mark.parametrize("pointer", ["/no/id", "/items/2", "/items/x", "/items/0/id/deep"])
def test_missing_value_raises(pointer):
    with pytest.raises(ValueError, match="no value at"):
        remove_at(value(), pointer)
    with pytest.raises(ValueError, match="no value at"):
        set_at(value(), pointer, 1)
