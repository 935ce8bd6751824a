"""A key leads to its workspace, a workspace to its projects."""

import httpx
import pytest

from labelbridge_emulator.server.server import Emulator


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_key_is_checked_by_get_and_post(api: httpx.Client, method: str) -> None:
    answer = api.request(method, "/")
    assert (answer.status_code, answer.json()["workspace"]) == (200, "my-workspace")


def test_a_workspace_lists_its_projects(api: httpx.Client) -> None:
    workspace = api.get("/my-workspace").json()["workspace"]
    assert (workspace["name"], workspace["url"]) == ("My Workspace", "my-workspace")
    assert [project["id"] for project in workspace["projects"]] == [
        "my-workspace/my-cv-project",
        "my-workspace/street-scenes",
    ]


def test_a_project_has_what_the_platforms_sdk_reads(api: httpx.Client) -> None:
    answer = api.get("/my-workspace/my-cv-project").json()
    project = answer["project"]
    assert set(project) >= {
        *("annotation", "classes", "colors", "created", "id", "images", "name", "public"),
        *("splits", "type", "unannotated", "updated"),
    }
    assert (project["id"], project["type"]) == ("my-workspace/my-cv-project", "object-detection")
    assert answer["workspace"]["url"] == "my-workspace"
    assert len(answer["versions"]) == project["versions"] == 1


def test_a_projects_images_are_counted_wherever_they_are(api: httpx.Client) -> None:
    project = api.get("/my-workspace/my-cv-project").json()["project"]
    batches = api.get("/my-workspace/my-cv-project/batches").json()["batches"]
    jobs = api.get("/my-workspace/my-cv-project/jobs").json()["jobs"]
    waiting = sum(batch["images"] for batch in batches)
    assigned = sum(job["numImages"] for job in jobs)
    assert project["images"] == sum(project["splits"].values()) + waiting + assigned
    assert project["unannotated"] == waiting + sum(job["unannotated"] for job in jobs)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nope", "Workspace not found"),
        ("/nope/stats", "Workspace not found"),
        ("/nope/my-cv-project", "Workspace not found"),
        ("/my-workspace/nope", "Project not found"),
        ("/my-workspace/nope/batches", "Project not found"),
        ("/my-workspace/nope/jobs", "Project not found"),
        ("/my-workspace/my-cv-project/batches/nope", "Batch not found"),
        ("/my-workspace/street-scenes/batches/6VN0fFQIWU1E24bDjGsN", "Batch not found"),
        ("/my-workspace/my-cv-project/jobs/nope", "Job not found"),
    ],
)
def test_what_is_not_there_is_not_found(api: httpx.Client, path: str, message: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.json()) == (404, {"error": message})


def test_the_empty_seed_has_one_workspace_with_one_project(
    emulator: Emulator, api: httpx.Client
) -> None:
    emulator.seed("empty")
    (project,) = api.get("/my-workspace").json()["workspace"]["projects"]
    assert (project["id"], project["images"]) == ("my-workspace/my-cv-project", 0)
    assert api.get("/my-workspace/my-cv-project/batches").json() == {"batches": []}
    assert api.get("/my-workspace/my-cv-project/jobs").json() == {"jobs": []}
    assert api.get("/my-workspace/stats").json()["data"] == []
