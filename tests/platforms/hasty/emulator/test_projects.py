"""Workspaces and projects."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"


def test_the_empty_seed_holds_one_workspace_and_nothing_else(api: Api) -> None:
    answer = api.get("/workspaces")
    assert [workspace["id"] for workspace in answer["items"]] == [WORKSPACE]
    assert api.get(f"/workspaces/{WORKSPACE}") == answer["items"][0]
    assert api.names("/projects") == []


def test_an_unknown_workspace_is_not_found(api: Api) -> None:
    error = api.get(f"/workspaces/{NOWHERE}", status=404)
    assert error["code"] == "not_found"
    assert NOWHERE in error["message"]


def test_a_project_is_made_read_changed_and_gone(api: Api) -> None:
    body = {"name": "Traffic", "workspace_id": WORKSPACE, "description": "Cars"}
    made = api.post("/projects", body)
    assert made | body == made
    assert made["content_type"] == "IMAGES"
    assert made["created_on"].endswith("Z")
    path = f"/projects/{made['id']}"
    assert api.get(path) == made
    changed = api.put(path, {"name": "Trams", "description": None})
    assert changed == made | {"name": "Trams", "description": None}
    assert api.get(path) == changed
    api.delete(path)
    api.get(path, status=404)
    api.delete(path, status=404)
    assert api.names("/projects") == []


def test_a_change_keeps_what_it_omits(api: Api) -> None:
    made = api.post("/projects", {"name": "A", "description": "B", "content_type": "VIDEOS"})
    changed = api.put(f"/projects/{made['id']}", {"name": "C"})
    assert changed == made | {"name": "C"}


def test_a_project_without_a_workspace_goes_into_the_first(api: Api) -> None:
    for body in ({"name": "A"}, {"name": "A", "workspace_id": None}):
        assert api.post("/projects", body)["workspace_id"] == WORKSPACE


def test_a_workspace_that_is_not_there_is_not_found(api: Api, project: Project) -> None:
    body = {"name": "A", "workspace_id": NOWHERE}
    api.post("/projects", body, status=404)
    api.put(project.path, body, status=404)
    assert api.names("/projects") == ["Traffic"]


def test_project_names_may_repeat(api: Api) -> None:
    for _ in range(2):
        api.post("/projects", {"name": "Twin"})
    assert api.names("/projects") == ["Twin", "Twin"]


def test_a_project_takes_everything_in_it_along(api: Api, project: Project) -> None:
    image = project.add_image("a.png")
    project.add_label(image, project.add_class("car"))
    job = api.post(f"{project.path}/exports", {"format": "images"})
    job = [api.get(f"{project.path}/exports/{job['id']}") for _ in range(2)][-1]
    api.delete(project.path)
    for child in ("datasets", "images", "labels", "label_classes", f"exports/{job['id']}"):
        api.get(f"{project.path}/{child}", status=404)
    for url in (image["public_url"], job["meta"]["url"]):
        assert api.send("GET", url).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "TRAM"}, ["tram", "Trams at night"]),
        ({"name": "night"}, ["Trams at night"]),
        ({"name": "bus"}, []),
        ({}, ["tram", "car", "Trams at night"]),
    ],
)
def test_the_name_filter_takes_any_part_in_any_case(
    api: Api, query: dict[str, str], names: list[str]
) -> None:
    for name in ("tram", "car", "Trams at night"):
        api.post("/projects", {"name": name})
    assert api.names("/projects", **query) == names


@pytest.mark.parametrize(
    ("query", "names", "limit"),
    [
        ({}, list("abcde"), 100),
        ({"offset": 3}, list("de"), 100),
        ({"limit": 2}, list("ab"), 2),
        ({"offset": 1, "limit": 3}, list("bcd"), 3),
        ({"offset": 4, "limit": 3}, ["e"], 3),
        ({"offset": 5}, [], 100),
        ({"offset": 99, "limit": 3}, [], 3),
        ({"limit": 0}, [], 0),
    ],
)
def test_a_page_is_cut_exactly_and_knows_the_total(
    api: Api, query: dict[str, int], names: list[str], limit: int
) -> None:
    for name in "abcde":
        api.post("/projects", {"name": name})
    answer = api.get("/projects", **query)
    assert [project["name"] for project in answer["items"]] == names
    meta = answer["meta"]
    assert (meta["total"], meta["offset"], meta["limit"]) == (5, query.get("offset", 0), limit)


def test_the_meta_repeats_what_was_searched_for(api: Api) -> None:
    answer = api.get("/projects", name="x", limit=7)
    assert answer["meta"]["search_parameters"] == {"name": "x"}


@pytest.mark.parametrize("query", [{"offset": -1}, {"limit": -1}, {"limit": "many"}, {"nmae": "x"}])
def test_a_query_outside_the_contract_is_refused(api: Api, query: dict[str, Any]) -> None:
    error = api.get("/projects", status=400, **query)
    assert error["code"] == "bad_request"
    assert next(iter(query)) in error["message"]
