"""Tags of Hasty's images: given and taken, any number at once."""

from uuid import uuid4

import pytest

from labelbridge.errors import BadRequest, NotFound, ServerError
from labelbridge.hasty.resources.tags import Tags
from labelbridge_api.hasty.models import Tag
from tests.support.flow_runner import FlowRunner, replay

PROJECT, IMAGE = uuid4(), uuid4()


def names(tags) -> list[str]:
    return [tag.tag_class_name for tag in tags]


@pytest.fixture
def classes(hasty, project) -> list:
    return [hasty.tag_classes.create(project, name=name).id for name in ("night", "rain", "snow")]


# The split into requests, driven by hand


def answer_to(plan) -> list[Tag]:
    return [Tag(tag_class_id=item["tag_class_id"]) for item in plan.body]


@pytest.mark.parametrize(
    ("count", "parts"),
    [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])],
)
def test_tags_go_out_100_at_a_time_and_come_back_as_one_list(count, parts):
    classes = [str(uuid4()) for _ in range(count)]
    hand = FlowRunner(lambda step: answer_to(step.plan))
    tags = hand.run(Tags.add.__wrapped__(None, PROJECT, IMAGE, classes))
    assert [len(step.plan.body) for step in hand.steps] == parts
    assert [tag.tag_class_id for tag in tags] == classes


def test_what_was_given_before_a_failure_is_not_lost():
    first = [Tag(id=uuid4()) for _ in range(100)]
    hand = FlowRunner(replay(first, ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        hand.run(Tags.add.__wrapped__(None, PROJECT, IMAGE, [uuid4() for _ in range(101)]))
    assert list(caught.value.done) == first
    assert caught.value.__notes__ == ["100 of 101 tags were processed before; see error.done"]


@pytest.mark.parametrize("argument", ["tag_ids", "tag_class_ids"])
def test_tags_are_taken_100_at_a_time_too_and_it_is_said_which_are_gone(argument):
    ids = [uuid4() for _ in range(101)]
    hand = FlowRunner(replay(None, ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        hand.run(Tags.remove.__wrapped__(None, PROJECT, IMAGE, **{argument: ids}))
    assert list(caught.value.done) == ids[:100]
    # the other key is left out, where the vendor's SDK sends null
    assert hand.steps[1].plan.body == [{argument.removesuffix("s"): str(ids[100])}]


# Over HTTP


def test_an_image_is_tagged_and_its_tags_are_listed(hasty, project, image, classes):
    added = hasty.tags.add(project, image, classes[:2])
    assert names(added) == ["night", "rain"]
    assert {tag.image_id for tag in added} == {image}
    assert list(hasty.tags.list(project, image)) == list(added)
    assert hasty.tags.list(project, image).total() == 2


def test_a_tag_that_is_there_stays_as_it_is(hasty, project, image, classes):
    (night,) = hasty.tags.add(project, image, classes[0])
    assert list(hasty.tags.add(project, image, classes[0])) == [night]
    assert list(hasty.tags.list(project, image)) == [night]


def test_tags_are_given_again_after_a_failure_that_passes(
    hasty, emulator, sent, project, image, classes
):
    emulator.faults([{"operation": "add_image_tags", "status": 503}])
    hasty.tags.add(project, image, classes)
    assert [request["status"] for request in sent("add_image_tags")] == [503, 200]
    assert hasty.tags.list(project, image).total() == 3


def test_tags_are_taken_by_their_own_ids_or_by_their_classes(hasty, project, image, classes):
    night, *_ = hasty.tags.add(project, image, classes)
    hasty.tags.remove(project, image, tag_ids=night.id)
    assert names(hasty.tags.list(project, image)) == ["rain", "snow"]
    hasty.tags.remove(project, image, tag_class_ids=classes[1:])
    assert hasty.tags.list(project, image).total() == 0


def test_more_tags_than_fit_in_a_request_are_given_and_taken(hasty, sent, project, image):
    classes = [hasty.tag_classes.create(project, name=f"tag {n}").id for n in range(101)]
    added = hasty.tags.add(project, image, iter(classes))
    assert [tag.tag_class_id for tag in added] == classes
    assert list(hasty.tags.list(project, image)) == list(added)
    hasty.tags.remove(project, image, tag_ids=[tag.id for tag in added])
    assert hasty.tags.list(project, image).total() == 0
    assert [len(sent(f"{verb}_image_tags")) for verb in ("add", "remove")] == [2, 2]


def test_a_group_that_allows_one_tag_refuses_two(hasty, project, image):
    group = hasty.tag_groups.create(project, name="light", type="SELECTION")
    day, night = (
        hasty.tag_classes.create(project, name=name, tag_group_id=group.id).id
        for name in ("day", "night")
    )
    with pytest.raises(BadRequest, match="light"):
        hasty.tags.add(project, image, [day, night])
    assert hasty.tags.list(project, image).total() == 0


def test_a_class_that_is_not_there_is_not_found(hasty, project, image):
    with pytest.raises(NotFound):
        hasty.tags.add(project, image, uuid4())


def test_an_empty_list_is_no_request(offline, an_id):
    assert offline.tags.add(an_id, an_id, []) == []
    assert offline.tags.remove(an_id, an_id, tag_ids=[]) is None
    assert offline.tags.remove(an_id, an_id, tag_class_ids=()) is None


def test_wrong_arguments_are_refused(offline, refused, an_id):
    for call, options in [
        (offline.tags.list, {}),
        (offline.tags.add, {"tag_class_ids": an_id}),
        (offline.tags.remove, {"tag_ids": an_id}),
    ]:
        refused("project_id", call, "mine", an_id, **options)
        refused("image_id", call, an_id, "a.jpg", **options)
    refused("tag_class_ids", offline.tags.add, an_id, an_id, "night")
    refused("tag_class_ids[1]", offline.tags.add, an_id, an_id, [an_id, "night"])
    for wrong in (7, None, {an_id: 1}, Tag()):
        refused("tag_class_ids", offline.tags.add, an_id, an_id, wrong)
    for argument in ("tag_ids", "tag_class_ids"):
        refused(argument, offline.tags.remove, an_id, an_id, **{argument: 7})
        refused(f"{argument}[0]", offline.tags.remove, an_id, an_id, **{argument: ["night"]})


def test_tags_are_taken_by_one_of_two_keys(offline, refused, an_id):
    for both in ({}, {"tag_ids": an_id, "tag_class_ids": an_id}):
        said = refused("tag_ids", offline.tags.remove, an_id, an_id, **both)
        assert said == "give either tag_ids or tag_class_ids"
