import pytest

from labelbridge_emulator.platforms.hasty.handlers.active_learning import SCORES
from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project
from tests.platforms.hasty.emulator.media import unique_image

NAMES = [f"{number}.png" for number in range(8)]
ENTROPY = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"  # heuristics in the document's samples
MARGIN = "b8951afb-689e-443a-bdec-63d091f79391"


@pytest.fixture
def filled(project: Project) -> Project:
    """A project with three classes and eight images."""
    for name in ("car", "sun", "road"):
        project.add_class(name)
    for number, name in enumerate(NAMES):
        project.add_image(name, unique_image(number))
    return project


@pytest.fixture
def path(filled: Project) -> str:
    return f"{filled.path}/active_learning/sessions"


def ranked(project: Project, **body: object) -> list[str]:
    session = project.api.post(f"{project.path}/active_learning/sessions", body)
    return project.api.names(f"{project.path}/images", aldi_session_id=session["session_id"])


@pytest.mark.parametrize(
    ("name", "uncertain", "certain"),
    [
        ("Margin", [0.5, 0.45, 0.05], [0.4, 0.3, 0.3]),  # the vendor's example
        ("Variance", [0.4, 0.3, 0.3], [0.5, 0.45, 0.05]),  # the vendor's example
        ("Entropy", [1 / 3, 1 / 3, 1 / 3], [0.5, 0.45, 0.05]),
    ],
)
def test_heuristic_ranks_uncertain_predictions_first(name, uncertain, certain):
    assert SCORES[name](uncertain) < SCORES[name](certain)


def test_images_are_listed_in_ranked_order(filled):
    by_margin = ranked(filled, heuristic_id=MARGIN)
    assert sorted(by_margin) == NAMES
    assert by_margin != NAMES
    assert ranked(filled, heuristic_id=MARGIN) == by_margin
    assert ranked(filled, heuristic_id=ENTROPY) != by_margin
    for number, expected in ((3, 3), (2.5, 2), (0, 0), (-1, 0), (1e300, 8)):
        assert ranked(filled, num_images=number, heuristic_id=MARGIN) == by_margin[:expected]


def test_every_field_has_a_default(api, path):
    created = api.post(path, {})
    assert (created["model_family"], created["heuristic_name"]) == ("detector", "Margin")
    assert created["session_name"]
    named = api.post(path, {"model_family": "semantic-segmentor"})
    assert (named["model_family"], named["heuristic_name"]) == ("semantic-segmentor", "Margin")
    assert api.post(path, {"heuristic_id": ENTROPY.upper()})["model_family"] == "detector"


def test_only_unlabeled_images_of_the_datasets_are_ranked(filled):
    other = filled.add_dataset("other")
    filled.add_image("new.png", unique_image(50), dataset=other)
    filled.set_status(filled.add_image("done.png", unique_image(51), dataset=other), "DONE")
    assert ranked(filled, dataset_ids=[other.upper()]) == ["new.png"]
    assert len(ranked(filled, dataset_ids=[])) == 9
    assert len(ranked(filled, dataset_ids=[other, filled.dataset])) == 9


def test_filters_pages_and_positions_keep_the_ranked_order(api, filled, path):
    session = api.post(path, {})["session_id"]
    images = f"{filled.path}/images"
    order = api.items(images, aldi_session_id=session)
    assert api.names(images, aldi_session_id=session.upper(), image_name="3.png") == ["3.png"]
    assert api.get(images, aldi_session_id=session, offset=2, limit=3)["items"] == order[2:5]
    position = api.get(f"{images}/{order[2]['id']}/offset", aldi_session_id=session)
    assert position == {"offset": 2}
    api.delete(f"{images}/{order[0]['id']}")
    assert api.items(images, aldi_session_id=session) == order[1:]


def test_unknown_ids_and_families_that_do_not_match_are_rejected(api, path):
    api.post(path, {"heuristic_id": UNKNOWN_ID}, status=404)
    api.post(path, {"dataset_ids": [UNKNOWN_ID]}, status=404)
    api.post(path, {"heuristic_id": ENTROPY, "model_family": "segmentor"}, status=400)
    session = api.post(path, {})["session_id"]
    assert api.names(f"{Project(api).path}/images", aldi_session_id=session) == []
