"""Videos of a project: import, change, status, health, removal."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project, picture
from tests.platforms.hasty.emulator.sample_videos import Films, movie

URL = "https://films.example.com/day%201/a.mov?signed=1"


@pytest.fixture
def path(films: Films) -> str:
    return f"{films.path}/videos"


def test_an_uploaded_video_tells_what_its_header_tells(api: Api, films: Films, path: str) -> None:
    made = films.add_video("street.avi")
    assert made == {
        "id": made["id"],
        "name": "street.avi",
        "dataset_id": films.dataset,
        "dataset_name": "train",
        "width": 64,
        "height": 48,
        "format": "mp4",  # what it is, whatever its name says
        "frame_rate": 10,
        "duration_ms": 2000,
        "duration_frames": 20,
        "public_url": made["public_url"],
        "url": made["public_url"],
        "uploaded_at": made["uploaded_at"],
        "status": "NEW",
        "status_id": made["status_id"],
        "health_status": "PROCESSING",
        "queue_ids": [],
    }
    answer = api.send("GET", made["public_url"])
    assert answer.content == movie()
    assert answer.headers["content-type"] == "video/mp4"
    assert api.names(path) == ["street.avi"]


def test_a_video_is_processing_until_it_was_asked_for_again(
    api: Api, films: Films, path: str
) -> None:
    made = films.add_video("a.mp4")
    one = f"{path}/{made['id']}"
    assert [api.get(one)["health_status"] for _ in range(3)] == ["PROCESSING", "OK", "OK"]
    assert api.get(one) == made | {"health_status": "OK"}


def test_asking_for_the_list_is_asking_too(api: Api, films: Films, path: str) -> None:
    films.add_video("a.mp4")
    assert api.names(path, health_status=["OK"]) == []
    assert api.names(path, health_status=["OK"]) == ["a.mp4"]


@pytest.mark.parametrize("data", [b"no film", picture(), movie()[:40]])
def test_a_file_that_is_no_video_turns_out_to_be_an_error(
    api: Api, films: Films, path: str, data: bytes
) -> None:
    made = films.add_video("a.mp4", data)
    assert (made["health_status"], made["width"], made["frame_rate"]) == ("PROCESSING", 0, 0)
    one = f"{path}/{made['id']}"
    assert [api.get(one)["health_status"] for _ in range(2)] == ["PROCESSING", "ERROR"]
    assert api.names(path, health_status=["ERROR"]) == ["a.mp4"]
    assert api.send("GET", made["public_url"]).content == data


def test_a_face_decides_on_the_health(api: Api, films: Films, path: str) -> None:
    made = films.add_video("a.mp4")
    api.add("health", video_id=made["id"], health_status="UNHEALTHY")
    assert api.names(path, health_status=["UNHEALTHY"]) == ["a.mp4"]
    assert api.get(f"{path}/{made['id']}")["health_status"] == "UNHEALTHY"


def test_a_video_from_a_url_stays_there_and_is_plausible(api: Api, films: Films, path: str) -> None:
    made = api.post(path, {"dataset_id": films.dataset, "url": URL})
    assert (made["name"], made["format"]) == ("a.mov", "mov")
    assert made["url"] == made["public_url"] == URL
    assert made["duration_ms"] > 0
    named = api.post(path, {"dataset_id": films.dataset, "url": URL, "filename": "b.mp4"})
    assert (named["name"], named["format"]) == ("b.mp4", "mp4")
    api.post(path, {"dataset_id": films.dataset, "url": "https://example.com/"}, status=400)


def test_another_put_does_not_change_a_video(api: Api, films: Films, path: str) -> None:
    signed = api.get(f"{films.path}/uploads", count=1)["items"][0]
    body = {"dataset_id": films.dataset, "upload_id": signed["id"], "filename": "a.mp4"}
    api.post(path, body, status=400)  # nothing was put there yet
    api.send("PUT", signed["url"], content=movie())
    made = api.post(path, body)
    api.send("PUT", signed["url"], content=b"other")
    assert api.send("GET", made["public_url"]).content == movie()


def test_what_a_video_is_made_of_has_to_be_there(api: Api, films: Films, path: str) -> None:
    upload = films.upload(movie())
    body = {"dataset_id": films.dataset, "upload_id": upload, "filename": "a.mp4"}
    api.post(path, body | {"dataset_id": NOWHERE}, status=404)
    api.post(path, body | {"upload_id": NOWHERE}, status=404)
    api.post(path, body | {"url": URL}, status=400)
    api.post(path, {"dataset_id": films.dataset}, status=400)
    other = Films(api)
    api.post(f"{other.path}/videos", body | {"dataset_id": other.dataset}, status=404)
    assert api.names(path) == []


@pytest.mark.parametrize("content_type", ["IMAGES", "URLDATA"])
def test_only_projects_of_videos_hold_videos(api: Api, content_type: str) -> None:
    project = Project(api, content_type=content_type)
    path = f"{project.path}/videos"
    message = api.post(path, {"dataset_id": project.dataset, "url": URL}, status=400)["message"]
    assert content_type in message
    assert api.names(path) == []


def test_a_video_is_renamed_and_moved(api: Api, films: Films, path: str) -> None:
    made = films.add_video("a.mp4")
    other = films.add_dataset("test")
    one = f"{path}/{made['id']}"
    assert api("PATCH", one, json={"filename": "b.mp4"}) == made | {"name": "b.mp4"}
    moved = api("PATCH", one, json={"dataset_id": other, "filename": None})
    assert moved == made | {"name": "b.mp4", "dataset_id": other, "dataset_name": "test"}
    assert api("PATCH", one, json={"dataset_id": None}) == moved
    api("PATCH", one, json={"dataset_id": NOWHERE}, status=404)
    api("PATCH", f"{path}/{NOWHERE}", json={}, status=404)
    api.delete(f"{films.path}/datasets/{films.dataset}")
    assert api.names(path, dataset_id=[other]) == ["b.mp4"]
    assert api.send("GET", made["public_url"]).content == movie()


def test_names_of_videos_may_repeat(api: Api, films: Films, path: str) -> None:
    first, second = films.add_video("a.mp4"), films.add_video("b.mp4")
    assert films.add_video("a.mp4")["id"] != first["id"]
    api("PATCH", f"{path}/{second['id']}", json={"filename": "a.mp4"})
    assert api.names(path) == ["a.mp4"] * 3


def test_a_status_is_set_by_name_or_by_id(api: Api, films: Films, path: str) -> None:
    first, second = films.add_video("a.mp4"), films.add_video("b.mp4")
    api.put(f"{path}/{first['id']}/status", {"status": "DONE"}, status=204)
    done = api.get(f"{path}/{first['id']}")
    assert done["status"] == "DONE"
    api.put(f"{path}/{second['id']}/status", {"status_id": done["status_id"]}, status=204)
    assert api.names(path, video_status=["DONE"]) == ["a.mp4", "b.mp4"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": "AUTO-LABELLED"}, 400),
        ({"status": "[CUSTOM STATUS]"}, 400),
        ({"status_id": NOWHERE}, 404),
        ({}, 400),
    ],
)
def test_a_status_that_cannot_be_set_is_refused(
    api: Api, films: Films, path: str, body: Any, status: int
) -> None:
    made = films.add_video("a.mp4")
    api.put(f"{path}/{made['id']}/status", body, status=status)
    assert api.get(f"{path}/{made['id']}")["status"] == "NEW"


def test_a_video_takes_its_segments_and_its_bytes_along(api: Api, films: Films, path: str) -> None:
    made, kept = films.add_video("a.mp4"), films.add_video("b.mp4")
    segment = films.add_segment(made, 0, 1, films.add_activity_type("walking"))
    api.delete(f"{path}/{made['id']}")
    for gone in (f"{path}/{made['id']}", f"{path}/{made['id']}/segments"):
        api.get(gone, status=404)
    api.delete(f"{path}/{made['id']}", status=404)
    api.delete(f"{films.path}/segments/{segment['id']}", status=404)
    assert api.send("GET", made["public_url"]).status_code == 404
    assert api.send("GET", kept["public_url"]).status_code == 200
    assert api.names(path) == ["b.mp4"]


def test_a_dataset_and_a_project_take_their_videos_along(api: Api, films: Films, path: str) -> None:
    first = films.add_video("a.mp4")
    second = films.add_video("b.mp4", dataset=films.add_dataset("test"))
    api.delete(f"{films.path}/datasets/{films.dataset}")
    assert api.names(path) == ["b.mp4"]
    assert api.send("GET", first["public_url"]).status_code == 404
    api.delete(films.path)
    api.get(path, status=404)
    assert api.send("GET", second["public_url"]).status_code == 404
