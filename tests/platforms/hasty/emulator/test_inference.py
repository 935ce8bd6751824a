"""Models of a project: their state, whom they answer, and what."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.model_requests import covered, lies_within, noise

KINDS = {
    "object_detector": "object_detection",
    "instance_segmentor": "instance_segmentation",
    "semantic_segmentor": "semantic_segmentation",
    "attributer": "attribute_prediction",
}
URL = "https://images.example.com/img_001.jpg"
BOXES = {"bboxes": [[10, 20, 14, 23], [0, 0, 5, 5]]}


class Model:
    """A model of a project, loaded."""

    def __init__(self, project: Project, kind: str) -> None:
        self.api, self.project, self.kind = project.api, project, kind
        self.state = f"{project.path}/{kind}"
        self.path = f"{project.path}/{KINDS[kind]}"
        while (state := self.api.get(self.state))["status"] != "LOADED":
            pass
        self.id = state["model_id"]

    def body(self, **fields: Any) -> dict[str, Any]:
        """A request that fits, changed."""
        boxes = BOXES if self.kind == "attributer" else {}
        return {"model_id": self.id, "image_url": URL} | boxes | fields

    def ask(self, **fields: Any) -> Any:
        """What it answers for an image behind a URL, or an uploaded one."""
        body = self.body(**fields)
        if "upload_id" in fields:
            del body["image_url"]
        return self.api.post(self.path, body)


@pytest.fixture(params=KINDS)
def model(request: pytest.FixtureRequest, project: Project) -> Model:
    return Model(project, request.param)


@pytest.fixture
def classes(project: Project) -> list[str]:
    kinds = {"car": "object", "sun": "object", "road": "background"}
    return [project.add_class(name, type=kind) for name, kind in kinds.items()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_loads_when_asked_for_and_has_an_id_then(
    api: Api, project: Project, kind: str
) -> None:
    path = f"{project.path}/{kind}"
    assert api.get(path) == {"model_id": None, "status": "LOADING", "project_id": project.id}
    loaded = api.get(path)
    assert (loaded["status"], len(loaded["model_id"])) == ("LOADED", 36)
    assert api.get(path) == loaded
    api.get(f"/projects/{NOWHERE}/{kind}", status=404)


def test_each_model_is_another(project: Project) -> None:
    assert (
        len({Model(each, kind).id for each in (project, Project(project.api)) for kind in KINDS})
        == 8
    )


def test_a_model_that_is_not_loaded_does_not_answer(api: Api, project: Project) -> None:
    body = {"model_id": NOWHERE, "image_url": URL}
    path = f"{project.path}/object_detection"
    assert "not loaded" in api.post(path, body, status=400)["message"]
    api.get(f"{project.path}/object_detector")
    api.post(path, body, status=400)


def test_a_model_answers_to_its_own_id_alone(api: Api, model: Model) -> None:
    api.post(model.path, model.body())
    api.post(model.path, model.body(model_id=model.id.upper()))
    for wrong in (NOWHERE, "1", 1, Model(Project(api), model.kind).id):
        api.post(model.path, model.body(model_id=wrong), status=404)
    api.post(model.path, model.body(model_id=None), status=400)
    without = {k: v for k, v in model.body().items() if k != "model_id"}
    api.post(model.path, without, status=400)


def test_exactly_one_image_is_needed(api: Api, model: Model) -> None:
    upload = model.project.upload(noise(1))
    api.post(model.path, model.body(upload_id=upload), status=400)
    without = {k: v for k, v in model.body().items() if k != "image_url"}
    api.post(model.path, without, status=400)
    api.post(model.path, without | {"upload_id": upload})


def test_an_upload_has_to_be_an_image_of_the_project(api: Api, model: Model) -> None:
    body = {k: v for k, v in model.body().items() if k != "image_url"}
    api.post(model.path, body | {"upload_id": NOWHERE}, status=404)
    api.post(model.path, body | {"upload_id": "nonsense"}, status=404)
    empty = api.get(f"{model.project.path}/uploads", count=1)["items"][0]["id"]
    api.post(model.path, body | {"upload_id": empty}, status=400)
    text = model.project.upload(b"no image")
    api.post(model.path, body | {"upload_id": text}, status=400)
    other = Project(api).upload(noise(1))
    api.post(model.path, body | {"upload_id": other}, status=404)


@pytest.mark.parametrize("kind", ["object_detector", "instance_segmentor", "semantic_segmentor"])
def test_predictions_lie_within_the_image_and_are_of_the_projects_classes(
    project: Project, classes: list[str], kind: str
) -> None:
    model = Model(project, kind)
    seen = set()
    for number in range(10):
        upload = project.upload(noise(number, 30, 50))
        for found in model.ask(upload_id=upload):
            assert lies_within(found["bbox"], 30, 50)
            seen.add(found["class_id"])
            if "mask" in found:
                covered(found)
    assert seen == set(classes if kind == "semantic_segmentor" else classes[:2])


def test_each_kind_of_model_answers_in_its_own_shape(project: Project, classes: list[str]) -> None:
    shapes = {
        "object_detector": {"bbox", "score", "class_id"},
        "instance_segmentor": {"bbox", "mask", "score", "class_id"},
        "semantic_segmentor": {"bbox", "mask", "class_id"},
    }
    for kind, shape in shapes.items():
        model = Model(project, kind)
        seen = {frozenset(found) for n in range(9) for found in model.ask(image_url=f"{URL}?{n}")}
        assert seen == {frozenset(shape)}


def test_the_same_image_is_seen_the_same_wherever_it_is(
    project: Project, classes: list[str]
) -> None:
    model = Model(project, "object_detector")
    first, again, other = (project.upload(noise(number)) for number in (1, 1, 2))
    assert model.ask(upload_id=first) == model.ask(upload_id=again) != model.ask(upload_id=other)
    assert model.ask() == model.ask() != model.ask(image_url=URL + "?2")
    segmentor = Model(project, "instance_segmentor")
    boxes = [found["bbox"] for found in segmentor.ask(upload_id=first)]
    assert boxes == [found["bbox"] for found in model.ask(upload_id=first)]


def test_thresholds_and_limits_are_kept(project: Project, classes: list[str]) -> None:
    model = Model(project, "object_detector")
    urls = [f"{URL}?{number}" for number in range(20)]
    for url in urls:
        everything = model.ask(image_url=url, confidence_threshold=0)
        scores = [found["score"] for found in everything]
        assert scores == sorted(scores, reverse=True)
        assert model.ask(image_url=url) == [f for f in everything if f["score"] >= 0.5]
        sure = model.ask(image_url=url, confidence_threshold=0.9)
        assert sure == [found for found in everything if found["score"] >= 0.9]
        two = model.ask(image_url=url, confidence_threshold=0, max_detections_per_image=2)
        assert two == everything[:2]
        assert model.ask(image_url=url, max_detections_per_image=0) == []
        assert model.ask(image_url=url, max_detections_per_image=-1) == []


def test_small_regions_are_left_out(project: Project, classes: list[str]) -> None:
    model = Model(project, "semantic_segmentor")
    upload = project.upload(noise(4))
    found = model.ask(upload_id=upload)
    areas = sorted(len(covered(each)) for each in found)
    assert len(areas) > 1
    left = model.ask(upload_id=upload, min_size=areas[1])
    assert sorted(len(covered(each)) for each in left) == areas[1:]
    assert model.ask(upload_id=upload, min_size=areas[-1] + 0.5) == []


def test_a_pixel_is_of_one_class_and_a_class_has_one_mask(
    project: Project, classes: list[str]
) -> None:
    model = Model(project, "semantic_segmentor")
    for number in range(10):
        found = model.ask(image_url=f"{URL}?{number}")
        pixels = [pixel for each in found for pixel in covered(each)]
        assert len(pixels) == len(set(pixels))
        assert len({each["class_id"] for each in found}) == len(found)


def test_attributes_are_predicted_for_each_box(api: Api, project: Project) -> None:
    values = [{"value": value} for value in ("red", "blue")]
    body = {"name": "color", "type": "SELECTION", "values": values}
    color = api.post(f"{project.path}/attributes", body)
    api.post(f"{project.path}/attributes", body | {"subject_type": "IMAGE"})
    api.post(f"{project.path}/attributes", {"name": "plate", "type": "TEXT", "values": []})
    model = Model(project, "attributer")
    boxes = [[10, 20, 14, 23], [0, 0, 5, 5], [10, 20, 14, 23]]
    answer = model.ask(bboxes=boxes, confidence_threshold=0)
    assert [[found["bbox"] for found in each] for each in answer] == [[box] for box in boxes]
    assert answer[0] == answer[2]
    for (found,) in answer:
        assert found["attribute_id"] == color["id"]
        assert set(found["lov_ids"]) <= {value["id"] for value in color["values"]}
    many = [[0, 0, right, 9] for right in range(1, 50)]
    sure = model.ask(bboxes=many)
    assert len(sure) == len(many)
    assert {len(each) for each in sure} == {0, 1}
    assert model.ask(bboxes=[]) == []


def test_a_project_without_classes_has_nothing_to_find(model: Model) -> None:
    assert model.ask() == ([[], []] if model.kind == "attributer" else [])


def test_nothing_is_stored(api: Api, project: Project, classes: list[str]) -> None:
    Model(project, "object_detector").ask()
    assert api.names(f"{project.path}/images") == []
    assert api.get(f"{project.path}/labels")["meta"]["total"] == 0
