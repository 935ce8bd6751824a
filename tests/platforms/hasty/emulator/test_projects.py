"""Projects and workspaces."""

import pytest

from tests.platforms.hasty.emulator.api import UNKNOWN_ID

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"


def test_default_workspace_is_the_first_one(api):
    api.fixture("workspaces", name="Second")
    for body in ({"name": "A"}, {"name": "A", "workspace_id": None}):
        created = api.post("/projects", body)
        assert (created["workspace_id"], created["content_type"]) == (WORKSPACE, "IMAGES")
    assert api.names("/projects") == ["A", "A"]


def test_unknown_workspace_is_not_found(api, project):
    body = {"name": "A", "workspace_id": UNKNOWN_ID}
    api.post("/projects", body, status=404)
    error = api.put(project.path, body, status=404)
    assert error == {
        "code": "not_found",
        "message": f"Workspace {UNKNOWN_ID} does not exist.",
    }
    assert api.names("/projects") == ["Traffic"]


def test_delete_removes_everything_in_the_project(api, project):
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
def test_meta_has_the_page_the_total_and_the_filters(api, query, names, limit):
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


def test_unique_name_of_a_workspace_is_unique(api):
    other = api.fixture("workspaces", name="Other")
    first, second = f"/workspaces/{WORKSPACE}", f"/workspaces/{other['id']}"
    taken = api.get(first)["unique_name"]
    api.put(second, {"name": "Other", "unique_name": taken}, status=400)
    assert api.get(second) == other
    for name in (taken, None):
        assert api.put(first, {"name": "A", "unique_name": name})["unique_name"] == name
    assert api.put(second, {"name": "Other", "unique_name": None})["unique_name"] is None
