"""Projects of Roboflow, and their versions."""

import pytest

from labelbridge.errors import InvalidArgument

WORKSPACE = "my-workspace"


@pytest.mark.parametrize("nocache", [True, False])
def test_get_returns_the_project_without_its_envelope(roboflow, emulator, nocache):
    project = roboflow.projects.get(WORKSPACE, "my-cv-project", nocache=nocache)
    assert (project.name, project.type) == ("My CV Project", "object-detection")
    assert project.classes["racoon"] == 141
    assert ("nocache=true" in emulator.requests()[0]["url"]) is nocache


def test_versions_are_listed(roboflow):
    versions = list(roboflow.projects.versions(WORKSPACE, "my-cv-project"))
    assert [version.id for version in versions] == ["my-workspace/my-cv-project/1"]
    assert list(roboflow.projects.versions(WORKSPACE, "street-scenes")) == []


def test_slug_of_the_insights_is_not_a_project(roboflow, emulator):
    with pytest.raises(InvalidArgument, match="'stats' is reserved for insights.get"):
        roboflow.projects.get(WORKSPACE, "stats")
    assert emulator.requests() == []


def test_handle_has_batches_and_jobs(roboflow):
    handle = roboflow.project(WORKSPACE, "my-cv-project")
    batches = roboflow.batches.list(WORKSPACE, "my-cv-project")
    assert list(handle.batches.list()) == list(batches)
    job = handle.jobs.list().first()
    assert handle.jobs.get(job.id).id == job.id
    with pytest.raises(InvalidArgument, match="^project: "):
        roboflow.project(WORKSPACE, "")
