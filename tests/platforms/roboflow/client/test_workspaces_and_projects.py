"""What a key opens: its workspace, the workspace's projects, and their versions."""

import pytest

from labelbridge.errors import AuthenticationFailed, InvalidArgument, NotFound, ResponseFormatError


def test_a_key_tells_its_workspace(roboflow):
    assert roboflow.workspaces.check_key().workspace == "my-workspace"
    assert roboflow.workspaces.check_key(nocache=True).workspace == "my-workspace"


def test_a_wrong_key_is_refused(roboflow, emulator):
    emulator.faults([{"operation": "check_key", "status": 401}])
    with pytest.raises(AuthenticationFailed):
        roboflow.workspaces.check_key()


def test_a_workspace_lists_its_projects(roboflow):
    workspace = roboflow.workspaces.get("my-workspace")
    assert (workspace.name, workspace.url) == ("My Workspace", "my-workspace")
    assert [project.id for project in workspace.projects] == [
        "my-workspace/my-cv-project",
        "my-workspace/street-scenes",
    ]


def test_a_project_comes_without_its_envelope(roboflow):
    project = roboflow.projects.get("my-workspace", "my-cv-project", nocache=True)
    assert (project.name, project.type) == ("My CV Project", "object-detection")
    assert project.classes["racoon"] == 141


def test_versions_are_in_the_same_answer(roboflow):
    versions = list(roboflow.projects.versions("my-workspace", "my-cv-project"))
    assert [version.id for version in versions] == ["my-workspace/my-cv-project/1"]
    assert list(roboflow.projects.versions("my-workspace", "street-scenes")) == []


@pytest.mark.parametrize("nocache", [True, False])
def test_a_cache_is_left_out_only_when_asked(roboflow, emulator, nocache):
    roboflow.projects.get("my-workspace", "my-cv-project", nocache=nocache)
    assert ("nocache=true" in emulator.requests()[0]["url"]) is nocache


def test_what_is_not_there_is_not_found(roboflow):
    with pytest.raises(NotFound):
        roboflow.workspaces.get("elsewhere")
    with pytest.raises(NotFound):
        roboflow.projects.get("my-workspace", "elsewhere")


@pytest.mark.parametrize(
    ("operation", "field", "ask"),
    [
        ("get_workspace", "/workspace", lambda client: client.workspaces.get("my-workspace")),
        ("get_project", "/project", lambda c: c.projects.get("my-workspace", "my-cv-project")),
    ],
)
def test_an_empty_envelope_is_a_format_error(roboflow, emulator, operation, field, ask):
    emulator.faults([{"operation": operation, "remove": [field]}])
    with pytest.raises(ResponseFormatError, match=f"{operation}: the response has no {field[1:]}"):
        ask(roboflow)


@pytest.mark.parametrize(
    "bad", ["", " ", ".", "..", "a b\n", None, 7, "my-workspace/my-cv-project"]
)
def test_an_impossible_slug_is_refused_before_any_request(roboflow, emulator, bad):
    with pytest.raises(InvalidArgument, match="^workspace: "):
        roboflow.workspaces.get(bad)
    with pytest.raises(InvalidArgument, match="^workspace: "):
        roboflow.projects.get(bad, "my-cv-project")
    with pytest.raises(InvalidArgument, match="^project: "):
        roboflow.projects.get("my-workspace", bad)
    with pytest.raises(InvalidArgument, match="^project: "):
        roboflow.projects.versions("my-workspace", bad)
    assert emulator.requests() == []


def test_the_id_of_a_project_is_met_with_the_part_to_give(roboflow):
    with pytest.raises(InvalidArgument, match="'my-cv-project', not 'my-workspace/my-cv-project'"):
        roboflow.projects.get("my-workspace", "my-workspace/my-cv-project")


def test_the_address_of_the_insights_is_no_project(roboflow, emulator):
    with pytest.raises(InvalidArgument, match="'stats' is reserved for insights.get"):
        roboflow.projects.get("my-workspace", "stats")
    assert emulator.requests() == []


@pytest.mark.parametrize("nocache", ["no", 0, 1, None, []])
def test_whether_to_leave_out_a_cache_is_true_or_false(roboflow, emulator, nocache):
    for call, slugs in (
        (roboflow.workspaces.check_key, ()),
        (roboflow.projects.get, ("my-workspace", "my-cv-project")),
        (roboflow.projects.versions, ("my-workspace", "my-cv-project")),
    ):
        with pytest.raises(InvalidArgument, match="^nocache: must be True or False, not"):
            call(*slugs, nocache=nocache)
    assert emulator.requests() == []
