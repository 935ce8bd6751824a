"""Activity types of Hasty."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import NotFound


def test_a_type_is_made_changed_and_deleted(hasty, footage):
    made = hasty.activity_types.create(footage, name="walk", color="#d62728ff", prefix="w")
    assert (made.name, made.color, made.prefix) == ("walk", "#d62728ff", "w")
    assert list(hasty.activity_types.list(footage)) == [made]
    changed = hasty.activity_types.update(footage, made.id, name="Walk", color=NULL)
    assert (changed.id, changed.name, changed.color, changed.prefix) == (made.id, "Walk", None, "w")
    hasty.activity_types.delete(footage, made.id)
    assert hasty.activity_types.list(footage).total() == 0
    for call, options in [
        (hasty.activity_types.update, {"name": "walk"}),
        (hasty.activity_types.delete, {}),
    ]:
        with pytest.raises(NotFound):
            call(footage, made.id, **options)


def test_types_are_listed_page_by_page(hasty, sent, footage):
    for name in ("walk", "run", "stand"):
        hasty.activity_types.create(footage, name=name)
    pages = list(hasty.activity_types.list(footage).pages(size=2))
    assert [[one.name for one in page.items] for page in pages] == [["walk", "run"], ["stand"]]
    assert [page.total for page in pages] == [3, 3]
    assert "offset=2&limit=2" in sent("list_activity_types")[-1]["url"]


def test_what_is_not_given_is_not_sent_and_null_is(hasty, footage):
    bare = hasty.activity_types.create(footage, name="walk")
    assert (bare.color, bare.prefix) == (None, None)
    null = hasty.activity_types.create(footage, name="run", color=NULL, prefix=NULL)
    assert (null.color, null.prefix) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"), [("name", 7), ("name", NULL), ("color", 7), ("prefix", ["w"])]
)
def test_wrong_fields_are_refused(offline, refused, field, value):
    options = {"name": "walk"} | {field: value}
    refused(field, offline.activity_types.create, uuid4(), **options)
    refused(field, offline.activity_types.update, uuid4(), uuid4(), **options)


def test_wrong_ids_are_refused(offline, refused, an_id):
    refused("project_id", offline.activity_types.list, "mine")
    refused("project_id", offline.activity_types.create, "mine", name="walk")
    for call, fields in [
        (offline.activity_types.update, {"name": "walk"}),
        (offline.activity_types.delete, {}),
    ]:
        refused("project_id", call, "mine", an_id, **fields)
        refused("activity_type_id", call, an_id, "walk", **fields)
