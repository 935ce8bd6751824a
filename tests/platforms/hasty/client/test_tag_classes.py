"""Tag classes of Hasty."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import NotFound


def test_a_class_is_made_read_and_deleted(hasty, project):
    made = hasty.tag_classes.create(project, name="night", norder=2.5)
    assert (made.name, made.norder, made.tag_group_id) == ("night", 2.5, None)
    assert hasty.tag_classes.get(project, made.id) == made
    hasty.tag_classes.delete(project, made.id)
    with pytest.raises(NotFound):
        hasty.tag_classes.get(project, made.id)


def test_a_class_comes_into_a_group_and_out_of_it(hasty, project):
    group = hasty.tag_groups.create(project, name="weather", type="SELECTION")
    made = hasty.tag_classes.create(project, name="rain", tag_group_id=group.id)
    assert (made.tag_group_id, made.tag_group_name) == (str(group.id), "weather")
    renamed = hasty.tag_classes.update(project, made.id, name="Rain", norder=3)
    assert (renamed.name, renamed.norder, renamed.tag_group_name) == ("Rain", 3, "weather")
    alone = hasty.tag_classes.update(project, made.id, name="Rain", tag_group_id=NULL, norder=NULL)
    assert (alone.tag_group_id, alone.norder) == (None, None)


def test_classes_are_listed(hasty, project):
    for name in ("night", "rain"):
        hasty.tag_classes.create(project, name=name)
    assert [one.name for one in hasty.tag_classes.list(project)] == ["night", "rain"]
    assert hasty.tag_classes.list(project).total() == 2


def test_wrong_ids_are_refused(offline, refused, an_id):
    refused("project_id", offline.tag_classes.list, "mine")
    refused("project_id", offline.tag_classes.create, "mine", name="night")
    for call, fields in [
        (offline.tag_classes.get, {}),
        (offline.tag_classes.update, {"name": "night"}),
        (offline.tag_classes.delete, {}),
    ]:
        refused("project_id", call, "mine", an_id, **fields)
        refused("tag_class_id", call, an_id, "night", **fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 7),
        ("name", NULL),
        ("norder", "first"),
        ("norder", float("nan")),
        ("tag_group_id", "weather"),
        ("tag_group_id", 7),
        ("tag_group_name", 7),
    ],
)
def test_wrong_fields_are_refused(offline, refused, field, value):
    fields = {"name": "night", field: value}
    refused(field, offline.tag_classes.create, uuid4(), **fields)
    refused(field, offline.tag_classes.update, uuid4(), uuid4(), **fields)
