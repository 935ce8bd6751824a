"""Active learning: heuristics, and images ranked by them."""

from uuid import uuid4

import pytest

from labelbridge.errors import NotFound
from labelbridge.hasty.models import ActiveLearningSession, ModelFamily
from labelbridge.hasty.resources.active_learning import ActiveLearning
from tests.support.flow_runner import FlowRunner, replay

PROJECT, HEURISTIC, DATASET = uuid4(), uuid4(), uuid4()


def body_of(**options) -> dict:
    hand = FlowRunner(replay(ActiveLearningSession()))
    hand.run(ActiveLearning.rank.__wrapped__(None, PROJECT, **options))
    return hand.steps[0].plan.body


def test_nothing_is_required_and_everything_can_be_sent():
    assert body_of() == {}
    assert body_of(
        heuristic_id=HEURISTIC,
        model_family="semantic-segmentor",
        num_images=100,
        dataset_ids=[DATASET, str(HEURISTIC)],
        session_name="First",
    ) == {
        "heuristic_id": str(HEURISTIC),
        "model_family": "semantic-segmentor",
        "num_images": 100,
        "dataset_ids": [str(DATASET), str(HEURISTIC)],
        "session_name": "First",
    }
    assert body_of(dataset_ids=DATASET) == {"dataset_ids": [str(DATASET)]}


def test_heuristics_come_all_at_once(hasty, sent, project):
    heuristics = hasty.active_learning.heuristics(project)
    found = list(heuristics)
    assert len(sent("list_heuristics")) == 1
    assert heuristics.total() == len(found) > 0
    assert heuristics.first() == found[0]
    assert {one.model_family for one in found} <= {*ModelFamily}
    assert all(one.id and one.name for one in found)


def test_a_session_ranks_images_and_finds_them(hasty, project, image, dataset):
    heuristic = hasty.active_learning.heuristics(project).first()
    session = hasty.active_learning.rank(
        project,
        heuristic_id=heuristic.id,
        model_family=heuristic.model_family,
        num_images=1,
        dataset_ids=dataset,
        session_name="First",
    )
    assert (session.heuristic_id, session.session_name) == (heuristic.id, "First")
    assert session.heuristic_name == heuristic.name
    ranked = hasty.images.list(project, aldi_session_id=session.session_id)
    assert [one.id for one in ranked] == [image]
    other = hasty.images.list(project, aldi_session_id=uuid4())
    assert other.total() == 0


def test_what_is_not_there_is_not_found(hasty, project):
    with pytest.raises(NotFound):
        list(hasty.active_learning.heuristics(PROJECT))
    for options in ({"heuristic_id": HEURISTIC}, {"dataset_ids": DATASET}):
        with pytest.raises(NotFound):
            hasty.active_learning.rank(project, **options)


@pytest.mark.parametrize(
    ("field", "value", "argument"),
    [
        ("heuristic_id", "Entropy", "heuristic_id"),
        ("model_family", "classifier", "model_family"),
        ("model_family", 7, "model_family"),
        ("num_images", 0, "num_images"),
        ("num_images", 1.5, "num_images"),
        ("dataset_ids", [], "dataset_ids"),
        ("dataset_ids", [DATASET, "street"], "dataset_ids[1]"),
        ("session_name", "", "session_name"),
        ("session_name", 7, "session_name"),
    ],
)
def test_a_wrong_wish_is_refused(offline, refused, field, value, argument):
    refused(argument, offline.active_learning.rank, PROJECT, **{field: value})


def test_wrong_ids_are_refused(offline, refused):
    refused("project_id", offline.active_learning.heuristics, "mine")
    refused("project_id", offline.active_learning.rank, "mine")
