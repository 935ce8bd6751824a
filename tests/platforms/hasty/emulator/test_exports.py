"""Export jobs: what goes into them, how they end, what may be asked for."""

import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_tag_class, tag


def names(archive: zipfile.ZipFile) -> list[str]:
    """The files of an export of images, which lie in the dataset's folder."""
    return [name.removeprefix("train/") for name in archive.namelist()]


def document(archive: zipfile.ZipFile) -> Any:
    """The only file of an archive, which is JSON."""
    (name,) = archive.namelist()
    return json.loads(archive.read(name))


@pytest.fixture
def images(project: Project) -> dict[str, Any]:
    made = {name: project.add_image(name) for name in ("done.png", "review.png", "new.png")}
    project.set_status(made["done.png"], "DONE")
    project.set_status(made["review.png"], "TO REVIEW")
    return made


def test_a_job_is_init_then_done_with_a_url_and_a_name(api: Api, project: Project) -> None:
    path = f"{project.path}/exports"
    made = api.post(path, {"format": "json_coco", "export_name": "my_coco_export"})
    assert (made["status"], made["meta"], made["completed_on"]) == ("INIT", {}, None)
    assert made["project_id"] == project.id
    one = f"{path}/{made['id']}"
    assert api.get(one) == made
    done = api.get(one)
    assert done["status"] == "DONE"
    assert done["completed_on"] > done["started_on"] == made["started_on"]
    assert done["meta"]["export_name"] == "my_coco_export"
    assert done["meta"]["url"].startswith(api.urls.storage)
    assert api.get(one)["status"] == "DONE"
    api.get(f"{path}/{NOWHERE}", status=404)


def test_the_archive_is_a_zip_that_needs_no_key(api: Api, project: Project) -> None:
    path = f"{project.path}/exports"
    made = api.post(path, {"format": "images"})
    for _ in range(2):
        made = api.get(f"{path}/{made['id']}")
    answer = api.send("GET", made["meta"]["url"])
    assert answer.headers["content-type"] == "application/zip"
    assert answer.content.startswith(b"PK")


def test_an_export_is_called_export_unless_it_has_a_name(api: Api, project: Project) -> None:
    path = f"{project.path}/exports"
    job = api.post(path, {"format": "json_coco"})
    for _ in range(2):
        job = api.get(f"{path}/{job['id']}")
    assert job["meta"]["export_name"] == "export"
    assert project.export(format="json_coco").namelist() == ["export.json"]


def test_only_done_images_are_exported_unless_it_says(
    project: Project, images: dict[str, Any]
) -> None:
    assert names(project.export(format="images")) == ["done.png"]
    both = project.export(format="images", image_status=["TO REVIEW", "NEW"])
    assert names(both) == ["review.png", "new.png"]


def test_an_empty_list_is_no_filter(project: Project, images: dict[str, Any]) -> None:
    archive = project.export(
        **{"format": "images", "image_status": [], "dataset_id": [], "tag": [], "class": []}
    )
    assert names(archive) == list(images)


def test_images_are_chosen_by_dataset_and_tag(project: Project, images: dict[str, Any]) -> None:
    other = project.add_dataset("other")
    project.add_image("new.png", dataset=other)
    everything = {"format": "images", "image_status": []}
    assert project.export(**everything, dataset_id=[other]).namelist() == ["other/new.png"]
    assert len(project.export(**everything, dataset_id=[other, project.dataset]).namelist()) == 4
    assert project.export(**everything, dataset_id=[NOWHERE]).namelist() == []
    assert project.export(**everything, tag=[NOWHERE]).namelist() == []
    night, rain = add_tag_class(project, "night"), add_tag_class(project, "rain")
    tag(project, images["new.png"], night, rain)
    tag(project, images["done.png"], rain)
    assert names(project.export(**everything, tag=[night["id"]])) == ["new.png"]
    both = project.export(**everything, tag=[night["id"], rain["id"].upper()])
    assert names(both) == ["done.png", "new.png"]


def test_images_are_chosen_by_when_they_got_their_status(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    api.store.clock.advance(3600)
    start = api.store.clock.peek().isoformat()
    project.set_status(images["new.png"], "DONE")
    then = api.store.clock.peek()
    archive = project.export(format="images", status_start_time=start)
    assert names(archive) == ["new.png"]
    assert names(project.export(format="images", status_start_time=then.isoformat())) == ["new.png"]
    later = (then + timedelta(milliseconds=1)).isoformat()
    assert names(project.export(format="images", status_start_time=later)) == []
    assert len(project.export(format="images", status_start_time=None).namelist()) == 2


def test_labels_and_classes_are_chosen_by_class(project: Project, images: dict[str, Any]) -> None:
    car, bus = project.add_class("car"), project.add_class("bus")
    for class_id in (car, bus):
        project.add_label(images["done.png"], class_id)
    found = document(project.export(**{"format": "json_v1.1", "class": [bus]}))
    assert [c["class_name"] for c in found["label_classes"]] == ["bus"]
    assert [label["class_name"] for label in found["images"][0]["labels"]] == ["bus"]


def test_an_export_holds_what_was_there_when_it_was_started(
    api: Api, project: Project, images: dict[str, Any]
) -> None:
    path = f"{project.path}/exports"
    job = api.post(path, {"format": "images"})
    api.delete(f"{project.path}/images/{images['done.png']['id']}")
    for _ in range(2):
        job = api.get(f"{path}/{job['id']}")
    assert b"done.png" in api.send("GET", job["meta"]["url"]).content


@pytest.mark.parametrize("kind", ["json_coco", "images", "yolo", "videos"])
def test_a_project_of_videos_has_one_format(api: Api, kind: str) -> None:
    project = api.post("/projects", {"name": "Films", "content_type": "VIDEOS"})
    path = f"/projects/{project['id']}/exports"
    assert "json_v1.1" in api.post(path, {"format": kind}, status=400)["message"]
    api.post(path, {"format": "json_v1.1"})


@pytest.mark.parametrize("body", [{"format": "videos"}, {"format": "tfrecord"}, {}])
def test_what_cannot_be_exported_is_refused(api: Api, project: Project, body: Any) -> None:
    api.post(f"{project.path}/exports", body, status=400)


def test_a_moment_that_cannot_be_compared_is_refused(api: Api, project: Project) -> None:
    body = {"format": "images", "status_start_time": "2016-12-31T23:59:60Z"}
    api.post(f"{project.path}/exports", body, status=400)
