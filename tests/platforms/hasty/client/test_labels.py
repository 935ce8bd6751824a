"""Labels of Hasty: request bodies, batches, and operations on the emulator."""

from datetime import timedelta
from math import nan
from uuid import UUID, uuid4

import numpy as np
import pytest

from labelbridge import NULL
from labelbridge.errors import InvalidArgument, NotFound, ResponseFormatError, ServerError
from labelbridge.hasty._inputs.labels import label_to_create, label_to_update
from labelbridge.hasty.models import (
    Label,
    LabelCreate,
    LabelKeypointInput,
    LabelList,
    LabelUpdate,
    ToolUsed,
)
from labelbridge.hasty.resources.labels import Labels
from tests.support.flow_runner import FlowRunner, flow, replay, run
from tests.support.samples import sample

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
TRAIN = "e34f765f-cfd9-4789-a575-e083f35ac3f6"
VALIDATION = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
DEMO_CAR = "3637334b-1584-4941-ba7d-7018635858b9"
PROJECT, IMAGE, CLASS, ID = uuid4(), uuid4(), uuid4(), uuid4()
BOX = {"class_id": str(CLASS), "bbox": [10, 20, 14, 23]}


def boxes(class_id, count: int) -> list[dict]:
    """Labels with different boxes, so that their order is visible."""
    return [{"class_id": class_id, "bbox": [n, 0, n + 1, 1]} for n in range(count)]


def lefts(labels) -> list[int]:
    return [label.bbox[0] for label in labels]


# Request bodies


def created(label) -> dict:
    return label_to_create("labels[3]", label).to_dict()


def updated(label) -> dict:
    return label_to_update("labels[3]", label).to_dict()


def error_of(convert, label) -> tuple[str, str]:
    with pytest.raises(InvalidArgument) as caught:
        convert(label)
    return caught.value.argument, caught.value.problem


def test_dict_and_model_make_the_same_body():
    label = LabelCreate(class_id=CLASS, bbox=[10, 20, 14, 23], tool_used=ToolUsed.API, z_index=7)
    written = BOX | {"tool_used": "api", "z_index": 7}
    assert created(label) == created(written) == written


def test_body_has_all_fields_of_the_contract():
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


def test_z_index_defaults_to_0_only_for_new_labels():
    assert created(BOX)["z_index"] == 0
    assert created(BOX | {"z_index": None})["z_index"] == 0
    assert "z_index" not in updated({"id": ID})


def test_null_is_sent_and_none_is_not():
    assert created(BOX | {"z_index": NULL, "external_id": None}) == BOX | {"z_index": None}
    assert updated({"id": ID, "polygon": NULL}) == {"label_id": str(ID), "polygon": None}
    assert updated(LabelUpdate(id=ID, mask=None)) == {"label_id": str(ID), "mask": None}
    keypoint = LabelKeypointInput(x=1, y=2)
    label = LabelCreate(class_id=CLASS, bbox=[10, 20, 14, 23], keypoints=[keypoint])
    assert created(label) == BOX | {"keypoints": [{"x": 1, "y": 2}], "z_index": 0}


def test_numpy_values_become_numbers_and_lists():
    label = {"class_id": CLASS, "bbox": np.array([0, 0, 4, 3]), "polygon": np.zeros((3, 2), int)}
    label |= {"mask": [np.int64(2), np.int32(2)], "z_index": np.uint8(7)}
    arrays = {"bbox": [0, 0, 4, 3], "polygon": [[0, 0]] * 3, "mask": [2, 2]}
    assert created(label) == {"class_id": str(CLASS), "z_index": 7} | arrays


@pytest.mark.parametrize(
    ("changed", "argument", "problem"),
    [
        ({"class_id": None}, "class_id", "is required"),
        ({"class_id": NULL}, "class_id", "must be a UUID like"),
        ({"bbox": None}, "bbox", "is required for a label without a polygon"),
        ({"bbox": NULL, "polygon": NULL}, "bbox", "is required for a label without a polygon"),
        ({"bbox": [10, 20, 14]}, "bbox", "must be [left, top, right, bottom]"),
        ({"bbox": [14, 20, 14, 23]}, "bbox", "right (14) must be greater than left (14)"),
        ({"bbox": [10, 23, 14, 20]}, "bbox", "bottom (20) must be greater than top (23)"),
        ({"bbox": [nan, 20, 14, 23]}, "bbox[0]", "must be a finite number, not nan"),
        ({"bbox": [10, 20, 14.0, 23]}, "bbox[2]", "must be an integer, not 14.0; convert it"),
        ({"polygon": []}, "polygon", "has no points"),
        ({"polygon": [[1, 2], [3]]}, "polygon[1]", "must be [x, y], not [3]"),
        ({"polygon": np.array([[0.5, 1]])}, "polygon[0][0]", "must be an integer, not 0.5"),
        ({"mask": [1, 2], "bbox": None, "polygon": [[1, 2]]}, "mask", "requires a bbox"),
        ({"mask": []}, "mask", "must be pairs of start and length, at least one"),
        ({"mask": [2, 2, 0, 2]}, "mask[2]", "pixels count from 1"),
        ({"mask": [2, 0]}, "mask[0]", "must be 1 or more"),
        ({"mask": [1, 1, 12, 2]}, "mask[2]", "pixels 12 to 13 are outside the box, which has 12"),
        ({"mask": [1, 13]}, "mask[0]", "pixels 1 to 13 are outside the box, which has 12"),
        ({"keypoints": [{"x": 1}, {"z": 1}]}, "keypoints[1].z", "is unknown"),
    ],
)
def test_invalid_label_is_reported_with_its_position(changed, argument, problem):
    error = error_of(created, BOX | changed)
    assert error[0] == f"labels[3].{argument}"
    assert problem in error[1]
    if "class_id" not in changed and not problem.startswith("is required"):
        assert error_of(updated, BOX | changed | {"id": ID}) == error


def test_mask_can_fill_its_box_and_runs_can_touch():
    for mask in ([1, 12], [1, 6, 7, 6], [12, 1]):
        assert created(BOX | {"mask": mask})["mask"] == mask


def test_update_accepts_id_or_label_id_and_sends_label_id():
    assert updated({"id": ID, "class_id": CLASS}) == {"label_id": str(ID), "class_id": str(CLASS)}
    for label in ({"id": ID}, {"label_id": str(ID)}, {"id": str(ID), "label_id": ID}):
        model = LabelUpdate(**{key: UUID(str(value)) for key, value in label.items()})
        assert updated(label) == updated(model) == {"label_id": str(ID)}


def test_update_requires_exactly_one_id():
    assert error_of(updated, {}) == ("labels[3].id", "is required: the id of the label to change")
    assert error_of(updated, {"id": ID, "label_id": CLASS}) == (
        "labels[3].id",
        "differs from label_id",
    )
    assert error_of(updated, {"id": "seven"})[0] == "labels[3].id"
    assert error_of(updated, {"label_id": NULL})[0] == "labels[3].label_id"


@pytest.mark.parametrize("label", [None, "car", 7, [1, 2], sample(Label)])
def test_label_must_be_a_model_or_a_dict(label):
    assert error_of(created, label) == (
        "labels[3]",
        f"must be LabelCreate or dict, not {type(label).__name__}",
    )
    assert error_of(updated, label)[1].startswith("must be LabelUpdate or dict")


def test_other_arguments_are_validated(offline, invalid, an_id):
    problem = invalid("labels", offline.labels.create, an_id, an_id, BOX)
    assert problem == "must be a list of labels, not dict"
    invalid("created_since", offline.labels.search, an_id, created_since=30)
    for name in ("include_border_mask", "include_errors"):
        invalid(name, offline.labels.list, an_id, an_id, **{name: "yes"})
        invalid(name, offline.labels.get, an_id, an_id, **{name: 1})
    invalid("label_ids[1]", offline.labels.delete, an_id, an_id, [an_id, "car"])
    invalid("label_ids", offline.labels.delete, an_id, an_id, 7)


# Batches


def label_page(labels) -> LabelList:
    return sample(LabelList, items=labels)


def label_list(step) -> LabelList:
    return label_page([sample(Label, bbox=label["bbox"]) for label in step.plan.body])


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])]
)
def test_labels_are_sent_in_batches_of_100_and_returned_in_order(count, sizes):
    runner, labels = run(
        label_list, Labels.create, PROJECT, IMAGE, (box for box in boxes(CLASS, count))
    )
    assert [len(step.plan.body) for step in runner.steps] == sizes
    assert lefts(labels) == list(range(count))


def test_error_has_the_labels_of_the_batches_before_it():
    first = label_page([sample(Label, id=uuid4()) for _ in range(100)])
    runner = FlowRunner(replay(first, ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        runner.run(flow(Labels.create, PROJECT, IMAGE, boxes(CLASS, 250)))
    assert list(caught.value.done) == first.items
    assert caught.value.__notes__ == ["100 of 250 labels were processed before; see error.done"]
    assert len(runner.steps) == 2


def test_no_request_is_sent_when_the_last_label_is_invalid():
    labels = [*boxes(CLASS, 250), {"bbox": [0, 0, 1, 1]}]
    with pytest.raises(InvalidArgument, match=r"^labels\[250\].class_id: is required"):
        run(replay(), Labels.create, PROJECT, IMAGE, labels)


@pytest.mark.parametrize("count", [0, 2, 49, 51])
@pytest.mark.parametrize("method", [Labels.create, Labels.update])
def test_another_number_of_labels_in_the_response_is_an_error(method, count):
    full, other = ([sample(Label, id=uuid4()) for _ in range(size)] for size in (100, count))
    labels = [box | ({"id": ID} if method is Labels.update else {}) for box in boxes(CLASS, 150)]
    responses = replay(label_page(full), label_page(other))
    with pytest.raises(
        ResponseFormatError, match=rf"50 labels .* response has {count}\b"
    ) as caught:
        run(responses, method, PROJECT, IMAGE, labels)
    assert list(caught.value.done) == full + other


def test_delete_sends_batches_and_its_error_has_the_deleted_ids():
    ids = [uuid4() for _ in range(150)]
    runner = FlowRunner(replay(None, ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        runner.run(flow(Labels.delete, PROJECT, IMAGE, ids))
    assert runner.steps[1].plan.body == [{"id": str(one)} for one in ids[100:]]
    assert list(caught.value.done) == ids[:100]


def test_empty_list_sends_no_request(offline, an_id):
    assert offline.labels.create(an_id, an_id, []) == []
    assert offline.labels.update(an_id, an_id, []) == []
    assert offline.labels.delete(an_id, an_id, []) is None


# On the emulator


def test_more_labels_than_a_batch_are_created_updated_and_deleted(hasty, sent, project, image, car):
    made = hasty.labels.create(project, image, boxes(car, 250))
    assert lefts(made) == lefts(hasty.labels.list(project, image)) == list(range(250))
    changes = [{"id": label.id, "z_index": 7} for label in made]
    assert lefts(hasty.labels.update(project, image, changes)) == list(range(250))
    assert {label.z_index for label in hasty.labels.list(project, image)} == {7}
    hasty.labels.delete(project, image, [label.id for label in made])
    assert hasty.labels.list(project, image).total() == 0
    assert [len(sent(f"{verb}_labels")) for verb in ("create", "update", "delete")] == [3, 3, 3]


def test_delete_accepts_one_id(hasty, project, image, car):
    first, second = hasty.labels.create(project, image, boxes(car, 2))
    hasty.labels.delete(project, image, first.id)
    assert list(hasty.labels.list(project, image)) == [second]
    with pytest.raises(NotFound):
        hasty.labels.delete(project, image, [first.id])


def test_border_mask_and_errors_are_returned_on_request(hasty, project, image, car):
    (label,) = hasty.labels.create(
        project, image, [{"class_id": car, "bbox": [0, 0, 2, 2], "border_mask": "border"}]
    )
    options = {"include_border_mask": True, "include_errors": True}
    assert not label.border_mask
    assert hasty.labels.get(project, label.id, **options).border_mask == "border"
    (found,) = hasty.labels.list(project, image, **options)
    assert (found.border_mask, found.error) == ("border", None)


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({}, 10),
        ({"label_class_id": DEMO_CAR}, 4),
        ({"dataset_id": [TRAIN, VALIDATION], "image_status": ["DONE"]}, 7),
        ({"attribute_id": ID, "attribute_value": "x"}, 0),
    ],
)
def test_search_filters_labels_of_a_project(hasty, filters, total):
    assert hasty.labels.search(DEMO, **filters).total() == total


def test_search_sends_intervals_and_returns_names(hasty, sent):
    found = hasty.labels.search(
        DEMO, label_class_id=DEMO_CAR, created_since=timedelta(hours=1), updated_since="30m"
    ).first()
    assert (found.class_name, found.dataset_name, found.image_status) == ("car", "train", "DONE")
    assert "created_since=1h&updated_since=30m" in sent("search_labels")[0]["url"]
