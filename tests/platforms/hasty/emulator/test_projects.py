"""Projects and workspaces."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID, Api, Project

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"


def test_update_keeps_omitted_fields(api: Api) -> None:
    created = api.post("/projects", {"name": "A", "description": "B", "content_type": "VIDEOS"})
    path = f"/projects/{created['id']}"
    assert api.put(path, {"name": "C"}) == created | {"name": "C"}
    changed = api.put(path, {"name": "C", "description": None})
    assert changed == created | {"name": "C", "description": None} == api.get(path)


def test_default_workspace_is_the_first_one(api: Api) -> None:
    api.fixture("workspaces", name="Second")
    for body in ({"name": "A"}, {"name": "A", "workspace_id": None}):
        created = api.post("/projects", body)
        assert (created["workspace_id"], created["content_type"]) == (WORKSPACE, "IMAGES")
    assert api.names("/projects") == ["A", "A"]


def test_unknown_workspace_is_not_found(api: Api, project: Project) -> None:
    body = {"name": "A", "workspace_id": UNKNOWN_ID}
    api.post("/projects", body, status=404)
    error = api.put(project.path, body, status=404)
    assert error == {
        "code": "not_found",
        "message": f"Workspace {UNKNOWN_ID} does not exist.",
    }
    assert api.names("/projects") == ["Traffic"]


def test_delete_removes_everything_in_the_project(api: Api, project: Project) -> None:
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
def test_name_filter_matches_a_part_and_ignores_case(
    api: Api, query: dict[str, str], names: list[str]
) -> None:
    for name in ("tram", "car", "Trams at night"):
        api.post("/projects", {"name": name})
    assert api.names("/projects", **query) == names


@pytest.mark.parametrize(
    ("query", "names", "limit"),
    [
        ({}, "abcde", 100),
        ({"offset": 3}, "de", 100),
        ({"offset": 1, "limit": 3}, "bcd", 3),
        ({"offset": 99, "limit": 3}, "", 3),
        ({"limit": 0}, "", 0),
        ({"limit": 7, "name": "b"}, "b", 7),
    ],
)
def test_meta_has_the_page_the_total_and_the_filters(
    api: Api, query: dict[str, Any], names: str, limit: int
) -> None:
    for name in "abcde":
        api.post("/projects", {"name": name})
    response = api.get("/projects", **query)
    assert [project["name"] for project in response["items"]] == list(names)
    assert response["meta"] == {
        "object": "list",
        "limit": limit,
        "offset": query.get("offset", 0),
        "total": 1 if "name" in query else 5,
        "search_parameters": {k: v for k, v in query.items() if k == "name"},
    }


@pytest.mark.parametrize("query", [{"offset": -1}, {"limit": -1}, {"limit": "many"}])
def test_invalid_paging_is_rejected(api: Api, query: dict[str, Any]) -> None:
    error = api.get("/projects", status=400, **query)
    assert error["code"] == "bad_request"
    assert next(iter(query)) in error["message"]


def test_workspace_update_keeps_omitted_fields(api: Api) -> None:
    path = f"/workspaces/{WORKSPACE}"
    before = api.get(path)
    assert api.put(path, {"name": "Ours"}) == before | {"name": "Ours"}
    fields = {
        "name": "Ours",
        "unique_name": "ours",
        "description": None,
        "logo_url": "https://example.com/logo.png",
        "is_public": True,
        "background_color": "#ffffff",
        "allow_support": True,
        "support_email": "help@example.com",
        "feature_mounting_buckets": False,
    }
    assert api.put(path, fields) == before | fields
    assert api.items("/workspaces") == [before | fields]


def test_unique_name_of_a_workspace_is_unique(api: Api) -> None:
    other = api.fixture("workspaces", name="Other")
    first, second = f"/workspaces/{WORKSPACE}", f"/workspaces/{other['id']}"
    taken = api.get(first)["unique_name"]
    api.put(second, {"name": "Other", "unique_name": taken}, status=400)
    assert api.get(second) == other
    for name in (taken, None):
        assert api.put(first, {"name": "A", "unique_name": name})["unique_name"] == name
    assert api.put(second, {"name": "Other", "unique_name": None})["unique_name"] is None


@pytest.mark.parametrize("field", ["id", "subscription", "user_role", "is_default", "parked_on"])
def test_read_only_fields_of_a_workspace_are_rejected(api: Api, field: str) -> None:
    before = api.get(f"/workspaces/{WORKSPACE}")
    api.put(f"/workspaces/{WORKSPACE}", {"name": "A", field: before[field]}, status=400)
    assert api.get(f"/workspaces/{WORKSPACE}") == before
