"""Activity types of a project."""

from tests.platforms.hasty.emulator.api import NOWHERE, Api
from tests.platforms.hasty.emulator.sample_videos import Films


def test_an_activity_type_is_made_read_changed_and_gone(api: Api, films: Films) -> None:
    path = f"{films.path}/activity_types"
    body = {"name": "walking", "color": "#ff00aa99", "prefix": "w"}
    made = api.post(path, body)
    assert made == body | {"id": made["id"], "created_at": "2024-03-01T09:00:00.002Z"}
    changed = api.put(f"{path}/{made['id']}", {"name": "running", "color": None})
    assert changed == made | {"name": "running", "color": None}
    assert api.get(path)["items"] == [changed]
    api.delete(f"{path}/{made['id']}")
    api.delete(f"{path}/{made['id']}", status=404)
    api.put(f"{path}/{made['id']}", {"name": "running"}, status=404)
    assert api.names(path) == []


def test_only_the_name_is_needed_and_names_may_repeat(api: Api, films: Films) -> None:
    path = f"{films.path}/activity_types"
    made = api.post(path, {"name": "walking"})
    assert (made["color"], made["prefix"]) == (None, None)
    assert films.add_activity_type("walking") != made["id"]
    api.post(path, {"color": "#ff00aa99"}, status=400)


def test_pages_are_exact(api: Api, films: Films) -> None:
    for name in "abcde":
        films.add_activity_type(name)
    answer = api.get(f"{films.path}/activity_types", offset=3, limit=3)
    assert [item["name"] for item in answer["items"]] == ["d", "e"]
    meta = answer["meta"]
    assert (meta["total"], meta["offset"], meta["limit"]) == (5, 3, 3)


def test_an_activity_type_leaves_its_segments_and_takes_those_with_no_other_along(
    api: Api, films: Films
) -> None:
    walking, running = films.add_activity_type("walking"), films.add_activity_type("running")
    video = films.add_video("a.mp4")
    films.add_segment(video, 0, 100, walking)
    both = films.add_segment(video, 100, 200, walking, running)
    other = films.add_segment(video, 200, 300, running)
    api.delete(f"{films.path}/activity_types/{walking}")
    left = api.get(f"{films.path}/videos/{video['id']}/segments")["items"]
    assert left == [both | {"activities": [running]}, other]


def test_an_activity_type_of_another_project_is_not_found(api: Api, films: Films) -> None:
    walking = films.add_activity_type("walking")
    other = Films(api)
    api.put(f"{other.path}/activity_types/{walking}", {"name": "a"}, status=404)
    api.delete(f"{other.path}/activity_types/{NOWHERE}", status=404)
