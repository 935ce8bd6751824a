"""Workspaces of Hasty."""

from labelbridge import NULL

WORKSPACE = "92874094-a7b8-4cb9-bd33-8d8fc57f3137"
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


def test_list_returns_the_workspaces_of_the_key(hasty):
    (workspace,) = hasty.workspaces.list()
    assert workspace == hasty.workspaces.get(WORKSPACE)
    assert workspace.name == "Hasty Workspace"


def test_update_changes_given_fields_and_null_removes_them(hasty):
    before = hasty.workspaces.get(WORKSPACE)
    changed = hasty.workspaces.update(WORKSPACE, name="Crossroads", **FIELDS)
    assert {name: getattr(changed, name) for name in FIELDS} == FIELDS
    assert (changed.name, changed.user_role) == ("Crossroads", before.user_role)
    assert hasty.workspaces.get(WORKSPACE) == changed
    changed = hasty.workspaces.update(WORKSPACE, name="Crossroads", description=NULL)
    kept = FIELDS | {"description": None}
    assert {name: getattr(changed, name) for name in FIELDS} == kept
