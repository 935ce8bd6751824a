"""Workspaces and projects."""

import pytest

PROJECT = "/my-workspace/my-cv-project"


def test_images_of_a_project_are_those_of_dataset_batches_and_jobs(api):
    project = api.get(PROJECT).json()["project"]
    batches = api.get(f"{PROJECT}/batches").json()["batches"]
    jobs = api.get(f"{PROJECT}/jobs").json()["jobs"]
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
        (f"{PROJECT}/batches/nope", "Batch not found"),
        ("/my-workspace/street-scenes/batches/6VN0fFQIWU1E24bDjGsN", "Batch not found"),
        (f"{PROJECT}/jobs/nope", "Job not found"),
    ],
)
def test_unknown_id_returns_404(api, path, message):
    response = api.get(path)
    assert (response.status_code, response.json()) == (404, {"error": message})
