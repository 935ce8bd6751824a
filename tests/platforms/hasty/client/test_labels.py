"""Labels of Hasty: drawn, listed, searched, changed and deleted, any number at once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import NotFound, ResponseFormatError, ServerError
from labelbridge.hasty.models import LabelCreate, LabelUpdate
from labelbridge.hasty.resources.labels import Labels
from labelbridge_api.hasty.models import Label, LabelList
from tests.support.flow_runner import FlowRunner, replay

DEMO = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
TRAIN = "e34f765f-cfd9-4789-a575-e083f35ac3f6"
VALIDATION = "8c4c51f1-f6f3-43bc-b65d-7415e8ef22c0"
CAR = "3637334b-1584-4941-ba7d-7018635858b9"
PROJECT, IMAGE = uuid4(), uuid4()


def boxes(class_id, count: int) -> list[dict]:
    """Boxes that differ, so that their order can be seen."""
    return [{"class_id": class_id, "bbox": [n, 0, n + 1, 1]} for n in range(count)]


def lefts(labels) -> list[int]:
    return [label.bbox[0] for label in labels]


# The split into requests, driven by hand


def answer_to(plan) -> LabelList:
    return LabelList(items=[Label(bbox=label["bbox"]) for label in plan.body])


def test_labels_go_out_100_at_a_time_and_come_back_in_order():
    hand = FlowRunner(lambda step: answer_to(step.plan))
    drawn = hand.run(Labels.create.__wrapped__(None, PROJECT, IMAGE, boxes(uuid4(), 250)))
    assert [len(step.plan.body) for step in hand.steps] == [100, 100, 50]
    assert lefts(drawn) == list(range(250))


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 1), (100, 1), (101, 2)])
def test_no_request_is_more_than_is_needed(count, requests):
    hand = FlowRunner(lambda step: answer_to(step.plan))
    drawn = hand.run(Labels.create.__wrapped__(None, PROJECT, IMAGE, boxes(uuid4(), count)))
    assert len(hand.steps) == requests
    assert len(drawn) == count


def test_what_was_drawn_before_a_failure_is_not_lost():
    first = LabelList(items=[Label(id=uuid4()) for _ in range(100)])
    hand = FlowRunner(replay(first, ServerError("down", status=503)))
    flow = Labels.create.__wrapped__(None, PROJECT, IMAGE, boxes(uuid4(), 250))
    with pytest.raises(ServerError) as caught:
        hand.run(flow)
    assert list(caught.value.done) == first.items
    assert caught.value.__notes__ == ["100 of 250 labels were processed before; see error.done"]
    assert len(hand.steps) == 2


def test_nothing_was_done_before_the_first_request():
    hand = FlowRunner(replay(ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        hand.run(Labels.create.__wrapped__(None, PROJECT, IMAGE, boxes(uuid4(), 250)))
    assert list(caught.value.done) == []
    assert not hasattr(caught.value, "__notes__")


def test_nothing_is_sent_when_the_last_label_is_wrong():
    hand = FlowRunner(replay())
    with pytest.raises(ValueError, match=r"^labels\[250\].class_id: is required"):
        hand.run(
            Labels.create.__wrapped__(
                None, PROJECT, IMAGE, [*boxes(uuid4(), 250), {"bbox": [0, 0, 1, 1]}]
            )
        )
    assert hand.steps == []


@pytest.mark.parametrize("came", [0, 2, 49, 51])
@pytest.mark.parametrize("method", [Labels.create, Labels.update])
def test_another_number_of_labels_than_was_sent_is_an_error_that_holds_all_that_came(method, came):
    whole, part = ([Label(id=uuid4()) for _ in range(count)] for count in (100, came))
    hand = FlowRunner(replay(LabelList(items=whole), LabelList(items=part)))
    sent = [{"id": uuid4(), **box} for box in boxes(uuid4(), 150)]
    if method is Labels.create:
        sent = boxes(uuid4(), 150)
    with pytest.raises(
        ResponseFormatError, match=f"50 labels were sent, but the response has {came}"
    ) as caught:
        hand.run(method.__wrapped__(None, PROJECT, IMAGE, sent))
    assert list(caught.value.done) == whole + part


def test_a_label_that_came_back_as_null_is_missing(hasty, emulator, project, image, car):
    emulator.faults([{"operation": "create_labels", "set": {"/items/1": None}}])
    with pytest.raises(
        ResponseFormatError, match="3 labels were sent, but the response has 2"
    ) as caught:
        hasty.labels.create(project, image, boxes(car, 3))
    assert lefts(caught.value.done) == [0, 2]


def test_deletes_are_split_too_and_say_what_is_gone():
    ids = [uuid4() for _ in range(150)]
    hand = FlowRunner(replay(None, ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        hand.run(Labels.delete.__wrapped__(None, PROJECT, IMAGE, ids))
    assert hand.steps[1].plan.body == [{"id": str(one)} for one in ids[100:]]
    assert list(caught.value.done) == ids[:100]


# Over HTTP


def test_boxes_polygons_and_masks_come_back_as_they_were_drawn(hasty, project, image, car):
    written = [
        {"class_id": str(car), "bbox": [1, 2, 11, 22], "z_index": 3, "external_id": "a"},
        {"class_id": str(car), "polygon": [[1, 2], [11, 2], [11, 22]]},
        LabelCreate(class_id=car, bbox=[0, 0, 4, 3], mask=[2, 2, 8, 2]),
    ]
    drawn = hasty.labels.create(project, image, written)
    box, polygon, mask = drawn
    assert (box.bbox, box.z_index, box.external_id) == ([1, 2, 11, 22], 3, "a")
    assert (polygon.polygon, polygon.z_index) == ([[1, 2], [11, 2], [11, 22]], 0)
    assert (mask.bbox, mask.mask, mask.class_id) == ([0, 0, 4, 3], [2, 2, 8, 2], car)
    assert list(hasty.labels.list(project, image)) == list(drawn)
    assert hasty.labels.get(project, box.id) == box


def test_more_labels_than_fit_in_a_request_are_drawn_changed_and_deleted(
    hasty, sent, project, image, car
):
    drawn = hasty.labels.create(project, image, boxes(car, 250))
    assert lefts(drawn) == lefts(hasty.labels.list(project, image)) == list(range(250))
    changed = hasty.labels.update(
        project, image, [{"id": label.id, "z_index": 7} for label in drawn]
    )
    assert lefts(changed) == list(range(250))
    assert {label.z_index for label in hasty.labels.list(project, image)} == {7}
    hasty.labels.delete(project, image, [label.id for label in drawn])
    assert hasty.labels.list(project, image).total() == 0
    assert [len(sent(f"{verb}_labels")) for verb in ("create", "update", "delete")] == [3, 3, 3]


def test_a_failure_in_the_middle_duplicates_nothing_and_loses_nothing(
    hasty, emulator, sent, project, image, car
):
    emulator.faults([{"operation": "create_labels", "skip": 1, "count": 9, "status": 503}])
    with pytest.raises(ServerError) as caught:
        hasty.labels.create(project, image, boxes(car, 250))
    assert len(sent("create_labels")) == 2
    there = list(hasty.labels.list(project, image))
    assert list(caught.value.done) == there
    assert lefts(there) == list(range(100))


def test_changes_are_repeated_after_a_failure_that_passes(
    hasty, emulator, sent, project, image, car
):
    (label,) = hasty.labels.create(project, image, boxes(car, 1))
    emulator.faults([{"operation": "update_labels", "status": 503}])
    hasty.labels.update(project, image, [{"id": label.id, "z_index": 7}])
    assert [request["status"] for request in sent("update_labels")] == [503, 200]


def test_an_empty_list_is_no_request(offline, an_id):
    assert offline.labels.create(an_id, an_id, []) == []
    assert offline.labels.update(an_id, an_id, []) == []
    assert offline.labels.delete(an_id, an_id, []) is None


def test_a_change_keeps_what_it_leaves_out(hasty, project, image, car):
    (label,) = hasty.labels.create(
        project, image, [{"class_id": car, "bbox": [1, 2, 3, 4], "polygon": [[1, 2]], "z_index": 3}]
    )
    (moved,) = hasty.labels.update(project, image, [LabelUpdate(id=label.id, bbox=[2, 2, 4, 4])])
    assert (moved.bbox, moved.polygon, moved.z_index) == ([2, 2, 4, 4], [[1, 2]], 3)
    (bare,) = hasty.labels.update(project, image, [{"label_id": label.id, "polygon": NULL}])
    assert (bare.bbox, bare.polygon) == ([2, 2, 4, 4], None)


def test_one_label_is_deleted(hasty, project, image, car):
    first, second = hasty.labels.create(project, image, boxes(car, 2))
    hasty.labels.delete(project, image, first.id)
    assert list(hasty.labels.list(project, image)) == [second]
    with pytest.raises(NotFound):
        hasty.labels.delete(project, image, [first.id])
    with pytest.raises(NotFound):
        hasty.labels.get(project, first.id)


def test_what_must_be_asked_for_is_given_then(hasty, project, image, car):
    (label,) = hasty.labels.create(
        project, image, [{"class_id": car, "bbox": [0, 0, 2, 2], "border_mask": "border"}]
    )
    asked = {"include_border_mask": True, "include_errors": True}
    assert not label.border_mask
    assert hasty.labels.get(project, label.id, **asked).border_mask == "border"
    (listed,) = hasty.labels.list(project, image, **asked)
    assert (listed.border_mask, listed.error) == ("border", None)


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({}, 10),
        ({"label_class_id": CAR}, 4),
        ({"dataset_id": [TRAIN, VALIDATION], "image_status": ["DONE"]}, 7),
        ({"image_name": "street_002"}, 3),
        ({"created_since": timedelta(hours=1), "updated_since": "3d"}, 10),
        ({"no_attribute_id": uuid4()}, 10),
        ({"attribute_id": uuid4(), "attribute_value": "x"}, 0),
        ({"keypoint_schema_id": uuid4(), "add_keypoint_data": True}, 0),
        ({"labeler_id": uuid4()}, 0),
    ],
)
def test_labels_of_a_project_are_found_by_filters(hasty, filters, total):
    assert hasty.labels.search(DEMO, **filters).total() == total


def test_intervals_go_out_in_the_platforms_form(hasty, sent):
    hasty.labels.search(DEMO, created_since=timedelta(hours=1), updated_since="30m").first()
    assert "created_since=1h&updated_since=30m" in sent("search_labels")[0]["url"]


def test_what_is_found_tells_its_names(hasty):
    label = hasty.labels.search(DEMO, label_class_id=CAR).first()
    assert (label.class_name, label.dataset_name, label.image_status) == ("car", "train", "DONE")


def test_wrong_arguments_are_refused(offline, refused, an_id):
    for call in (offline.labels.create, offline.labels.update, offline.labels.delete):
        refused("project_id", call, "mine", an_id, [])
        refused("image_id", call, an_id, "a.jpg", [])
    refused("project_id", offline.labels.list, "mine", an_id)
    refused("image_id", offline.labels.list, an_id, "a.jpg")
    refused("label_id", offline.labels.get, an_id, "car")
    refused("project_id", offline.labels.search, "mine")
    refused("created_since", offline.labels.search, an_id, created_since=30)
    for name in ("include_border_mask", "include_errors"):
        refused(name, offline.labels.list, an_id, an_id, **{name: "yes"})
        refused(name, offline.labels.get, an_id, an_id, **{name: 1})
    refused("label_ids[1]", offline.labels.delete, an_id, an_id, [an_id, "car"])
    refused("label_ids", offline.labels.delete, an_id, an_id, 7)


def test_a_wrong_label_is_refused_with_its_place_and_the_nearest_field(offline, refused, an_id):
    good = {"class_id": an_id, "bbox": [0, 0, 1, 1]}
    bad = {"class_id": an_id, "bbx": [0, 0, 1, 1]}
    said = refused("labels[3].bbx", offline.labels.create, an_id, an_id, [good, good, good, bad])
    assert said == "is unknown; did you mean 'bbox'?"
    refused("labels[0].id", offline.labels.update, an_id, an_id, [good])
