"""Workspaces are changed."""

import pytest

from labelbridge_emulator.platforms.hasty.fixtures import add_workspace
from tests.platforms.hasty.emulator.api import NOWHERE, Api

WORKSPACE = "/workspaces/92874094-a7b8-4cb9-bd33-8d8fc57f3137"


def test_a_change_keeps_what_it_omits(api: Api) -> None:
    before = api.get(WORKSPACE)
    assert api.put(WORKSPACE, {"name": "Ours"}) == before | {"name": "Ours"}
    given = {
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
    assert api.put(WORKSPACE, given) == before | given
    assert api.get("/workspaces")["items"] == [before | given]


def test_a_unique_name_belongs_to_one_workspace(api: Api) -> None:
    other = add_workspace(api.store, name="Other")
    path = f"/workspaces/{other['id']}"
    before = api.get(WORKSPACE)
    api.put(path, {"name": "Other", "unique_name": before["unique_name"]}, status=400)
    assert api.get(path) == other
    for name in (before["unique_name"], None):
        assert api.put(WORKSPACE, {"name": "A", "unique_name": name})["unique_name"] == name
    assert api.put(path, {"name": "Other", "unique_name": None})["unique_name"] is None


def test_an_unknown_workspace_is_not_found(api: Api) -> None:
    api.put(f"/workspaces/{NOWHERE}", {"name": "A"}, status=404)


@pytest.mark.parametrize("field", ["id", "subscription", "user_role", "is_default", "parked_on"])
def test_what_only_the_platform_sets_is_refused(api: Api, field: str) -> None:
    before = api.get(WORKSPACE)
    api.put(WORKSPACE, {"name": "A", field: before[field]}, status=400)
    assert api.get(WORKSPACE) == before
