"""Labelbox's own SDK, 3.78.2, exports labels: all of them, and by both filters."""

from pathlib import Path
from typing import Any

import pytest

from labelbridge_emulator.server.server import Emulator
from tests.sdk.environments import run
from tests.sdk.recording import hold

pytestmark = pytest.mark.xdist_group("labelbox-sdk")

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
FILTERS = {
    "all": {},
    "late": {"start": "2024-01-01"},
    "days": {"start": "2023-02-01", "end": "2023-02-14"},
    "seconds": {"start": "2023-02-02 15:43:41", "end": "2023-02-14 18:37:17"},
    "active": {"last_activity_start": "2023-03-06", "last_activity_end": "2023-03-07"},
    "both": {"start": "2023-01-16", "last_activity_end": "2023-02-06"},
}


@pytest.fixture(scope="module")
def seen(emulator: Emulator, key: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program saw in the demo's project; each new question is answered at its second."""
    home: Path = tmp_path_factory.mktemp("labelbox")
    endpoint = f"{emulator.labelbox}/graphql"
    given = {"endpoint": endpoint, "key": key, "project": PROJECT, "exports": FILTERS}
    return run("labelbox_export", given, home)


def test_the_project_is_found(seen):
    assert seen["project"] == [PROJECT, "Everything"]


def test_an_export_is_an_address_of_a_file(seen, emulator):
    assert seen["url"].startswith(emulator.storage)
    assert seen["by url"] == seen["exports"]["all"]


def test_all_labels_are_exported_whatever_their_asset(seen):
    rows = seen["exports"]["all"]
    assert len({row["ID"] for row in rows}) == len(rows) == 11
    assert sum("frames" in row["Label"] for row in rows) == 2  # a video and a DICOM series
    assert [row["Label"] for row in rows if row["Skipped"]] == [{}]


@pytest.mark.parametrize(
    ("filters", "datasets"),
    [
        ("late", []),
        ("days", ["Tiles", "Calls", "Invoices"]),
        ("seconds", ["Tiles", "Calls"]),
        ("active", ["Invoices", "Conversations", "Streets"]),
        ("both", ["Jellyfish", "Letters"]),
    ],
)
def test_filters_choose_by_creation_and_by_activity(seen, filters, datasets):
    rows = seen["exports"][filters]
    assert [row["Dataset Name"] for row in rows] == datasets
    assert all(row in seen["exports"]["all"] for row in rows)


def test_a_bound_takes_in_the_very_second(seen):
    created = [row["Created At"] for row in seen["exports"]["seconds"]]
    assert created[0] == "2023-02-02T15:43:41.000Z"
    assert seen["exports"]["days"][-1]["Created At"] == "2023-02-14T18:37:18.000Z"


def test_who_does_not_wait_gets_nothing(seen):
    assert seen["impatient"] is None


def test_refusals_become_the_errors_of_the_sdk(seen):
    refusals = seen["refusals"]
    assert PROJECT not in refusals["no such project"]
    assert "not found" in refusals["no such project"]
    assert "nothing" in refusals["no such field"]
    assert refusals["key of nobody"] == "Invalid API key"


def test_nothing_is_refused_but_what_has_to_be(seen, emulator):
    refused = [(each["operation"], each["status"]) for each in emulator.requests()]
    assert [each for each in refused if each[1] >= 400] == [
        ("execute_graphql", 400),
        ("execute_graphql", 401),
    ]
    assert emulator.violations == []


def test_the_key_goes_to_the_api_and_not_to_the_storage(seen, emulator, key):
    for request in emulator.requests():
        known = key in str(request)
        at_storage = request["operation"] == "storage.get"
        stranger = request["status"] == 401
        assert known != (at_storage or stranger), request


def test_the_traffic_keeps_the_contract(seen, exchanges, emulator):
    hold("labelbox", exchanges, emulator)
