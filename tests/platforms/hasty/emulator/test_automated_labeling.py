import base64
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project
from tests.platforms.hasty.emulator.media import is_within, masked_pixels, unique_image


class Jobs:
    """A project with two classes and images, and its automated labeling jobs."""

    def __init__(self, project: Project, images: int = 8) -> None:
        self.api, self.project = project.api, project
        self.path = f"{project.path}/automated_labeling"
        self.classes = [project.add_class(name) for name in ("car", "sun")]
        self.images = [project.add_image(f"{n}.png", unique_image(n)) for n in range(images)]

    def experiment(self, **fields: Any) -> str:
        """Add an experiment. Returns its id."""
        return str(self.api.fixture("experiments", project_id=self.project.id, **fields)["id"])

    def start(self, *, status: int = 200, **fields: Any) -> Any:
        """Start a job, by default of a new experiment for object detection."""
        if "experiment_id" not in fields:
            fields["experiment_id"] = self.experiment()
        return self.api.post(self.path, {"confidence_threshold": 0.5} | fields, status=status)

    def finish(self, job: Any) -> Any:
        """Poll a job until it is done."""
        while job["status"] != "DONE":
            job = self.api.get(f"{self.path}/{job['id']}")
        return job

    def run(self, **fields: Any) -> Any:
        """Start a job and wait for it."""
        return self.finish(self.start(**fields))

    def labels(self, image: Any) -> list[Any]:
        """The labels of an image."""
        return self.api.items(f"{self.project.path}/images/{image['id']}/labels")

    def boxes(self) -> list[Any]:
        """The boxes of the labels of each image."""
        return [[label["bbox"] for label in self.labels(image)] for image in self.images]

    def labeled(self) -> list[int]:
        """The indexes of the images with labels."""
        return [number for number, boxes in enumerate(self.boxes()) if boxes]

    def statuses(self) -> list[str]:
        """The statuses of all images."""
        return [image["status"] for image in self.api.items(f"{self.project.path}/images")]


@pytest.fixture
def jobs(project: Project) -> Jobs:
    return Jobs(project)


def test_job_processes_half_of_its_images_per_poll(api, jobs):
    experiment = jobs.experiment(name="Cars")
    started = jobs.start(experiment_id=experiment)
    assert (started["status"], started["run_name"]) == ("INIT", "Run 1 of Cars")
    assert jobs.labeled() == []
    path = f"{jobs.path}/{started['id']}"
    half = {"status": "PROCESSING", "progress": 0.5, "images_processed": 4}
    assert api.get(path) == started | half
    assert jobs.labeled() == [0, 1, 2, 3]
    done = api.get(path)
    changed = {"status": "DONE", "progress": 1, "images_processed": 8}
    assert done == started | changed | {"completed_on": done["completed_on"]}
    assert done["completed_on"] > done["started_on"]
    assert jobs.labeled() == [*range(8)]
    assert api.get(path) == done


def test_listing_jobs_is_a_poll_of_each(api, jobs):
    for number in (1, 2, 3):
        jobs.start(num_images=number)
    assert [job["status"] for job in api.items(jobs.path)] == ["PROCESSING"] * 3
    assert [job["status"] for job in api.items(jobs.path)] == ["DONE"] * 3


@pytest.mark.parametrize(
    "task", ["object_detection", "instance_segmentation", "semantic_segmentation"]
)
def test_job_creates_labels_inside_the_images(jobs, task):
    job = jobs.run(experiment_id=jobs.experiment(task=task))
    assert jobs.labeled()
    for image in jobs.images:
        labels = jobs.labels(image)
        assert [label["z_index"] for label in labels] == [*range(len(labels))]
        for label in labels:
            assert is_within(label["bbox"], 60, 40)
            assert label["class_id"] in jobs.classes
            assert (label["tool_used"], label["labeled_by"]) == ("finish_him", job["user_id"])
            assert (label["mask"] is None) == (task == "object_detection")
            if label["mask"]:
                masked_pixels(label)


def test_labeled_images_become_auto_labelled_and_others_stay_new(api, jobs):
    jobs.run(confidence_threshold=0.99)
    labeled = jobs.labeled()
    assert 0 < len(labeled) < 8
    assert jobs.statuses() == ["AUTO-LABELLED" if n in labeled else "NEW" for n in range(8)]
    first = jobs.images[labeled[0]]
    path = f"{jobs.project.path}/images"
    assert api.get(f"{path}/{first['id']}")["update_date"] > first["update_date"]
    assert len(api.names(path, image_status=["AUTO-LABELLED"])) == len(labeled)


def test_images_with_labels_or_another_status_are_skipped(jobs):
    existing = jobs.project.add_label(jobs.images[0], jobs.classes[0])
    jobs.project.set_status(jobs.images[1], "SKIPPED")
    assert jobs.run()["images_processed"] == 6
    assert jobs.labels(jobs.images[0]) == [existing]
    assert jobs.labeled() == [0, 2, 3, 4, 5, 6, 7]
    again = jobs.run()
    assert (again["images_processed"], again["progress"]) == (0, 1)


def test_job_skips_images_that_are_deleted_labeled_or_added_while_it_runs(api, jobs):
    job = jobs.start()
    api.delete(f"{jobs.project.path}/images/{jobs.images.pop(0)['id']}")
    existing = jobs.project.add_label(jobs.images[0], jobs.classes[0])
    late = jobs.project.add_image("late.png", unique_image(99))
    assert jobs.finish(job)["images_processed"] == 8
    assert jobs.labels(jobs.images[0]) == [existing]
    assert jobs.labels(late) == []
    assert jobs.statuses()[0] == "NEW"


def test_number_of_images_and_dataset_limit_a_job(jobs):
    other = jobs.project.add_dataset("other")
    added = [
        jobs.project.add_image(f"{n}.png", unique_image(n), dataset=other) for n in (20, 21, 22)
    ]
    done = jobs.run(num_images=2, dataset_id=other.upper())
    assert (done["images_processed"], done["num_images"]) == (2, 2)
    assert jobs.labeled() == []
    assert [bool(jobs.labels(image)) for image in added] == [True, True, False]
    jobs.run(num_images=3, dataset_id=None)
    assert jobs.labeled() == [0, 1, 2]
    assert jobs.run(num_images=100)["images_processed"] == 6


def test_settings_limit_the_detections(jobs):
    jobs.run(confidence_threshold=0)
    one, large = Jobs(Project(jobs.api)), Jobs(Project(jobs.api))
    one.run(confidence_threshold=0, max_detections_per_image=1)
    assert one.boxes() == [boxes[:1] for boxes in jobs.boxes()]
    large.run(confidence_threshold=0, min_size=200)
    assert large.boxes() == [
        [box for box in boxes if (box[2] - box[0]) * (box[3] - box[1]) >= 200]
        for boxes in jobs.boxes()
    ]


def test_higher_mask_threshold_gives_smaller_masks(jobs):
    strict = Jobs(Project(jobs.api))
    for each, threshold in ((jobs, 0.1), (strict, 0.8)):
        task = each.experiment(task="instance_segmentation")
        each.run(experiment_id=task, masker_threshold=threshold)
    for first, second in zip(jobs.images, strict.images, strict=True):
        pairs = zip(jobs.labels(first), strict.labels(second), strict=True)
        assert all(masked_pixels(large) > masked_pixels(small) for large, small in pairs)


def test_create_rejects_unknown_experiments_and_datasets(api, jobs):
    jobs.start(experiment_id=UNKNOWN_ID, status=404)
    jobs.start(dataset_id="string", status=404)
    other = Jobs(Project(api), images=0)
    jobs.start(experiment_id=other.experiment(), status=404)
    api.get(f"{jobs.path}/{UNKNOWN_ID}", status=404)


def test_bucket_images_whose_bytes_are_gone_are_labeled(api, jobs, bucket):
    jobs.images = []
    for name in ("a.png", "b.png"):
        content = base64.b64encode(unique_image(1)).decode()
        api.fixture("objects", bucket_id=bucket, path=name, content=content)
        body = {"dataset_id": jobs.project.dataset, "bucket_id": bucket, "url": name}
        jobs.images.append(api.post(f"{jobs.project.path}/images", body))
        api.fixture("objects", bucket_id=bucket, path=name)
    jobs.run(confidence_threshold=0)
    first, second = jobs.boxes()
    assert first
    assert first != second
