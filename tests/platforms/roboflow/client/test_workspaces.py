"""Workspaces of Roboflow, and the check of a key."""

import pytest

from labelbridge.errors import InvalidArgument


def test_check_key_returns_the_workspace(roboflow, emulator):
    for nocache in (False, True):
        assert roboflow.workspaces.check_key(nocache=nocache).workspace == "my-workspace"
        assert ("nocache=true" in emulator.requests()[-1]["url"]) is nocache


@pytest.mark.parametrize("nocache", ["no", 0, 1, None, []])
def test_nocache_must_be_a_boolean(roboflow, emulator, nocache):
    for call, slugs in (
        (roboflow.workspaces.check_key, ()),
        (roboflow.projects.get, ("my-workspace", "my-cv-project")),
        (roboflow.projects.versions, ("my-workspace", "my-cv-project")),
    ):
        with pytest.raises(InvalidArgument, match="^nocache: must be True or False, not"):
            call(*slugs, nocache=nocache)
    assert emulator.requests() == []


@pytest.mark.parametrize(
    "slug", ["", " ", ".", "..", "a b\n", None, 7, "my-workspace/my-cv-project"]
)
def test_slugs_are_validated(roboflow, emulator, slug):
    for argument, call, slugs in [
        ("workspace", roboflow.workspaces.get, (slug,)),
        ("workspace", roboflow.insights.get, (slug,)),
        ("workspace", roboflow.projects.get, (slug, "my-cv-project")),
        ("project", roboflow.projects.get, ("my-workspace", slug)),
        ("project", roboflow.projects.versions, ("my-workspace", slug)),
        ("project", roboflow.batches.list, ("my-workspace", slug)),
        ("batch_id", roboflow.batches.get, ("my-workspace", "my-cv-project", slug)),
        ("job_id", roboflow.jobs.get, ("my-workspace", "my-cv-project", slug)),
    ]:
        with pytest.raises(InvalidArgument, match=f"^{argument}: "):
            call(*slugs)
    assert emulator.requests() == []


def test_slug_with_its_parent_is_rejected_with_the_correct_slug(roboflow):
    with pytest.raises(InvalidArgument, match="use 'my-cv-project', not 'my-workspace/my-cv-pro"):
        roboflow.projects.get("my-workspace", "my-workspace/my-cv-project")
    with pytest.raises(InvalidArgument, match="^batch_id: must not include the parent: use '6VN0f"):
        roboflow.batches.get("my-workspace", "my-cv-project", "PBDhem3YRI1/6VN0f")
