"""Tag classes and tag groups."""

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Project


@pytest.fixture
def classes(project: Project) -> str:
    return f"{project.path}/tag_classes"


@pytest.fixture
def groups(project: Project) -> str:
    return f"{project.path}/tag_groups"


def test_group_name_of_a_class_is_the_current_name(api, project, groups, classes):
    group = project.add_group(name="Weather")
    sent = {"name": "rain", "tag_group_id": group["id"].upper(), "tag_group_name": "Old name"}
    created = api.post(classes, sent)
    assert (created["tag_group_id"], created["tag_group_name"]) == (group["id"], "Weather")
    api.put(f"{groups}/{group['id']}", {"name": "Sky", "type": "SELECTION"})
    assert api.get(f"{classes}/{created['id']}")["tag_group_name"] == "Sky"


def test_group_is_found_by_name_without_an_id(api, project, classes):
    group = project.add_group(name="Weather")
    created = api.post(classes, {"name": "rain", "tag_group_name": "Weather"})
    assert created["tag_group_id"] == group["id"]
    api.post(classes, {"name": "rain", "tag_group_name": "Wetter"}, status=404)
    for id_ in (UNKNOWN_ID, Project(api).add_group()["id"]):
        body = {"name": "a", "tag_group_id": id_}
        api.post(classes, body, status=404)
        api.put(f"{classes}/{created['id']}", body, status=404)
    assert api.items(classes) == [created]


@pytest.mark.parametrize(
    ("change", "keeps"),
    [
        ({}, True),
        ({"tag_group_id": None}, False),
        ({"tag_group_name": None}, False),
        ({"tag_group_id": None, "tag_group_name": "Weather"}, False),
    ],
)
def test_null_removes_a_class_from_its_group(api, project, classes, change, keeps):
    created = project.add_tag_class("rain", project.add_group(name="Weather"))
    changed = api.put(f"{classes}/{created['id']}", {"name": "hail"} | change)
    removed = {} if keeps else {"tag_group_id": None, "tag_group_name": None}
    assert changed == created | {"name": "hail"} | removed


def test_delete_removes_the_tags_of_images(api, project, classes):
    image = project.add_image("a.png")
    night, rain = project.add_tag_class("night"), project.add_tag_class("rain")
    project.tag(image, night, rain)
    api.delete(f"{classes}/{night['id']}")
    assert project.tags_of(image) == ["rain"]
    assert api.names(classes) == ["rain"]


def test_group_cannot_become_a_selection_if_an_image_has_several_tags(api, project, groups):
    group, image = project.add_group("MULTIPLE-SELECTION"), project.add_image("a.png")
    night, day = project.add_tag_class("night", group), project.add_tag_class("day", group)
    project.tag(image, night, day)
    path, body = f"{groups}/{group['id']}", {"name": "Time", "type": "SELECTION"}
    assert image["id"] in api.put(path, body, status=400)["message"]
    assert api.get(path) == group
    api.delete(f"{project.path}/images/{image['id']}/tags", [{"tag_class_id": day["id"]}])
    assert api.put(path, body)["type"] == "SELECTION"


def test_class_cannot_enter_a_selection_if_an_image_would_have_two_tags(api, project, classes):
    group, image = project.add_group(), project.add_image("a.png")
    night, day = project.add_tag_class("night", group), project.add_tag_class("day")
    project.tag(image, night, day)
    path, body = f"{classes}/{day['id']}", {"name": "dawn", "tag_group_id": group["id"]}
    assert image["id"] in api.put(path, body, status=400)["message"]
    assert api.get(path) == day
    api.put(f"{classes}/{night['id']}", {"name": "dusk", "tag_group_id": group["id"]})
    api.delete(f"{classes}/{night['id']}")
    assert api.put(path, body)["tag_group_id"] == group["id"]
