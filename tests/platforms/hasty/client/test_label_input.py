"""What users write as labels, and what is wrong with it."""

from uuid import UUID, uuid4

import numpy as np
import pytest

from labelbridge import NULL
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import convert_items
from labelbridge.hasty._inputs.labels import label_to_create, label_to_update
from labelbridge.hasty.models import Label, LabelCreate, LabelKeypointInput, LabelUpdate, ToolUsed

CAR, ID = uuid4(), uuid4()
BOX = {"class_id": str(CAR), "bbox": [10, 20, 14, 23]}


def created(label) -> dict:
    return label_to_create("labels[3]", label).to_dict()


def updated(label) -> dict:
    return label_to_update("labels[3]", label).to_dict()


def wrong(make, label) -> tuple[str, str]:
    with pytest.raises(InvalidArgument) as caught:
        make(label)
    return caught.value.argument, caught.value.problem


def test_a_dict_and_a_model_make_the_same_label():
    label = LabelCreate(class_id=CAR, bbox=[10, 20, 14, 23], tool_used=ToolUsed.API, z_index=7)
    written = BOX | {"tool_used": "api", "z_index": 7}
    assert created(label) == created(written) == written


def test_all_fields_of_the_contract_are_taken():
    written = BOX | {
        "polygon": [[10, 20], [13, 20], [13, 22]],
        "mask": [2, 2, 8, 2],
        "z_index": -1,
        "tool_used": "box2mask",
        "border_mask": "…",
        "external_id": "label-7",
        "external_event_id": "event-7",
        "keypoints": [{"id": str(ID), "x": 11, "y": 21, "visible": False, "norder": 3.25}],
    }
    assert created(written) == written
    assert updated(written | {"id": ID}) == written | {"label_id": str(ID)}


def test_a_label_without_a_layer_gets_0_when_it_is_drawn_and_keeps_its_own_when_it_is_changed():
    assert created(BOX)["z_index"] == 0
    assert created(BOX | {"z_index": None})["z_index"] == 0
    assert "z_index" not in updated({"id": ID})


def test_null_is_sent_when_it_is_asked_for():
    assert created(BOX | {"z_index": NULL, "external_id": None}) == BOX | {"z_index": None}
    assert updated({"id": ID, "polygon": NULL}) == {"label_id": str(ID), "polygon": None}
    assert updated(LabelUpdate(id=ID, mask=None)) == {"label_id": str(ID), "mask": None}
    keypoint = LabelKeypointInput(x=1, y=2)
    assert created(LabelCreate(class_id=CAR, polygon=[[1, 2]], keypoints=[keypoint])) == {
        "class_id": str(CAR),
        "polygon": [[1, 2]],
        "keypoints": [{"x": 1, "y": 2}],
        "z_index": 0,
    }


def test_numbers_and_arrays_of_numpy_are_numbers_and_lists():
    label = {"class_id": CAR, "bbox": np.array([0, 0, 4, 3]), "polygon": np.zeros((3, 2), int)}
    label |= {"mask": [np.int64(2), np.int32(2)], "z_index": np.uint8(7)}
    assert created(label) == {
        "class_id": str(CAR),
        "bbox": [0, 0, 4, 3],
        "polygon": [[0, 0]] * 3,
        "mask": [2, 2],
        "z_index": 7,
    }


@pytest.mark.parametrize(
    ("changed", "argument", "problem"),
    [
        ({"bbx": [1, 2, 3, 4]}, "bbx", "did you mean 'bbox'?"),
        ({"class_id": None}, "class_id", "is required"),
        ({"class_id": "car"}, "class_id", "invalid UUID"),
        ({"class_id": NULL}, "class_id", "expected"),
        ({"bbox": None}, "bbox", "is required for a label without a polygon"),
        ({"bbox": NULL, "polygon": NULL}, "bbox", "is required for a label without a polygon"),
        ({"bbox": [10, 20, 14]}, "bbox", "must be [left, top, right, bottom]"),
        ({"bbox": [10, 20, 14, 23, 0]}, "bbox", "must be [left, top, right, bottom]"),
        ({"bbox": [14, 20, 14, 23]}, "bbox", "right (14) must be greater than left (14)"),
        ({"bbox": [10, 23, 14, 20]}, "bbox", "bottom (20) must be greater than top (23)"),
        ({"bbox": [10, 20, 14.0, 23]}, "bbox[2]", "expected `int`, got `float`"),
        ({"bbox": [10, 20, True, 23]}, "bbox[2]", "expected `int`, got `bool`"),
        ({"bbox": "box"}, "bbox", "expected `array"),
        ({"polygon": []}, "polygon", "has no points"),
        ({"polygon": [[1, 2], [3]]}, "polygon[1]", "must be [x, y], not [3]"),
        ({"polygon": [1, 2, 3, 4]}, "polygon[0]", "expected `array"),
        ({"polygon": np.array([[0.5, 1]])}, "polygon[0][0]", "expected `int`, got `float`"),
        ({"mask": [1, 2], "bbox": None, "polygon": [[1, 2]]}, "mask", "requires a bbox"),
        ({"mask": []}, "mask", "must be pairs of start and length, at least one"),
        ({"mask": [1, 2, 3]}, "mask", "must be pairs of start and length, at least one"),
        ({"mask": [2, 2, 0, 2]}, "mask[2]", "pixels count from 1"),
        ({"mask": [2, 0]}, "mask[0]", "must be 1 or more"),
        ({"mask": [1, 1, 12, 2]}, "mask[2]", "pixels 12 to 13 are outside the box, which has 12"),
        ({"mask": [1, 13]}, "mask[0]", "pixels 1 to 13 are outside the box, which has 12"),
        ({"tool_used": "pencil"}, "tool_used", "'pencil' is unknown"),
        ({"z_index": 1.5}, "z_index", "expected"),
        ({"keypoints": [{"x": 1}, {"z": 1}]}, "keypoints[1].z", "is unknown"),
    ],
)
def test_what_is_wrong_with_a_label_is_said_with_its_place(changed, argument, problem):
    place, said = wrong(created, BOX | changed)
    assert place == f"labels[3].{argument}"
    assert problem in said
    if "class_id" not in changed and "is required" not in said:
        assert wrong(updated, BOX | changed | {"id": ID}) == (place, said)


def test_a_mask_may_fill_its_box_and_runs_may_touch():
    for mask in ([1, 12], [1, 6, 7, 6], [12, 1]):
        assert created(BOX | {"mask": mask})["mask"] == mask


def test_a_change_needs_nothing_but_the_label():
    assert updated({"label_id": ID}) == {"label_id": str(ID)}
    assert updated({"id": ID, "class_id": CAR}) == {"label_id": str(ID), "class_id": str(CAR)}


def test_a_label_is_named_by_either_key_and_sent_by_one():
    for label in ({"id": ID}, {"label_id": str(ID)}, {"id": str(ID), "label_id": ID}):
        assert updated(label) == {"label_id": str(ID)}
        assert updated(LabelUpdate(**{k: UUID(str(v)) for k, v in label.items()})) == {
            "label_id": str(ID)
        }


def test_a_change_of_no_label_or_of_two_is_refused():
    assert wrong(updated, {}) == ("labels[3].id", "is required: the id of the label to change")
    place, said = wrong(updated, {"id": ID, "label_id": CAR})
    assert (place, said) == ("labels[3].id", "differs from label_id")
    assert wrong(updated, {"id": "seven"})[0] == "labels[3].id"
    assert wrong(updated, {"label_id": NULL})[0] == "labels[3].label_id"


@pytest.mark.parametrize("label", [None, "car", 7, [1, 2], Label(id=ID)])
def test_a_label_of_another_kind_is_refused(label):
    place, said = wrong(created, label)
    assert (place, said) == (
        "labels[3]",
        f"must be LabelCreate or dict, not {type(label).__name__}",
    )
    assert wrong(updated, label)[1].startswith("must be LabelUpdate or dict")


@pytest.mark.parametrize("labels", [BOX, "labels", None, 7, LabelCreate()])
def test_one_label_is_not_a_list_of_them(labels):
    place, said = wrong(lambda given: convert_items("labels", given, label_to_create), labels)
    assert (place, said) == ("labels", f"must be a list of labels, not {type(labels).__name__}")


def test_labels_may_come_from_a_generator():
    assert len(convert_items("labels", (BOX for _ in range(3)), label_to_create)) == 3
