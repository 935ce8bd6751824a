"""Jobs in which a model labels images."""

import base64
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.model_requests import covered, lies_within, noise

TASKS = ("object_detection", "instance_segmentation", "semantic_segmentation")


class Lab:
    """A project with classes and pictures, and jobs on it."""

    def __init__(self, project: Project, pictures: int = 8) -> None:
        self.api, self.project = project.api, project
        self.path = f"{project.path}/automated_labeling"
        self.classes = [project.add_class(name) for name in ("car", "sun")]
        self.images = [
            project.add_image(f"{number}.png", noise(number)) for number in range(pictures)
        ]

    def experiment(self, **fields: Any) -> str:
        """Make an experiment and give its id."""
        id_: str = self.api.add("experiments", project_id=self.project.id, **fields)["id"]
        return id_

    def start(self, *, status: int = 200, **fields: Any) -> Any:
        """Start a job of an experiment that boxes what is likely."""
        if "experiment_id" not in fields:
            fields["experiment_id"] = self.experiment()
        return self.api.post(self.path, {"confidence_threshold": 0.5} | fields, status=status)

    def finish(self, job: Any) -> Any:
        """Ask for a job until it is done."""
        while job["status"] != "DONE":
            job = self.api.get(f"{self.path}/{job['id']}")
        return job

    def run(self, **fields: Any) -> Any:
        """Start a job and wait for it."""
        return self.finish(self.start(**fields))

    def labels(self, image: Any) -> list[Any]:
        """The labels of an image."""
        path = f"{self.project.path}/images/{image['id']}/labels"
        found: list[Any] = self.api.get(path)["items"]
        return found

    def statuses(self) -> list[str]:
        """The statuses of all images."""
        return [image["status"] for image in self.api.get(f"{self.project.path}/images")["items"]]

    def labeled(self) -> list[int]:
        """Which images have labels."""
        return [number for number, image in enumerate(self.images) if self.labels(image)]


@pytest.fixture
def lab(project: Project) -> Lab:
    return Lab(project)


def test_a_job_moves_from_poll_to_poll(api: Api, lab: Lab) -> None:
    experiment = lab.experiment(name="Cars")
    started = lab.start(experiment_id=experiment)
    assert started == {
        "id": started["id"],
        "project_id": lab.project.id,
        "status": "INIT",
        "progress": 0,
        "started_on": started["started_on"],
        "completed_on": None,
        "images_processed": 0,
        "experiment_id": experiment,
        "user_id": started["user_id"],
        "confidence_threshold": 0.5,
        "max_detections_per_image": 100,
        "num_images": 0,
        "masker_threshold": 0.5,
        "min_size": 0,
        "update_no_predictions": False,
        "run_name": "Run 1 of Cars",
    }
    assert lab.labeled() == []
    path = f"{lab.path}/{started['id']}"
    half = api.get(path)
    changed = {"status": "PROCESSING", "progress": 0.5, "images_processed": 4}
    assert half == started | changed
    assert lab.labeled() == [0, 1, 2, 3]
    done = api.get(path)
    changed = {"status": "DONE", "progress": 1, "images_processed": 8}
    assert done == started | changed | {"completed_on": done["completed_on"]}
    assert done["completed_on"] > done["started_on"]
    assert lab.labeled() == [*range(8)]
    assert api.get(path) == done


def test_asking_for_the_list_is_asking_too_and_pages_are_exact(api: Api, lab: Lab) -> None:
    jobs = [lab.start(num_images=number) for number in (1, 2, 3)]
    answer = api.get(lab.path, offset=1, limit=1)
    assert answer["meta"]["total"] == 3
    assert [job["id"] for job in answer["items"]] == [jobs[1]["id"]]
    assert [job["status"] for job in answer["items"]] == ["PROCESSING"]
    assert [job["status"] for job in api.get(lab.path)["items"]] == ["DONE"] * 3


@pytest.mark.parametrize("task", TASKS)
def test_labels_are_really_there(lab: Lab, task: str) -> None:
    job = lab.run(experiment_id=lab.experiment(task=task))
    labels = [label for image in lab.images for label in lab.labels(image)]
    assert labels
    for label in labels:
        assert lies_within(label["bbox"], 60, 40)
        assert label["class_id"] in lab.classes
        assert label["tool_used"] == "finish_him"
        assert label["labeled_by"] == job["user_id"]
        assert (label["mask"] is None) == (task == "object_detection")
        if label["mask"]:
            covered(label)
    for image in lab.images:
        assert [label["z_index"] for label in lab.labels(image)] == [*range(len(lab.labels(image)))]


def test_the_same_pictures_get_the_same_labels(lab: Lab) -> None:
    other = Lab(Project(lab.api))
    for each in (lab, other):
        each.run()
    for first, second in zip(lab.images, other.images, strict=True):
        boxes = [label["bbox"] for label in lab.labels(first)]
        assert boxes == [label["bbox"] for label in other.labels(second)]


def test_images_that_got_labels_are_auto_labelled_and_others_stay(api: Api, lab: Lab) -> None:
    lab.run(confidence_threshold=0.99)
    labeled = lab.labeled()
    assert 0 < len(labeled) < 8
    expected = ["AUTO-LABELLED" if number in labeled else "NEW" for number in range(8)]
    assert lab.statuses() == expected
    image = api.get(f"{lab.project.path}/images/{lab.images[labeled[0]]['id']}")
    assert image["update_date"] > lab.images[labeled[0]]["update_date"]
    path = f"{lab.project.path}/images"
    assert len(api.names(path, image_status=["AUTO-LABELLED"])) == len(labeled)


def test_only_images_that_nobody_labeled_or_looked_at_are_taken(api: Api, lab: Lab) -> None:
    mine = lab.project.add_label(lab.images[0], lab.classes[0])
    lab.project.set_status(lab.images[1], "SKIPPED")
    assert lab.run()["images_processed"] == 6
    assert lab.labels(lab.images[0]) == [mine]
    assert lab.labeled() == [0, 2, 3, 4, 5, 6, 7]
    again = lab.run()
    assert (again["images_processed"], again["progress"]) == (0, 1)


def test_what_changes_while_a_job_runs_is_left_alone(api: Api, lab: Lab) -> None:
    job = lab.start()
    api.delete(f"{lab.project.path}/images/{lab.images[0]['id']}")
    mine = lab.project.add_label(lab.images[1], lab.classes[0])
    late = lab.project.add_image("late.png", noise(99))
    assert lab.finish(job)["images_processed"] == 8
    assert lab.labels(lab.images[1]) == [mine]
    assert lab.labels(late) == []
    assert lab.statuses()[0] == "NEW"


def test_a_number_of_images_and_a_dataset_are_kept(api: Api, lab: Lab) -> None:
    other = lab.project.add_dataset("other")
    there = [lab.project.add_image(f"{n}.png", noise(n), dataset=other) for n in (20, 21, 22)]
    done = lab.run(num_images=2, dataset_id=other.upper())
    assert (done["images_processed"], done["num_images"]) == (2, 2)
    assert lab.labeled() == []
    assert [bool(lab.labels(image)) for image in there] == [True, True, False]
    lab.run(num_images=3, dataset_id=None)
    assert lab.labeled() == [0, 1, 2]
    assert lab.run(num_images=100)["images_processed"] == 6


def test_thresholds_are_kept(lab: Lab) -> None:
    lab.run(confidence_threshold=0)
    everything = [[label["bbox"] for label in lab.labels(image)] for image in lab.images]
    one = Lab(Project(lab.api))
    one.run(confidence_threshold=0, max_detections_per_image=1)
    assert [[label["bbox"] for label in one.labels(image)] for image in one.images] == [
        boxes[:1] for boxes in everything
    ]
    large = Lab(Project(lab.api))
    large.run(confidence_threshold=0, min_size=200)
    assert [[label["bbox"] for label in large.labels(image)] for image in large.images] == [
        [box for box in boxes if (box[2] - box[0]) * (box[3] - box[1]) >= 200]
        for boxes in everything
    ]


def test_a_surer_mask_is_smaller(lab: Lab) -> None:
    strict = Lab(Project(lab.api))
    for each, threshold in ((lab, 0.1), (strict, 0.8)):
        task = each.experiment(task="instance_segmentation")
        each.run(experiment_id=task, masker_threshold=threshold)
    for first, second in zip(lab.images, strict.images, strict=True):
        pairs = zip(lab.labels(first), strict.labels(second), strict=True)
        assert all(covered(loose) > covered(tight) for loose, tight in pairs)


def test_defaults_are_the_documents(lab: Lab) -> None:
    job = lab.api.post(lab.path, {"experiment_id": lab.experiment()})
    assert (job["confidence_threshold"], job["max_detections_per_image"]) == (0.8, 100)


def test_what_a_job_names_has_to_be_there(api: Api, lab: Lab) -> None:
    lab.start(experiment_id=NOWHERE, status=404)
    lab.start(dataset_id=NOWHERE, status=404)
    lab.start(dataset_id="string", status=404)
    other = Lab(Project(api), pictures=0)
    lab.start(experiment_id=other.experiment(), status=404)
    api.post(lab.path, {}, status=400)
    api.get(f"{lab.path}/{NOWHERE}", status=404)
    api.get(f"{other.path}/{lab.start()['id']}", status=404)


def test_a_project_without_classes_gets_no_labels(api: Api, lab: Lab) -> None:
    for class_id in lab.classes:
        api.delete(f"{lab.project.path}/label_classes/{class_id}")
    assert lab.run()["images_processed"] == 8
    assert lab.statuses() == ["NEW"] * 8


def test_images_without_bytes_are_labeled_too(api: Api, lab: Lab) -> None:
    bodies = [
        {"dataset_id": lab.project.dataset, "url": f"https://example.com/{name}.jpg"}
        for name in "ab"
    ]
    first, second = (api.post(f"{lab.project.path}/images", body) for body in bodies)
    lab.run(confidence_threshold=0)
    assert lab.labels(first)
    boxes = [[label["bbox"] for label in lab.labels(image)] for image in (first, second)]
    assert boxes[0] != boxes[1]


def test_images_whose_bytes_left_their_bucket_are_labeled_too(
    api: Api, lab: Lab, bucket: str
) -> None:
    images = []
    for name in ("a.png", "b.png"):
        content = base64.b64encode(noise(1)).decode()
        api.add("objects", bucket_id=bucket, path=name, content=content)
        body = {"dataset_id": lab.project.dataset, "bucket_id": bucket, "url": name}
        images.append(api.post(f"{lab.project.path}/images", body))
        api.add("objects", bucket_id=bucket, path=name)
    lab.run(confidence_threshold=0)
    first, second = ([label["bbox"] for label in lab.labels(image)] for image in images)
    assert first
    assert first != second


def test_a_project_takes_its_jobs_along(api: Api, lab: Lab) -> None:
    job = lab.start()
    api.delete(lab.project.path)
    api.get(f"{lab.path}/{job['id']}", status=404)
