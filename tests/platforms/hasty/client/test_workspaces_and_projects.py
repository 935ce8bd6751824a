"""Workspaces and projects of Hasty."""

from uuid import uuid4

import pytest

from labelbridge import NULL
from labelbridge.errors import NotFound

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"


def test_workspaces_are_listed_and_found(hasty):
    (workspace,) = hasty.workspaces.list()
    assert workspace == hasty.workspaces.get(WORKSPACE)
    assert workspace.name == "Hasty Workspace"


def test_a_workspace_that_is_not_there_is_not_found(hasty):
    with pytest.raises(NotFound):
        hasty.workspaces.get(uuid4())


FIELDS = {
    "unique_name": "crossroads",
    "description": "Traffic at noon",
    "logo_url": "https://example.com/logo.png",
    "is_public": True,
    "background_color": "#d62728ff",
    "allow_support": True,
    "support_email": "help@example.com",
    "feature_mounting_buckets": False,
}


def test_the_settings_of_a_workspace_are_changed(hasty):
    before = hasty.workspaces.get(WORKSPACE)
    changed = hasty.workspaces.update(WORKSPACE, name="Crossroads", **FIELDS)
    assert changed.name == "Crossroads"
    assert {name: getattr(changed, name) for name in FIELDS} == FIELDS
    assert hasty.workspaces.get(WORKSPACE) == changed
    assert (changed.id, changed.user_role, changed.subscription) == (
        before.id,
        before.user_role,
        before.subscription,
    )


def test_settings_that_are_not_given_stay_and_null_removes_them(hasty):
    hasty.workspaces.update(WORKSPACE, name="Crossroads", **FIELDS)
    changed = hasty.workspaces.update(WORKSPACE, name="Crossroads", description=NULL)
    kept = FIELDS | {"description": None}
    assert {name: getattr(changed, name) for name in FIELDS} == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 7),
        ("name", NULL),
        ("unique_name", 7),
        ("is_public", "yes"),
        ("is_public", NULL),
        ("support_email", 7),
        ("feature_mounting_buckets", 1),
        ("subscription", "pro"),
    ],
)
def test_wrong_settings_of_a_workspace_are_refused(offline, refused, an_id, field, value):
    refused(field, offline.workspaces.update, an_id, **{"name": "Crossroads", field: value})


def test_an_unknown_setting_is_refused_with_the_nearest(offline, refused, an_id):
    said = refused("public", offline.workspaces.update, an_id, name="x", public=True)
    assert "did you mean 'is_public'?" in said


def test_a_project_is_made_read_changed_and_deleted(hasty):
    made = hasty.projects.create(name="Crossroads", description="at noon", workspace_id=WORKSPACE)
    assert (str(made.workspace_id), made.content_type) == (WORKSPACE, "IMAGES")
    assert hasty.projects.get(made.id) == made
    changed = hasty.projects.update(made.id, name="Crossroads by night")
    assert (changed.name, changed.description) == ("Crossroads by night", "at noon")
    assert hasty.projects.update(made.id, name="Crossroads", description=NULL).description is None
    hasty.projects.delete(made.id)
    with pytest.raises(NotFound):
        hasty.projects.get(made.id)


def test_projects_are_listed_by_a_part_of_their_name(hasty):
    for name in ("Crossroads", "Roads", "Bridges"):
        hasty.projects.create(name=name)
    assert [project.name for project in hasty.projects.list(name="roads")] == [
        "Crossroads",
        "Roads",
    ]
    assert hasty.projects.list(name="bridge").total() == 1


@pytest.mark.parametrize(
    "wrong", ["", "17a4fab4", "{17a4fab4-c59c-4031-9cb5-41fccb5b054c}", 7, None]
)
def test_an_id_that_is_no_uuid_is_refused(offline, refused, wrong):
    refused("workspace_id", offline.workspaces.get, wrong)
    refused("workspace_id", offline.workspaces.update, wrong, name="Crossroads")
    refused("project_id", offline.projects.get, wrong)
    refused("project_id", offline.projects.update, wrong, name="Crossroads")
    refused("project_id", offline.projects.delete, wrong)


def test_wrong_fields_of_a_project_are_refused(offline, refused, an_id):
    refused("name", offline.projects.create, name=7)
    refused("workspace_id", offline.projects.create, name="Crossroads", workspace_id="mine")
    problem = refused("content_type", offline.projects.create, name="x", content_type="PAINTINGS")
    assert "IMAGES" in problem
    refused("name", offline.projects.update, an_id, name=NULL)
