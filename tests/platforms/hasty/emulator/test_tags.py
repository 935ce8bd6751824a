"""Tags of images."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import OTHER_KEY, UNKNOWN_ID, Project


@pytest.fixture
def image(project: Project) -> Any:
    return project.add_image("a.png")


@pytest.fixture
def path(project: Project, image: Any) -> str:
    return f"{project.path}/images/{image['id']}/tags"


@pytest.fixture
def night(project: Project) -> Any:
    return project.add_tag_class("night")


@pytest.fixture
def rain(project: Project) -> Any:
    return project.add_tag_class("rain")


def test_tags_are_added_in_order(api, project, image, path, night, rain):
    created = project.tag(image, rain, night)
    fields = ("tag_class_id", "tag_class_name", "image_id")
    assert [tuple(each[name] for name in fields) for each in created] == [
        (rain["id"], "rain", image["id"]),
        (night["id"], "night", image["id"]),
    ]
    assert api.items(path) == created


def test_existing_tags_stay_unchanged(project, image, night, rain):
    first = project.tag(image, night)
    again = project.tag(image, night, rain, night)
    assert [each["tag_class_name"] for each in again] == ["night", "rain", "night"]
    assert again[0] == again[2] == first[0]
    assert project.tags_of(image) == ["night", "rain"]


def test_name_of_a_tag_is_the_current_name_of_its_class(api, project, image, night):
    project.tag(image, night)
    api.put(f"{project.path}/tag_classes/{night['id']}", {"name": "dark"})
    assert project.tags_of(image) == ["dark"]


def test_tags_are_removed_by_id_or_by_class(api, project, image, path):
    classes = [project.add_tag_class(name) for name in "abcde"]
    a, b, c, d, e = project.tag(image, *classes)
    unused = project.add_tag_class("unused")
    body = [
        {"tag_id": a["id"].upper()},
        {"tag_class_id": b["tag_class_id"]},
        {"tag_id": c["id"], "tag_class_id": None},
        {"tag_id": None, "tag_class_id": d["tag_class_id"]},
        {"tag_class_id": a["tag_class_id"]},
        {"tag_class_id": unused["id"]},
    ]
    api.delete(path, body)
    assert api.items(path) == [e]


def test_batch_with_an_unknown_id_changes_nothing(api, project, image, path, night, rain):
    created = project.tag(image, night)
    tag_of_other_image = project.tag(project.add_image("b.png"), night)[0]
    for unknown in (Project(api).add_tag_class(), {"id": UNKNOWN_ID}):
        project.tag(image, rain, unknown, status=404)
        body = [{"tag_id": created[0]["id"]}, {"tag_class_id": unknown["id"]}]
        api.delete(path, body, status=404)
    for id_ in (UNKNOWN_ID, tag_of_other_image["id"]):
        api.delete(path, [{"tag_id": created[0]["id"]}, {"tag_id": id_}], status=404)
    assert api.items(path) == created


def test_selection_allows_one_tag_per_image(api, project, image, path, rain):
    group = project.add_group(name="Time")
    night, day = project.add_tag_class("night", group), project.add_tag_class("day", group)
    project.tag(image, night)
    assert "'Time'" in project.tag(image, rain, day, status=400)["message"]
    assert project.tags_of(image) == ["night"]
    project.tag(image, night, rain)
    api.delete(path, [{"tag_class_id": night["id"]}])
    project.tag(image, day, night, status=400)
    project.tag(image, day)
    assert project.tags_of(image) == ["rain", "day"]


def test_multiple_selection_and_ungrouped_classes_allow_several_tags(project, image):
    group = project.add_group("MULTIPLE-SELECTION")
    grouped = [project.add_tag_class(name, group) for name in "ab"]
    ungrouped = [project.add_tag_class(name) for name in "cd"]
    project.tag(image, *grouped, *ungrouped)
    assert project.tags_of(image) == ["a", "b", "c", "d"]


def test_adding_tags_does_not_change_the_image(api, project, image, night):
    project.tag(image, night, headers=OTHER_KEY)
    assert api.get(f"{project.path}/images/{image['id']}") == image
