"""Attribute values of Hasty's labels."""

from itertools import permutations
from uuid import UUID, uuid4

import numpy as np
import pytest

from labelbridge import NULL
from labelbridge.hasty.models import (
    Attribute,
    AttributeLOV,
    AttributeType,
    LabelAttribute,
    LabelAttributeAssignment,
)
from labelbridge.hasty.resources.attributes import Attributes
from tests.support.flow_runner import body_of
from tests.support.samples import damaged, sample

PROJECT, IMAGE, LABEL, RED, BLUE = (UUID(int=number) for number in range(1, 6))
COLORS = [AttributeLOV(id=RED, value="red"), AttributeLOV(id=BLUE, value="blue")]
VALUES = {
    "SELECTION": RED,
    "MULTIPLE-SELECTION": [RED],
    "TEXT": "scratched",
    "INT": 7,
    "FLOAT": 7.5,
    "BOOL": False,
}
"""A value for each type of attribute."""


def attribute(kind: str, **fields) -> Attribute:
    """An attribute as in a response."""
    values = COLORS if "SELECTION" in kind else []
    return sample(Attribute, id=uuid4(), type=AttributeType(kind), values=values, **fields)


def value_body(value, of=PROJECT, **options) -> dict:
    """The body of a request for one value."""
    ids = (PROJECT, LABEL, of)
    return body_of(sample(LabelAttribute), Attributes.set_value, *ids, value=value, **options)


def values_body(*values) -> list[dict]:
    """The body of a request for several values."""
    return body_of([], Attributes.set_image_values, PROJECT, IMAGE, values)


# Request bodies


def test_value_is_sent_with_its_json_type():
    ids = [(RED, str(RED)), (COLORS[0], str(RED)), ([RED, COLORS[1]], [str(RED), str(BLUE)])]
    numpy = [(np.int64(7), 7), (np.float32(7.5), 7.5), (np.bool_(True), True)]
    unchanged = [(value, value) for value in (str(RED), "", 0, 7.5, True, False)]
    for value, sent in [*ids, *numpy, *unchanged, (iter([RED]), [str(RED)]), (NULL, None)]:
        body = value_body(value)
        assert body == {"value": sent}
        assert type(body["value"]) is type(sent)


def test_predicted_values_are_one_or_several_texts():
    assert value_body(7, predicted_values="8") == {"value": 7, "predicted_values": "8"}
    assert value_body(RED, predicted_values=(RED, str(BLUE))) == {
        "value": str(RED),
        "predicted_values": [str(RED), str(BLUE)],
    }


@pytest.mark.parametrize("kind", VALUES)
def test_attribute_accepts_values_of_its_type_and_null(kind):
    of = attribute(kind, min=0, max=10)
    value_body(VALUES[kind], of)
    assert value_body(NULL, of) == {"value": None}


@pytest.mark.parametrize(
    ("kind", "other"),
    # ids are texts, and integers are numbers
    sorted(set(permutations(VALUES, 2)) - {("TEXT", "SELECTION"), ("FLOAT", "INT")}),
)
def test_attribute_rejects_values_of_other_types(offline, invalid, an_id, kind, other):
    value = VALUES[other]
    invalid("value", offline.attributes.set_value, an_id, an_id, attribute(kind), value=value)


def test_selection_requires_ids_of_its_values(offline, invalid, an_id):
    set_value, problem = offline.attributes.set_value, "is not the id of a value of the attribute"
    for kind, wrong in [("SELECTION", "red"), ("MULTIPLE-SELECTION", [BLUE, "red"])]:
        found = invalid("value", set_value, an_id, an_id, attribute(kind), value=wrong)
        assert found == f"'red' {problem}; the id of this value is {RED}"
    found = invalid("value", set_value, an_id, an_id, attribute("SELECTION"), value=an_id)
    assert found == f"{an_id!r} {problem}"


def test_value_must_be_within_the_limits_of_the_attribute(offline, invalid, an_id):
    of, set_value = attribute("INT", min=0.0, max=10.0), offline.attributes.set_value
    for value in (0, 10):
        assert value_body(value, of) == {"value": value}
    for value, problem in [(-1, "must be 0 or more, not -1"), (11, "must be 10 or less, not 11")]:
        assert invalid("value", set_value, an_id, an_id, of, value=value) == problem


def test_unknown_properties_of_an_attribute_are_not_checked():
    assert value_body(7, damaged(Attribute, "type")) == {"value": 7}
    assert value_body("2023-08-15", attribute("DATE")) == {"value": "2023-08-15"}
    without_values = damaged(Attribute, "values", type="SELECTION")
    assert value_body(RED, without_values) == {"value": str(RED)}


def test_several_values_are_models_dicts_or_items_of_responses():
    of = attribute("INT")
    body = values_body(
        {"id": str(of.id), "label_id": LABEL, "value": 7},
        {"id": of, "label_id": str(LABEL), "value": 7},
        LabelAttributeAssignment(id=of.id, label_id=LABEL, value=7),
        sample(LabelAttribute, id=of.id, label_id=LABEL, value=7),
    )
    assert body == [{"id": str(of.id), "label_id": str(LABEL), "value": 7}] * 4
    ids = {"id": of.id, "label_id": LABEL}
    body = values_body(ids | {"value": NULL}, LabelAttributeAssignment(**ids, value=None))
    assert body == [{"id": str(of.id), "label_id": str(LABEL), "value": None}] * 2


# On the emulator


@pytest.fixture
def labels(hasty, project, image, car):
    boxes = [{"class_id": car, "bbox": [n, 0, n + 1, 1]} for n in range(3)]
    return [label.id for label in hasty.labels.create(project, image, boxes)]


@pytest.fixture
def create(hasty, project):
    """Create an attribute of a type."""

    def create_attribute(kind: str):
        values = ["red", "blue"] if "SELECTION" in kind else []
        return hasty.attributes.create(project, name=kind.lower(), type=kind, values=values)

    return create_attribute


@pytest.mark.parametrize("kind", VALUES)
def test_values_of_all_types_are_set_listed_and_removed(hasty, project, labels, create, kind):
    of, label = create(kind), labels[0]
    ids = [str(one.id) for one in of.values]
    value = {"SELECTION": ids and ids[0], "MULTIPLE-SELECTION": ids}.get(kind, VALUES[kind])
    made = hasty.attributes.set_value(project, label, of.id, value=value)
    assert (made.id, made.label_id, made.name) == (of.id, label, of.name)
    assert (made.type, made.value) == (kind, value)
    values = hasty.attributes.values(project, label)
    assert list(values) == [made]
    assert hasty.attributes.set_value(project, label, of, value=NULL).value is None
    assert values.total() == 0


def test_values_of_several_labels_are_set_and_listed(hasty, project, image, labels, create):
    age, note = create("INT"), create("TEXT")
    given = [{"id": age.id, "label_id": label, "value": n} for n, label in enumerate(labels)]
    given.append({"id": note, "label_id": labels[0], "value": "scratched"})
    made = hasty.attributes.set_image_values(project, image, given)
    assert [one.value for one in made] == [0, 1, 2, "scratched"]
    values = hasty.attributes.image_values(project, image)
    found = [(labels.index(one.label_id), one.value) for one in values]
    assert found == [(0, 0), (0, "scratched"), (1, 1), (2, 2)]
    again = hasty.attributes.set_image_values(project, image, values=list(values))
    assert [one.value for one in again] == [0, "scratched", 1, 2]


def test_common_returns_shared_attributes_and_conflicts(hasty, project, image, labels, create):
    age, note, alone = create("INT"), create("TEXT"), create("BOOL")
    given = [(age, 0, 7), (age, 1, 8), (note, 0, "a"), (note, 1, "a"), (alone, 0, True)]
    values = [{"id": of, "label_id": labels[n], "value": value} for of, n, value in given]
    hasty.attributes.set_image_values(project, image, values)
    common = hasty.attributes.common(project, image, [labels[0], str(labels[1])])
    assert {one.name: one.is_conflicting for one in common} == {"int": True, "text": False}
    assert len(hasty.attributes.common(project, image, labels[0])) == 3


# Invalid arguments


@pytest.mark.parametrize(
    ("argument", "value", "problem"),
    [
        ("value", None, "is required; NULL removes the value"),
        ("value", [], "is empty; NULL removes the value"),
        ("value", b"seven", "must not be bytes; decode it"),
        ("value", {}, "must be True or False, an integer, a number, a string, a list or NULL"),
        ("value[0]", [[RED]], "must be a string, not [UUID("),
        ("value[1]", [RED, damaged(AttributeLOV, "id")], "has no id"),
    ],
)
def test_invalid_values_are_rejected(offline, invalid, an_id, argument, value, problem):
    set_value = offline.attributes.set_value
    assert problem in invalid(argument, set_value, an_id, an_id, an_id, value=value)
    if value is not None:
        values = [{"id": an_id, "label_id": an_id, "value": value}]
        set_values = offline.attributes.set_image_values
        assert problem in invalid(f"values[0].{argument}", set_values, an_id, an_id, values)


@pytest.mark.parametrize(
    ("argument", "item", "problem"),
    [
        ("values[1]", "red", "must be LabelAttribute or dict, not str"),
        ("values[1].value", {"id": RED, "label_id": LABEL}, "is required"),
        ("values[1].value", sample(LabelAttribute, value=None), "is required"),
        ("values[1].label_id", {"id": RED, "value": 7}, "is required"),
        ("values[1].label_id", damaged(LabelAttribute, "label_id", value=7), "is required"),
        ("values[1].id", {"id": "color", "label_id": LABEL, "value": 7}, "must be a UUID"),
        (
            "values[1].id",
            {"id": damaged(Attribute, "id"), "label_id": LABEL, "value": 7},
            "has no id",
        ),
        (
            "values[1].value",
            {"id": attribute("BOOL"), "label_id": LABEL, "value": "yes"},
            "must be True or False, not 'yes': it is a value for BOOL",
        ),
    ],
)
def test_invalid_item_is_reported_with_its_position(
    offline, invalid, an_id, argument, item, problem
):
    values = [{"id": RED, "label_id": LABEL, "value": 7}, item]
    assert problem in invalid(argument, offline.attributes.set_image_values, an_id, an_id, values)


def test_other_arguments_are_validated(offline, invalid, an_id):
    attributes = offline.attributes
    without_id = damaged(Attribute, "id")
    problem = invalid("attribute_id", attributes.set_value, an_id, an_id, without_id, value=7)
    assert problem == "has no id"
    assert attributes.set_image_values(an_id, an_id, []) == []
    invalid("values", attributes.set_image_values, an_id, an_id, {"value": 7})
    problem = invalid("label_ids", attributes.common, an_id, an_id, [])
    assert problem == "is empty; give at least one label"
    invalid("label_ids[1]", attributes.common, an_id, an_id, [an_id, "car"])
    invalid("label_ids", attributes.common, an_id, an_id, 7)
    for predicted, place in [(7, ""), ([7], "[0]"), ([], ""), ({"red": 0.9}, "")]:
        options = {"value": 7, "predicted_values": predicted}
        invalid(f"predicted_values{place}", attributes.set_value, an_id, an_id, an_id, **options)
