"""Heuristics, and images that a session ranked."""

import pytest

from labelbridge_emulator.platforms.hasty.handlers.active_learning import SCORES
from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.model_requests import noise

NAMES = [f"{number}.png" for number in range(8)]
ENTROPY = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"  # the documents' heuristics
MARGIN = "b8951afb-689e-443a-bdec-63d091f79391"


@pytest.fixture
def filled(project: Project) -> Project:
    """A project with three classes and eight pictures."""
    for name in ("car", "sun", "road"):
        project.add_class(name)
    for number, name in enumerate(NAMES):
        project.add_image(name, noise(number))
    return project


def ranked(api: Api, project: Project, **body: object) -> list[str]:
    session = api.post(f"{project.path}/active_learning/sessions", body)
    return api.names(f"{project.path}/images", aldi_session_id=session["session_id"])


def test_every_family_of_models_has_every_heuristic(api: Api, project: Project) -> None:
    found = api.get(f"{project.path}/active_learning/heuristics")
    families = ("detector", "segmentor", "semantic-segmentor")
    names = ("Margin", "Entropy", "Variance")
    assert [(each["model_family"], each["name"]) for each in found] == [
        (family, name) for family in families for name in names
    ]
    assert {each["name"] for each in found if each["is_active"]} == {"Margin"}
    by_id = {each["id"]: (each["model_family"], each["name"]) for each in found}
    assert len(by_id) == len(found)
    assert by_id[ENTROPY] == ("detector", "Entropy")
    assert by_id[MARGIN] == ("segmentor", "Margin")
    assert api.get(f"{Project(api).path}/active_learning/heuristics") == found
    api.get(f"/projects/{NOWHERE}/active_learning/heuristics", status=404)


@pytest.mark.parametrize(
    ("name", "vague", "clear"),
    [
        ("Margin", [0.5, 0.45, 0.05], [0.4, 0.3, 0.3]),  # the vendor's example
        ("Variance", [0.4, 0.3, 0.3], [0.5, 0.45, 0.05]),  # likewise
        ("Entropy", [1 / 3, 1 / 3, 1 / 3], [0.5, 0.45, 0.05]),
    ],
)
def test_a_heuristic_puts_first_what_the_platform_says(
    name: str, vague: list[float], clear: list[float]
) -> None:
    assert SCORES[name](vague) < SCORES[name](clear)


def test_a_session_tells_what_it_ranks_by(api: Api, filled: Project) -> None:
    body = {"heuristic_id": MARGIN, "model_family": "segmentor", "session_name": "Mine"}
    made = api.post(f"{filled.path}/active_learning/sessions", body | {"num_images": 100})
    assert made == body | {
        "session_id": made["session_id"],
        "heuristic_name": "Margin",
        "status": "INIT",
    }


def test_images_come_ranked(api: Api, filled: Project) -> None:
    by_margin = ranked(api, filled, heuristic_id=MARGIN)
    assert sorted(by_margin) == NAMES
    assert by_margin != NAMES
    assert ranked(api, filled, heuristic_id=MARGIN) == by_margin
    assert ranked(api, filled, heuristic_id=ENTROPY) != by_margin
    assert ranked(api, filled, num_images=3, heuristic_id=MARGIN) == by_margin[:3]
    assert ranked(api, filled, num_images=2.5, heuristic_id=MARGIN) == by_margin[:2]
    assert ranked(api, filled, num_images=0) == []
    assert ranked(api, filled, num_images=-1) == []
    assert ranked(api, filled, num_images=1e300, heuristic_id=MARGIN) == by_margin


def test_everything_has_a_default(api: Api, filled: Project) -> None:
    path = f"{filled.path}/active_learning/sessions"
    made = api.post(path, {})
    assert (made["model_family"], made["heuristic_name"]) == ("detector", "Margin")
    assert made["session_name"]
    named = api.post(path, {"model_family": "semantic-segmentor"})
    assert (named["model_family"], named["heuristic_name"]) == ("semantic-segmentor", "Margin")
    assert len({made["session_id"], named["session_id"]}) == 2
    assert api.post(path, {"heuristic_id": ENTROPY.upper()})["model_family"] == "detector"


def test_only_images_of_the_datasets_that_nobody_labeled_are_ranked(
    api: Api, filled: Project
) -> None:
    other = filled.add_dataset("other")
    filled.add_image("there.png", noise(50), dataset=other)
    done = filled.add_image("done.png", noise(51), dataset=other)
    filled.set_status(done, "DONE")
    assert ranked(api, filled, dataset_ids=[other.upper()]) == ["there.png"]
    assert len(ranked(api, filled, dataset_ids=[])) == 9
    assert len(ranked(api, filled, dataset_ids=[other, filled.dataset])) == 9


def test_other_filters_and_pages_keep_the_order(api: Api, filled: Project) -> None:
    session = api.post(f"{filled.path}/active_learning/sessions", {})["session_id"]
    path = f"{filled.path}/images"
    order = api.names(path, aldi_session_id=session)
    assert api.names(path, aldi_session_id=session.upper(), image_name="3.png") == ["3.png"]
    answer = api.get(path, aldi_session_id=session, offset=2, limit=3)
    assert [image["name"] for image in answer["items"]] == order[2:5]
    assert answer["meta"]["total"] == 8
    second = answer["items"][0]
    place = api.get(f"{path}/{second['id']}/offset", aldi_session_id=session)
    assert place == {"offset": 2}


def test_an_image_that_is_gone_leaves_the_ranking(api: Api, filled: Project) -> None:
    session = api.post(f"{filled.path}/active_learning/sessions", {})["session_id"]
    path = f"{filled.path}/images"
    order = api.get(path, aldi_session_id=session)["items"]
    api.delete(f"{path}/{order[0]['id']}")
    assert api.get(path, aldi_session_id=session)["items"] == order[1:]


def test_what_a_session_names_has_to_be_there_and_to_fit(api: Api, filled: Project) -> None:
    path = f"{filled.path}/active_learning/sessions"
    api.post(path, {"heuristic_id": NOWHERE}, status=404)
    api.post(path, {"dataset_ids": [NOWHERE]}, status=404)
    api.post(path, {"heuristic_id": ENTROPY, "model_family": "segmentor"}, status=400)
    api.post(path, {"model_family": "attributer"}, status=400)
    other = Project(api)
    session = api.post(path, {})["session_id"]
    assert api.names(f"{other.path}/images", aldi_session_id=session) == []
