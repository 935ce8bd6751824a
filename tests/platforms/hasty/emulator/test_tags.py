"""Tags of images: given and taken in batches, one at most of a selection."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project
from tests.platforms.hasty.emulator.builders import add_group, add_tag_class, tag, tags_of


@pytest.fixture
def image(project: Project) -> Any:
    return project.add_image("a.png")


@pytest.fixture
def path(project: Project, image: Any) -> str:
    return f"{project.path}/images/{image['id']}/tags"


def test_an_image_begins_without_tags_and_gets_some(
    api: Api, project: Project, image: Any, path: str
) -> None:
    night, rain = add_tag_class(project, "night"), add_tag_class(project, "rain")
    assert tags_of(project, image) == []
    made = tag(project, image, rain, night)
    assert [(each["tag_class_id"], each["tag_class_name"], each["image_id"]) for each in made] == [
        (rain["id"], "rain", image["id"]),
        (night["id"], "night", image["id"]),
    ]
    answer = api.get(path)
    assert answer["items"] == made
    assert answer["meta"]["total"] == 2


def test_tags_come_in_pages(api: Api, project: Project, image: Any, path: str) -> None:
    made = tag(project, image, *(add_tag_class(project, name) for name in "abc"))
    answer = api.get(path, offset=1, limit=1)
    assert answer["items"] == made[1:2]
    assert answer["meta"]["total"] == 3


def test_a_tag_that_is_there_stays_as_it_is(project: Project, image: Any) -> None:
    night, rain = add_tag_class(project, "night"), add_tag_class(project, "rain")
    first = tag(project, image, night)
    again = tag(project, image, night, rain, night)
    assert [each["tag_class_name"] for each in again] == ["night", "rain", "night"]
    assert again[0] == again[2] == first[0]
    assert tags_of(project, image) == ["night", "rain"]


def test_the_name_of_a_tag_follows_its_class(
    api: Api, project: Project, image: Any, path: str
) -> None:
    night = add_tag_class(project, "night")
    tag(project, image, night)
    api.put(f"{project.path}/tag_classes/{night['id']}", {"name": "dark"})
    assert tags_of(project, image) == ["dark"]


def test_tags_are_taken_by_their_ids_or_by_their_classes(
    api: Api, project: Project, image: Any, path: str
) -> None:
    classes = [add_tag_class(project, name) for name in "abcde"]
    a, b, c, d, e = tag(project, image, *classes)
    body = [
        {"tag_id": a["id"].upper()},
        {"tag_class_id": b["tag_class_id"]},
        {"tag_id": c["id"], "tag_class_id": None},
        {"tag_id": None, "tag_class_id": d["tag_class_id"]},
        {"tag_class_id": a["tag_class_id"]},
    ]
    api.delete(path, body)
    assert api.get(path)["items"] == [e]


def test_a_class_that_the_image_has_no_tag_of_is_passed_over(
    api: Api, project: Project, image: Any, path: str
) -> None:
    night, rain = add_tag_class(project, "night"), add_tag_class(project, "rain")
    tag(project, image, night)
    api.delete(path, [{"tag_class_id": rain["id"]}, {"tag_class_id": night["id"]}])
    assert tags_of(project, image) == []


def test_a_batch_that_names_what_is_not_there_does_nothing(
    api: Api, project: Project, image: Any, path: str
) -> None:
    night, rain = add_tag_class(project, "night"), add_tag_class(project, "rain")
    stranger = add_tag_class(Project(api))
    made = tag(project, image, night)
    elsewhere = tag(project, project.add_image("b.png"), night)[0]
    for unknown in (stranger, {"id": NOWHERE}):
        tag(project, image, rain, unknown, status=404)
        api.delete(path, [{"tag_id": made[0]["id"]}, {"tag_class_id": unknown["id"]}], status=404)
    for id_ in (NOWHERE, elsewhere["id"]):
        api.delete(path, [{"tag_id": made[0]["id"]}, {"tag_id": id_}], status=404)
    assert api.get(path)["items"] == made


def test_a_selection_allows_one_tag(api: Api, project: Project, image: Any, path: str) -> None:
    group = add_group(project, name="Time")
    night, day = add_tag_class(project, "night", group), add_tag_class(project, "day", group)
    rain = add_tag_class(project, "rain")
    tag(project, image, night)
    assert "'Time'" in tag(project, image, rain, day, status=400)["message"]
    assert tags_of(project, image) == ["night"]
    tag(project, image, night, rain)
    api.delete(path, [{"tag_class_id": night["id"]}])
    tag(project, image, day, night, status=400)
    tag(project, image, day)
    assert tags_of(project, image) == ["rain", "day"]


def test_a_multiple_selection_and_no_group_allow_many(project: Project, image: Any) -> None:
    group = add_group(project, "MULTIPLE-SELECTION")
    grouped = [add_tag_class(project, name, group) for name in "ab"]
    free = [add_tag_class(project, name) for name in "cd"]
    tag(project, image, *grouped, *free)
    assert tags_of(project, image) == ["a", "b", "c", "d"]


def test_a_tag_does_not_change_its_image(api: Api, project: Project, image: Any, path: str) -> None:
    tag(project, image, add_tag_class(project), headers={"X-Api-Key": "another"})
    assert api.get(f"{project.path}/images/{image['id']}") == image


@pytest.mark.parametrize("item", [{}, {"tag_id": None}, {"tag_class_id": None}, {"id": NOWHERE}])
def test_a_tag_to_take_must_be_named(api: Api, path: str, item: Any) -> None:
    api("DELETE", path, json=[item], status=400)


def test_an_unknown_image_is_not_found(api: Api, project: Project) -> None:
    api.get(f"{project.path}/images/{NOWHERE}/tags", status=404)
    tag(project, {"id": NOWHERE}, status=404)
