"""What can be added that no operation adds."""

from typing import Any

import pytest

from tests.emulator.hasty.api import NOWHERE, Api, Project


def added(api: Api, face: str, *, expected: int = 201, **body: Any) -> Any:
    base = api.urls.hasty.removesuffix("/hasty")
    answer = api.send("POST", f"{base}/_emulator/hasty/{face}", json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


def test_a_workspace_is_added(api: Api) -> None:
    made = added(api, "workspaces", name="Second")
    assert api.get(f"/workspaces/{made['id']}") == made
    assert api.get("/workspaces")["meta"]["total"] == 2
    body = {"name": "A", "workspace_id": made["id"]}
    assert api.post("/projects", body)["workspace_id"] == made["id"]


@pytest.mark.parametrize("status", ["AUTO-LABELLED", "WAITING FOR THE CUSTOMER"])
def test_an_image_gets_a_status_that_no_client_may_set(
    api: Api, project: Project, status: str
) -> None:
    image = project.add_image("a.png")
    project.add_image("b.png")
    made = added(api, "status", image_id=image["id"], status=status)
    shown = api.get(f"{project.path}/images/{image['id']}")
    assert shown["status"] == status
    assert shown["status_id"] == made["status_id"]
    assert shown["update_date"] > image["update_date"]
    path = f"{project.path}/images"
    assert api.names(path, status_id=[made["status_id"]]) == ["a.png"]
    project.set_status(image, "DONE")
    assert api.names(path, status_id=[made["status_id"]]) == []


def test_images_are_found_by_auto_labelled(api: Api, project: Project) -> None:
    image = project.add_image("a.png")
    added(api, "status", image_id=image["id"], status="AUTO-LABELLED")
    path = f"{project.path}/images"
    assert api.names(path, image_status=["AUTO-LABELLED"]) == ["a.png"]
    archive = project.export(format="images", image_status=["AUTO-LABELLED"])
    assert archive.namelist() == ["train/a.png"]


@pytest.mark.parametrize(
    ("face", "body"),
    [
        ("workspaces", {"name": ""}),
        ("workspaces", {"name": 5}),
        ("workspaces", {}),
        ("status", {"image_id": NOWHERE, "status": "DONE"}),
        ("status", {"image_id": NOWHERE, "status": None}),
    ],
)
def test_what_cannot_be_added_is_refused(api: Api, face: str, body: Any) -> None:
    assert added(api, face, expected=400, **body)["error"]
