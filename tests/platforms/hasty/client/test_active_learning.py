"""Active learning of Hasty: heuristics, and rankings of images."""

from uuid import uuid4

from labelbridge.hasty.models import ActiveLearningSession
from labelbridge.hasty.resources.active_learning import ActiveLearning
from tests.support.flow_runner import body_of
from tests.support.samples import sample

PROJECT, HEURISTIC, DATASET = uuid4(), uuid4(), uuid4()


def rank_body(**options) -> dict:
    return body_of(sample(ActiveLearningSession), ActiveLearning.rank, PROJECT, **options)


def test_only_given_fields_are_sent():
    assert rank_body() == {}
    options = {
        "heuristic_id": str(HEURISTIC),
        "model_family": "semantic-segmentor",
        "num_images": 100,
        "dataset_ids": [str(DATASET), str(HEURISTIC)],
        "session_name": "First",
    }
    assert rank_body(**options) == options
    assert rank_body(dataset_ids=DATASET) == {"dataset_ids": [str(DATASET)]}


def test_images_of_a_session_are_listed(hasty, project, image, dataset):
    heuristic = hasty.active_learning.heuristics(project).first()
    options = {"model_family": heuristic.model_family, "num_images": 1, "dataset_ids": dataset}
    session = hasty.active_learning.rank(
        project, heuristic_id=heuristic.id, session_name="First", **options
    )
    assert (session.heuristic_id, session.session_name) == (heuristic.id, "First")
    assert session.heuristic_name == heuristic.name
    ranked = hasty.images.list(project, aldi_session_id=session.session_id)
    assert [one.id for one in ranked] == [image]
    assert hasty.images.list(project, aldi_session_id=uuid4()).total() == 0
