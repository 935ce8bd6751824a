"""Tag groups of Hasty."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import NotFound
from labelbridge.hasty.models import TagGroupType


def test_a_group_is_made_read_and_changed(hasty, project):
    made = hasty.tag_groups.create(project, name="weather", type="SELECTION", norder=2.5)
    assert (made.name, made.type, made.norder) == ("weather", TagGroupType.SELECTION, 2.5)
    assert made.is_required is False
    assert hasty.tag_groups.get(project, made.id) == made
    changed = hasty.tag_groups.update(
        project,
        made.id,
        name="Weather",
        type=TagGroupType.MULTIPLE_SELECTION,
        is_required=True,
    )
    assert (changed.name, changed.type, changed.is_required, changed.norder) == (
        "Weather",
        "MULTIPLE-SELECTION",
        True,
        2.5,
    )


def test_groups_are_listed(hasty, project):
    for name in ("weather", "light"):
        hasty.tag_groups.create(project, name=name, type="SELECTION")
    assert [one.name for one in hasty.tag_groups.list(project)] == ["weather", "light"]
    assert hasty.tag_groups.list(project).total() == 2


def test_a_group_that_is_not_there_is_not_found(hasty, project):
    with pytest.raises(NotFound):
        hasty.tag_groups.get(project, uuid4())


def test_wrong_ids_are_refused(offline, refused, an_id):
    fields = {"name": "weather", "type": "SELECTION"}
    refused("project_id", offline.tag_groups.list, "mine")
    refused("project_id", offline.tag_groups.create, "mine", **fields)
    refused("project_id", offline.tag_groups.get, "mine", an_id)
    refused("tag_group_id", offline.tag_groups.get, an_id, "weather")
    refused("project_id", offline.tag_groups.update, "mine", an_id, **fields)
    refused("tag_group_id", offline.tag_groups.update, an_id, "weather", **fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 7),
        ("type", "TEXT"),
        ("type", NULL),
        ("is_required", "yes"),
        ("norder", "first"),
        ("norder", NULL),
    ],
)
def test_wrong_fields_are_refused(offline, refused, field, value):
    fields = {"name": "weather", "type": "SELECTION", field: value}
    refused(field, offline.tag_groups.create, uuid4(), **fields)
    refused(field, offline.tag_groups.update, uuid4(), uuid4(), **fields)


def test_an_unknown_type_is_refused_with_those_that_are_known(offline, refused, an_id):
    said = refused("type", offline.tag_groups.create, an_id, name="weather", type="SINGLE")
    assert said == "'SINGLE' is unknown; known are MULTIPLE-SELECTION, SELECTION"
