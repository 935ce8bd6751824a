"""Tags of Hasty's images."""

from uuid import uuid4

import pytest

from labelbridge.errors import ServerError
from labelbridge.hasty.models import Tag
from labelbridge.hasty.resources.tags import Tags
from tests.support.flow_runner import FlowRunner, flow, replay
from tests.support.samples import sample

PROJECT, IMAGE = uuid4(), uuid4()


def names(tags) -> list[str]:
    return [tag.tag_class_name for tag in tags]


@pytest.fixture
def classes(hasty, project) -> list:
    return [hasty.tag_classes.create(project, name=name).id for name in ("night", "rain", "snow")]


@pytest.mark.parametrize("argument", ["tag_ids", "tag_class_ids"])
def test_tags_are_removed_in_batches_and_the_error_has_the_removed_ids(argument):
    ids = [uuid4() for _ in range(101)]
    runner = FlowRunner(replay(None, ServerError("down", status=503)))
    with pytest.raises(ServerError) as caught:
        runner.run(flow(Tags.remove, PROJECT, IMAGE, **{argument: ids}))
    assert list(caught.value.done) == ids[:100]
    # the vendor's SDK sends null for the other key, which is left out here
    assert runner.steps[1].plan.body == [{argument.removesuffix("s"): str(ids[100])}]


def test_tags_are_added_listed_and_removed_by_id_or_class(hasty, project, image, classes):
    added = hasty.tags.add(project, image, classes)
    assert names(added) == ["night", "rain", "snow"]
    assert {tag.image_id for tag in added} == {image}
    assert list(hasty.tags.list(project, image)) == list(added)
    hasty.tags.remove(project, image, tag_ids=added[0].id)
    assert names(hasty.tags.list(project, image)) == ["rain", "snow"]
    hasty.tags.remove(project, image, tag_class_ids=classes[1:])
    assert hasty.tags.list(project, image).total() == 0


def test_existing_tag_stays_unchanged(hasty, project, image, classes):
    (night,) = hasty.tags.add(project, image, classes[0])
    assert list(hasty.tags.add(project, image, classes[0])) == [night]
    assert list(hasty.tags.list(project, image)) == [night]


def test_empty_list_sends_no_request(offline, an_id):
    assert offline.tags.add(an_id, an_id, []) == []
    assert offline.tags.remove(an_id, an_id, tag_ids=[]) is None
    assert offline.tags.remove(an_id, an_id, tag_class_ids=()) is None


def test_add_and_remove_reject_invalid_ids(offline, invalid, an_id):
    invalid("tag_class_ids[1]", offline.tags.add, an_id, an_id, [an_id, "night"])
    for wrong in ("night", 7, None, {an_id: 1}, sample(Tag)):
        invalid("tag_class_ids", offline.tags.add, an_id, an_id, wrong)
    for argument in ("tag_ids", "tag_class_ids"):
        invalid(argument, offline.tags.remove, an_id, an_id, **{argument: 7})
        invalid(f"{argument}[0]", offline.tags.remove, an_id, an_id, **{argument: ["night"]})
    for both in ({}, {"tag_ids": an_id, "tag_class_ids": an_id}):
        problem = invalid("tag_ids", offline.tags.remove, an_id, an_id, **both)
        assert problem == "give either tag_ids or tag_class_ids"
