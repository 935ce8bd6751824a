"""Label classes of Hasty."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import NotFound

FIELDS = {
    "type": "background",
    "color": "#d62728ff",
    "description": "What is above the roofs",
    "use_description_as_prompt": True,
    "norder": 2.5,
    "external_id": "class-7",
}


def test_a_class_is_made_read_and_deleted(hasty, project):
    made = hasty.label_classes.create(project, name="sky", **FIELDS)
    assert made.name == "sky"
    assert {name: getattr(made, name) for name in FIELDS} == FIELDS
    assert hasty.label_classes.get(project, made.id) == made
    hasty.label_classes.delete(project, made.id)
    with pytest.raises(NotFound):
        hasty.label_classes.get(project, made.id)


def test_a_change_keeps_what_is_not_given_and_removes_what_is_null(hasty, project):
    made = hasty.label_classes.create(project, name="sky", **FIELDS)
    changed = hasty.label_classes.update(project, made.id, name="Sky", color=NULL, norder=3)
    assert (changed.name, changed.color, changed.norder) == ("Sky", None, 3)
    assert (changed.type, changed.external_id) == ("background", "class-7")


def test_classes_are_listed(hasty, project):
    for name in ("car", "person"):
        hasty.label_classes.create(project, name=name)
    assert [one.name for one in hasty.label_classes.list(project)] == ["car", "person"]


def test_wrong_ids_are_refused(offline, refused, an_id):
    refused("project_id", offline.label_classes.list, "mine")
    refused("project_id", offline.label_classes.create, "mine", name="car")
    for call, fields in [
        (offline.label_classes.get, {}),
        (offline.label_classes.update, {"name": "car"}),
        (offline.label_classes.delete, {}),
    ]:
        refused("project_id", call, "mine", an_id, **fields)
        refused("label_class_id", call, an_id, "car", **fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "thing"), ("color", 7), ("norder", "first"), ("parent_id", "car"), ("type", NULL)],
)
def test_wrong_fields_are_refused(offline, refused, field, value):
    refused(field, offline.label_classes.create, uuid4(), name="car", **{field: value})
    refused(field, offline.label_classes.update, uuid4(), uuid4(), name="car", **{field: value})


def test_an_unknown_field_is_refused_with_the_nearest(offline, refused):
    problem = refused("colour", offline.label_classes.create, uuid4(), name="car", colour="#000")
    assert "did you mean 'color'?" in problem
