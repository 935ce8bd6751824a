"""Values that Hasty's labels have of attributes: by the type of each, and many at once."""

from itertools import permutations
from uuid import UUID, uuid4

import numpy as np
import pytest

from labelbridge import NULL
from labelbridge.errors import BadRequest, NotFound, ServerError
from labelbridge.hasty.models import (
    Attribute,
    AttributeLOV,
    AttributeType,
    LabelAttribute,
    LabelAttributeAssignment,
)
from labelbridge.hasty.resources.attributes import Attributes
from tests.support.flow_runner import FlowRunner, replay

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
"""A value of each type."""


def attribute(kind: str, **fields) -> Attribute:
    """An attribute as the platform would return it."""
    values = COLORS if "SELECTION" in kind else []
    return Attribute(id=uuid4(), name="it", type=AttributeType(kind), values=values, **fields)


def set_by_hand(value, of=None, **options) -> dict:
    """The body that a value is sent in."""
    hand = FlowRunner(replay(LabelAttribute()))
    of = uuid4() if of is None else of
    hand.run(Attributes.set_value.__wrapped__(None, PROJECT, LABEL, of, value=value, **options))
    return hand.steps[0].plan.body


def assigned(*values) -> list[dict]:
    """The body that values of an image are sent in."""
    hand = FlowRunner(replay([]))
    hand.run(Attributes.set_image_values.__wrapped__(None, PROJECT, IMAGE, values))
    return hand.steps[0].plan.body


@pytest.fixture
def label(hasty, project, image, car):
    (drawn,) = hasty.labels.create(project, image, [{"class_id": car, "bbox": [0, 0, 9, 9]}])
    return drawn.id


# What is sent, by hand


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (RED, str(RED)),
        (str(RED), str(RED)),
        (COLORS[0], str(RED)),
        ([RED, COLORS[1]], [str(RED), str(BLUE)]),
        ((str(RED),), [str(RED)]),
        (iter([RED]), [str(RED)]),
        ("scratched", "scratched"),
        ("", ""),
        (7, 7),
        (0, 0),
        (7.5, 7.5),
        (True, True),
        (False, False),
        (np.int64(7), 7),
        (np.float32(7.5), 7.5),
        (np.bool_(True), True),
        (NULL, None),
    ],
)
def test_a_value_goes_out_in_the_form_of_its_type(value, sent):
    body = set_by_hand(value)
    assert body == {"value": sent}
    assert type(body["value"]) is type(sent)


def test_predicted_values_are_one_text_or_several():
    assert set_by_hand(7, predicted_values="8") == {"value": 7, "predicted_values": "8"}
    assert set_by_hand(RED, predicted_values=(RED, str(BLUE))) == {
        "value": str(RED),
        "predicted_values": [str(RED), str(BLUE)],
    }


@pytest.mark.parametrize("kind", VALUES)
def test_an_attribute_takes_values_of_its_type_and_null(kind):
    of = attribute(kind, min=0, max=10)
    set_by_hand(VALUES[kind], of=of)
    assert set_by_hand(NULL, of=of) == {"value": None}


@pytest.mark.parametrize(
    ("kind", "other"),
    # an id is text, and a whole number is a number
    sorted(set(permutations(VALUES, 2)) - {("TEXT", "SELECTION"), ("FLOAT", "INT")}),
)
def test_an_attribute_refuses_values_of_other_types(offline, refused, an_id, kind, other):
    value = VALUES[other]
    refused("value", offline.attributes.set_value, an_id, an_id, attribute(kind), value=value)


def test_a_choice_is_named_by_its_id_and_not_by_its_text(offline, refused, an_id):
    set_value = offline.attributes.set_value
    for kind, wrong in [("SELECTION", "red"), ("MULTIPLE-SELECTION", [BLUE, "red"])]:
        said = refused("value", set_value, an_id, an_id, attribute(kind), value=wrong)
        assert said == (
            f"'red' is not the id of a value of the attribute; the id of this value is {RED}"
        )
    said = refused("value", set_value, an_id, an_id, attribute("SELECTION"), value=an_id)
    assert said == f"{an_id!r} is not the id of a value of the attribute"


def test_limits_are_held(offline, refused, an_id):
    of, set_value = attribute("INT", min=0.0, max=10.0), offline.attributes.set_value
    for value in (0, 10):
        assert set_by_hand(value, of=of) == {"value": value}
    said = refused("value", set_value, an_id, an_id, of, value=-1)
    assert said == "must be 0 or more, not -1"
    said = refused("value", set_value, an_id, an_id, of, value=11)
    assert said == "must be 10 or less, not 11"


def test_what_is_not_known_of_an_attribute_is_not_held_against_a_value():
    ids = uuid4()
    assert set_by_hand(7, of=Attribute(id=ids)) == {"value": 7}
    newer = Attribute(id=ids, type=AttributeType("DATE"))
    assert set_by_hand("2023-08-15", of=newer) == {"value": "2023-08-15"}
    bare = Attribute(id=ids, type=AttributeType.SELECTION)
    assert set_by_hand(RED, of=bare) == {"value": str(RED)}


def test_many_values_are_models_dicts_or_what_was_read():
    of = attribute("INT")
    body = assigned(
        {"id": str(of.id), "label_id": LABEL, "value": 7},
        {"id": of, "label_id": str(LABEL), "value": 7},
        LabelAttributeAssignment(id=of.id, label_id=LABEL, value=7),
        LabelAttribute(id=of.id, label_id=LABEL, name="it", type=of.type, value=7),
    )
    assert body == [{"id": str(of.id), "label_id": str(LABEL), "value": 7}] * 4


def test_many_values_are_cleared_by_null():
    of, label = uuid4(), uuid4()
    ids = {"id": of, "label_id": label}
    body = assigned(ids | {"value": NULL}, LabelAttributeAssignment(**ids, value=None))
    assert body == [{"id": str(of), "label_id": str(label), "value": None}] * 2


@pytest.mark.parametrize(("count", "parts"), [(0, []), (100, [100]), (250, [100, 100, 50])])
def test_values_go_out_100_at_a_time_and_come_back_as_one_list(count, parts):
    hand = FlowRunner(lambda step: [LabelAttribute(value=item["value"]) for item in step.plan.body])
    values = [{"id": PROJECT, "label_id": LABEL, "value": n} for n in range(count)]
    made = hand.run(Attributes.set_image_values.__wrapped__(None, PROJECT, IMAGE, values))
    assert [len(step.plan.body) for step in hand.steps] == parts
    assert [one.value for one in made] == list(range(count))


def test_what_was_set_before_a_failure_is_not_lost():
    first = [LabelAttribute(id=uuid4()) for _ in range(100)]
    hand = FlowRunner(replay(first, ServerError("down", status=503)))
    values = [{"id": PROJECT, "label_id": LABEL, "value": n} for n in range(101)]
    with pytest.raises(ServerError) as caught:
        hand.run(Attributes.set_image_values.__wrapped__(None, PROJECT, IMAGE, values))
    assert list(caught.value.done) == first
    assert caught.value.__notes__ == ["100 of 101 values were processed before; see error.done"]


# Over HTTP


@pytest.fixture
def made(hasty, project):
    """An attribute of a type, with values to choose from if it chooses."""

    def make(kind: str):
        values = ["red", "blue"] if "SELECTION" in kind else []
        return hasty.attributes.create(project, name=kind.lower(), type=kind, values=values)

    return make


@pytest.mark.parametrize("kind", VALUES)
def test_values_of_all_types_are_set_read_and_cleared(hasty, project, label, made, kind):
    of = made(kind)
    choices = [str(one.id) for one in of.values]
    value = {"SELECTION": choices and choices[0], "MULTIPLE-SELECTION": choices}.get(
        kind, VALUES[kind]
    )
    put = hasty.attributes.set_value(project, label, of.id, value=value)
    assert (put.id, put.label_id, put.name, put.type, put.value) == (
        of.id,
        label,
        of.name,
        kind,
        value,
    )
    values = hasty.attributes.values(project, label)
    assert list(values) == [put]
    assert values.total() == 1
    assert hasty.attributes.set_value(project, label, of, value=NULL).value is None
    assert values.total() == 0


def test_a_value_is_one_of_the_attributes_own(hasty, project, label, made):
    color = made("SELECTION")
    put = hasty.attributes.set_value(project, label, color, value=color.values[1])
    assert put.value == str(color.values[1].id)


def test_what_only_the_platform_can_tell_it_refuses(hasty, project, label, made):
    with pytest.raises(BadRequest):
        hasty.attributes.set_value(project, label, made("INT").id, value="seven")
    with pytest.raises(NotFound):
        hasty.attributes.set_value(project, label, uuid4(), value=7)


def test_a_value_is_set_again_after_a_failure_that_passes(
    hasty, emulator, sent, project, label, made
):
    emulator.faults([{"operation": "set_label_attribute", "status": 503}])
    hasty.attributes.set_value(project, label, made("INT"), value=7)
    assert [request["status"] for request in sent("set_label_attribute")] == [503, 200]


def test_values_of_many_labels_are_set_and_listed(hasty, project, image, car, made):
    age, note = made("INT"), made("TEXT")
    labels = hasty.labels.create(
        project, image, [{"class_id": car, "bbox": [n, 0, n + 1, 1]} for n in range(3)]
    )
    put = hasty.attributes.set_image_values(
        project,
        image,
        [{"id": age.id, "label_id": label.id, "value": n} for n, label in enumerate(labels)]
        + [{"id": note, "label_id": labels[0].id, "value": "scratched"}],
    )
    assert [one.value for one in put] == [0, 1, 2, "scratched"]
    values = hasty.attributes.image_values(project, image)
    assert [(one.label_id, one.value) for one in values] == [
        (labels[0].id, 0),
        (labels[0].id, "scratched"),
        (labels[1].id, 1),
        (labels[2].id, 2),
    ]
    assert values.total() == 4
    assert [len(page.items) for page in values.pages(size=3)] == [3, 1]
    again = hasty.attributes.set_image_values(project, image, values=list(values))
    assert [one.value for one in again] == [0, "scratched", 1, 2]


def test_labels_tell_what_they_share_and_where_they_differ(hasty, project, image, car, made):
    age, note, alone = made("INT"), made("TEXT"), made("BOOL")
    one, other = hasty.labels.create(
        project, image, [{"class_id": car, "bbox": [n, 0, n + 1, 1]} for n in range(2)]
    )
    hasty.attributes.set_image_values(
        project,
        image,
        [
            {"id": age, "label_id": one.id, "value": 7},
            {"id": age, "label_id": other.id, "value": 8},
            {"id": note, "label_id": one.id, "value": "scratched"},
            {"id": note, "label_id": other.id, "value": "scratched"},
            {"id": alone, "label_id": one.id, "value": True},
        ],
    )
    shared = hasty.attributes.common(project, image, [one.id, str(other.id)])
    assert {common.name: common.is_conflicting for common in shared} == {
        "int": True,
        "text": False,
    }
    assert len(hasty.attributes.common(project, image, one.id)) == 3


def test_an_empty_list_is_no_request_unless_it_means_nothing(offline, refused, an_id):
    assert offline.attributes.set_image_values(an_id, an_id, []) == []
    said = refused("label_ids", offline.attributes.common, an_id, an_id, [])
    assert said == "is empty; give at least one label"


@pytest.mark.parametrize(
    ("argument", "value", "problem"),
    [
        ("value", None, "is required; NULL removes the value"),
        ("value", [], "is empty; NULL removes the value"),
        ("value", {"value": 7}, "expected `bool | int | float | str | array | null`"),
        ("value", b"seven", "expected `bool | int | float | str | array | null`"),
        ("value", float("nan"), "must be a finite number"),
        ("value[1]", [RED, 7], "expected `str`, got `int`"),
        ("value[0]", [[RED]], "expected `str`, got `array`"),
        ("value", AttributeLOV(value="red"), "has no id"),
        ("value[1]", [RED, AttributeLOV(value="red")], "has no id"),
    ],
)
def test_wrong_values_are_refused(offline, refused, an_id, argument, value, problem):
    set_value = offline.attributes.set_value
    assert problem in refused(argument, set_value, an_id, an_id, an_id, value=value)
    if value is None:
        return
    values = [{"id": an_id, "label_id": an_id, "value": value}]
    said = refused(
        f"values[0].{argument}", offline.attributes.set_image_values, an_id, an_id, values
    )
    assert problem in said


@pytest.mark.parametrize("predicted", [7, [7], [], {"red": 0.9}])
def test_wrong_predictions_are_refused(offline, refused, an_id, predicted):
    argument = "predicted_values[0]" if predicted == [7] else "predicted_values"
    set_value = offline.attributes.set_value
    refused(argument, set_value, an_id, an_id, an_id, value=7, predicted_values=predicted)


@pytest.mark.parametrize(
    ("argument", "item", "problem"),
    [
        ("values[1]", "red", "must be LabelAttribute or dict, not str"),
        ("values[1].value", {"id": RED, "label_id": LABEL}, "is required"),
        ("values[1].value", {"id": RED, "label_id": LABEL, "value": None}, "is required"),
        ("values[1].value", LabelAttribute(id=RED, label_id=LABEL), "is required"),
        ("values[1].label_id", {"id": RED, "value": 7}, "is required"),
        ("values[1].id", {"label_id": LABEL, "value": 7}, "is required"),
        ("values[1].id", {"id": "color", "label_id": LABEL, "value": 7}, "must be a UUID"),
        ("values[1].id", {"id": Attribute(), "label_id": LABEL, "value": 7}, "has no id"),
        ("values[1].label_id", {"id": RED, "label_id": NULL, "value": 7}, "expected"),
        (
            "values[1].labelid",
            {"id": RED, "labelid": LABEL, "value": 7},
            "did you mean 'label_id'?",
        ),
        (
            "values[1].value",
            {"id": attribute("BOOL"), "label_id": LABEL, "value": "yes"},
            "must be True or False, not 'yes': it is BOOL",
        ),
    ],
)
def test_one_wrong_of_many_values_is_refused_with_its_place(
    offline, refused, an_id, argument, item, problem
):
    good = {"id": RED, "label_id": LABEL, "value": 7}
    assert problem in refused(
        argument, offline.attributes.set_image_values, an_id, an_id, [good, item]
    )


def test_wrong_ids_are_refused(offline, refused, an_id):
    attributes = offline.attributes
    refused("project_id", attributes.values, "mine", an_id)
    refused("label_id", attributes.values, an_id, "car")
    refused("project_id", attributes.set_value, "mine", an_id, an_id, value=7)
    refused("label_id", attributes.set_value, an_id, "car", an_id, value=7)
    refused("attribute_id", attributes.set_value, an_id, an_id, "color", value=7)
    said = refused("attribute_id", attributes.set_value, an_id, an_id, Attribute(), value=7)
    assert said == "has no id"
    for call, args in [
        (attributes.image_values, []),
        (attributes.set_image_values, [[]]),
        (attributes.common, [an_id]),
    ]:
        refused("project_id", call, "mine", an_id, *args)
        refused("image_id", call, an_id, "a.jpg", *args)
    refused("label_ids[1]", attributes.common, an_id, an_id, [an_id, "car"])
    refused("label_ids", attributes.common, an_id, an_id, 7)
    refused("values", attributes.set_image_values, an_id, an_id, {"value": 7})
