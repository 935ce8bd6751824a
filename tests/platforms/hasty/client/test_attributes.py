"""Attributes of Hasty, and their links with label classes."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.hasty.models import (
    AttributeClass,
    AttributeLOV,
    AttributeLOVInput,
    AttributeSubjectType,
    AttributeType,
    PredictionModel,
    PredictionType,
)
from tests.support.samples import damaged

ATTRIBUTE, CLASS = str(uuid4()), str(uuid4())
LINK = {"attribute_id": ATTRIBUTE, "class_id": CLASS, "attribute_order": 12.5, "class_order": 3.25}
COLOR = {"name": "color", "type": "SELECTION", "values": ["red", "blue"]}


@pytest.fixture
def color(hasty, project):
    return hasty.attributes.create(project, **COLOR)


def texts(attribute) -> list[str]:
    return [one.value for one in attribute.values]


def test_selection_is_created_with_its_values_and_deleted(hasty, project, color):
    assert (color.name, color.type) == ("color", AttributeType.SELECTION)
    assert texts(color) == ["red", "blue"]
    assert len({one.id for one in color.values}) == 2
    assert list(hasty.attributes.list(project)) == [color]
    hasty.attributes.delete(project, color.id)
    assert hasty.attributes.list(project).total() == 0


def test_values_are_texts_models_or_dicts_with_optional_ids(hasty, project):
    ids = [uuid4(), uuid4()]
    made = hasty.attributes.create(
        project,
        name="color",
        type=AttributeType.MULTIPLE_SELECTION,
        values=("red", AttributeLOV(ids[0], "blue"), {"id": ids[1], "value": "green"}),
    )
    assert texts(made) == ["red", "blue", "green"]
    assert [one.id for one in made.values[1:]] == ids
    new = hasty.attributes.update(
        project, made.id, name="color", type=made.type, values=[AttributeLOVInput(value="red")]
    )
    assert texts(new) == ["red"]


def test_create_sends_all_fields(hasty, project):
    fields = {
        "is_required": True,
        "subject_type": AttributeSubjectType.IMAGE,
        "default": "5",
        "description": "How many wheels touch the ground",
        "min": 0,
        "max": 8.5,
        "norder": 2.5,
        "prediction_type": PredictionType.LLM,
        "prediction_model": PredictionModel.GEMINI_2_0_FLASH_LITE,
        "prediction_prompt": "Count the wheels",
    }
    made = hasty.attributes.create(project, name="wheels", type="FLOAT", **fields)
    assert {name: getattr(made, name) for name in fields} == fields
    for kind in ("TEXT", "INT", "FLOAT", "BOOL"):  # the platform requires an empty list
        assert hasty.attributes.create(project, name=kind, type=kind).values == []


def test_update_keeps_values_with_their_ids(hasty, project, color):
    red, blue = color.values
    values = [blue, {"id": red.id, "value": "dark red"}, "green"]
    changed = hasty.attributes.update(
        project, color.id, name="Color", type="SELECTION", values=values
    )
    assert (changed.name, texts(changed)) == ("Color", ["blue", "dark red", "green"])
    assert [one.id for one in changed.values[:2]] == [blue.id, red.id]
    again = hasty.attributes.update(project, color.id, **COLOR | {"values": ["blue"]})
    assert again.values[0].id != blue.id


def test_update_keeps_other_fields_and_null_removes_them(hasty, project):
    fields = {"name": "age", "type": "INT"}
    made = hasty.attributes.create(
        project, **fields, min=0, max=99, description="Years", norder=2.5
    )
    changed = hasty.attributes.update(
        project, made.id, **fields, max=NULL, description=NULL, norder=3
    )
    assert (changed.min, changed.max, changed.description, changed.norder) == (0, None, None, 3)
    equal = hasty.attributes.create(project, **fields, min=5, max=5)
    assert (equal.min, equal.max) == (5, 5)
    assert hasty.attributes.create(project, **fields, min=5, max=NULL).max is None


def test_attributes_are_linked_with_label_classes_and_unlinked(hasty, project, color, car):
    person = hasty.label_classes.create(project, name="person").id
    made = hasty.attributes.set_classes(
        project,
        [
            LINK | {"attribute_id": color.id, "class_id": str(car)},
            AttributeClass(str(color.id), str(person), attribute_order=3.25, class_order=1),
        ],
    )
    assert [(one.class_id, one.attribute_order, one.class_order) for one in made] == [
        (str(car), 12.5, 3.25),
        (str(person), 3.25, 1),
    ]
    links = hasty.attributes.classes(project)
    assert list(links) == list(made)
    assert hasty.attributes.list(project).first().class_count == 2
    hasty.attributes.remove_classes(project, [{"attribute_id": color.id, "class_id": car}])
    assert list(links) == [made[1]]
    hasty.attributes.remove_classes(project, list(links))
    assert links.total() == 0


@pytest.mark.parametrize(
    ("argument", "fields", "problem"),
    [
        ("type", {"type": "RADIO"}, "'RADIO' is unknown; known are BOOL, FLOAT, INT"),
        ("values", {"values": ()}, "is required for the type SELECTION"),
        ("values", {"type": "MULTIPLE-SELECTION", "values": []}, "is required"),
        ("values", {"type": "TEXT"}, "not for TEXT"),
        ("values", {"values": "red"}, "must be a list of values, not str"),
        ("values[1]", {"values": ["red", ""]}, "must be "),
        ("values[0]", {"values": [7]}, "must be str, AttributeLOV or dict, not int"),
        ("values[0].value", {"values": [{"id": CLASS}]}, "must be "),
        ("values[0].value", {"values": [damaged(AttributeLOV, "value")]}, "must be "),
        ("values[0].id", {"values": [{"id": "red", "value": "red"}]}, "must be a UUID"),
        ("min", {"min": 1}, "is only for INT and FLOAT, not for SELECTION"),
        ("max", {"max": 1}, "is only for INT and FLOAT, not for SELECTION"),
        ("min", {"type": "INT", "values": (), "min": 5, "max": 4.5}, "(5) is greater than max"),
        ("min", {"type": "FLOAT", "values": (), "min": 5, "max": 4.5}, "(5) is greater than max"),
    ],
)
def test_create_and_update_reject_invalid_fields(
    offline, invalid, an_id, argument, fields, problem
):
    fields = COLOR | fields
    assert problem in invalid(argument, offline.attributes.create, an_id, **fields)
    assert problem in invalid(argument, offline.attributes.update, an_id, an_id, **fields)
