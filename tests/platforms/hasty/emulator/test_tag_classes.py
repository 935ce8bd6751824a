"""Tag classes and tag groups: created, listed, changed, deleted; the class's group."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_group, add_tag_class, tag, tags_of


@pytest.fixture
def classes(project: Project) -> str:
    return f"{project.path}/tag_classes"


@pytest.fixture
def groups(project: Project) -> str:
    return f"{project.path}/tag_groups"


def test_a_group_is_kept_as_sent(api: Api, groups: str) -> None:
    body = {"name": "Weather", "type": "MULTIPLE-SELECTION", "is_required": True, "norder": 2.5}
    made = api.post(groups, body)
    assert made == body | {"id": made["id"]}
    assert api.get(f"{groups}/{made['id']}") == made
    assert api.get(groups)["items"] == [made]


def test_a_group_is_not_required_unless_it_is_said(api: Api, groups: str) -> None:
    made = api.post(groups, {"name": "Weather", "type": "SELECTION"})
    assert (made["is_required"], made["norder"]) == (False, 0)


def test_a_changed_group_keeps_what_the_change_omits(
    api: Api, project: Project, groups: str
) -> None:
    made = add_group(project, is_required=True, norder=3)
    body = {"name": "Sky", "type": "MULTIPLE-SELECTION"}
    assert api.put(f"{groups}/{made['id']}", body) == made | body
    assert api.put(f"{groups}/{made['id']}", body | {"norder": 1})["norder"] == 1


def test_groups_and_classes_come_in_pages_in_the_order_of_their_creation(
    api: Api, project: Project, groups: str, classes: str
) -> None:
    for path, make in ((groups, add_group), (classes, add_tag_class)):
        made = [make(project, name=name) for name in "cab"]
        answer = api.get(path, offset=1, limit=5)
        assert answer["items"] == made[1:]
        assert answer["meta"]["total"] == 3
        assert api.get(path, limit=0)["meta"]["total"] == 3


def test_a_class_has_no_group_unless_it_is_said(api: Api, classes: str) -> None:
    made = api.post(classes, {"name": "night", "norder": None})
    nothing = {"norder": None, "tag_group_id": None, "tag_group_name": None}
    assert made == {"id": made["id"], "name": "night"} | nothing
    assert api.get(f"{classes}/{made['id']}") == made


def test_the_name_of_the_group_follows_the_group(
    api: Api, project: Project, groups: str, classes: str
) -> None:
    group = add_group(project, name="Weather")
    sent = {"name": "rain", "tag_group_id": group["id"].upper(), "tag_group_name": "Old name"}
    made = api.post(classes, sent)
    assert (made["tag_group_id"], made["tag_group_name"]) == (group["id"], "Weather")
    api.put(f"{groups}/{group['id']}", {"name": "Sky", "type": "SELECTION"})
    assert api.get(f"{classes}/{made['id']}")["tag_group_name"] == "Sky"


def test_a_group_is_found_by_its_name_where_there_is_no_id(
    api: Api, project: Project, classes: str
) -> None:
    group = add_group(project, name="Weather")
    made = api.post(classes, {"name": "rain", "tag_group_name": "Weather"})
    assert made["tag_group_id"] == group["id"]
    api.post(classes, {"name": "rain", "tag_group_name": "Wetter"}, status=404)


@pytest.mark.parametrize(
    ("change", "keeps"),
    [
        ({}, True),
        ({"tag_group_id": None}, False),
        ({"tag_group_name": None}, False),
        ({"tag_group_id": None, "tag_group_name": "Weather"}, False),
    ],
)
def test_a_changed_class_leaves_its_group_only_when_told(
    api: Api, project: Project, classes: str, change: Any, keeps: bool
) -> None:
    group = add_group(project, name="Weather")
    made = add_tag_class(project, "rain", group)
    changed = api.put(f"{classes}/{made['id']}", {"name": "hail"} | change)
    kept = {} if keeps else {"tag_group_id": None, "tag_group_name": None}
    assert changed == made | {"name": "hail"} | kept


def test_a_changed_class_keeps_its_place_unless_told(
    api: Api, project: Project, classes: str
) -> None:
    made = api.post(classes, {"name": "rain", "norder": 2.5})
    path = f"{classes}/{made['id']}"
    assert api.put(path, {"name": "hail"})["norder"] == 2.5
    assert api.put(path, {"name": "hail", "norder": None})["norder"] is None


def test_a_deleted_class_is_taken_from_the_images(api: Api, project: Project, classes: str) -> None:
    image = project.add_image("a.png")
    night, rain = add_tag_class(project, "night"), add_tag_class(project, "rain")
    tag(project, image, night, rain)
    api.delete(f"{classes}/{night['id']}")
    assert tags_of(project, image) == ["rain"]
    assert api.names(classes) == ["rain"]
    api.get(f"{classes}/{night['id']}", status=404)


def test_a_group_becomes_a_selection_only_when_no_image_has_several_of_it(
    api: Api, project: Project, groups: str
) -> None:
    group = add_group(project, "MULTIPLE-SELECTION")
    image = project.add_image("a.png")
    night, day = add_tag_class(project, "night", group), add_tag_class(project, "day", group)
    tag(project, image, night, day)
    path, body = f"{groups}/{group['id']}", {"name": "Time", "type": "SELECTION"}
    assert image["id"] in api.put(path, body, status=400)["message"]
    assert api.get(path) == group
    api.delete(f"{project.path}/images/{image['id']}/tags", [{"tag_class_id": day["id"]}])
    assert api.put(path, body)["type"] == "SELECTION"


def test_a_class_enters_a_selection_only_when_no_image_has_two_tags_then(
    api: Api, project: Project, classes: str
) -> None:
    group, image = add_group(project), project.add_image("a.png")
    night, day = add_tag_class(project, "night", group), add_tag_class(project, "day")
    tag(project, image, night, day)
    path, body = f"{classes}/{day['id']}", {"name": "dawn", "tag_group_id": group["id"]}
    assert image["id"] in api.put(path, body, status=400)["message"]
    assert api.get(path) == day
    api.put(f"{classes}/{night['id']}", {"name": "dusk", "tag_group_id": group["id"]})
    api.delete(f"{classes}/{night['id']}")
    assert api.put(path, body)["tag_group_id"] == group["id"]


def test_what_another_project_has_is_not_found(
    api: Api, project: Project, groups: str, classes: str
) -> None:
    other = Project(api)
    group, stranger = add_group(other), add_tag_class(other)
    for id_ in (stranger["id"], NOWHERE):
        api.get(f"{classes}/{id_}", status=404)
        api.put(f"{classes}/{id_}", {"name": "a"}, status=404)
        api.delete(f"{classes}/{id_}", status=404)
    for id_ in (group["id"], NOWHERE):
        api.get(f"{groups}/{id_}", status=404)
        api.put(f"{groups}/{id_}", {"name": "a", "type": "SELECTION"}, status=404)
        api.post(classes, {"name": "a", "tag_group_id": id_}, status=404)
        api.put(
            f"{classes}/{add_tag_class(project)['id']}",
            {"name": "a", "tag_group_id": id_},
            status=404,
        )


@pytest.mark.parametrize(
    "body", [{"name": "a"}, {"name": "a", "type": "TEXT"}, {"type": "SELECTION"}]
)
def test_a_group_needs_a_name_and_a_type(api: Api, groups: str, body: Any) -> None:
    api.post(groups, body, status=400)
    assert api.names(groups) == []
