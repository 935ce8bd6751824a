"""Labelbox's own SDK, 3.78.2, exports labels, with and without filters."""

from pathlib import Path
from typing import Any

import pytest

from labelbridge_emulator.server.server import Emulator
from tests.sdk.environments import run
from tests.sdk.recording import check

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
    """The results of the program for the project of the demo data."""
    home: Path = tmp_path_factory.mktemp("labelbox")
    endpoint = f"{emulator.labelbox}/graphql"
    given = {"endpoint": endpoint, "key": key, "project": PROJECT, "exports": FILTERS}
    return run("labelbox", "export", given, home)


def test_project_is_found(seen):
    assert seen["project"] == [PROJECT, "Everything"]


def test_export_is_the_url_of_a_file(seen, emulator):
    assert seen["url"].startswith(emulator.storage)
    assert seen["by url"] == seen["exports"]["all"]


def test_labels_of_all_kinds_of_assets_are_exported(seen):
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
def test_exports_are_filtered_by_creation_and_activity(seen, filters, datasets):
    rows = seen["exports"][filters]
    assert [row["Dataset Name"] for row in rows] == datasets
    assert all(row in seen["exports"]["all"] for row in rows)


def test_bounds_of_a_filter_are_inclusive(seen):
    created = [row["Created At"] for row in seen["exports"]["seconds"]]
    assert created[0] == "2023-02-02T15:43:41.000Z"
    assert seen["exports"]["days"][-1]["Created At"] == "2023-02-14T18:37:18.000Z"


def test_export_without_waiting_returns_none(seen):
    assert seen["without waiting"] is None


def test_sdk_raises_its_own_errors(seen):
    errors = seen["errors"]
    assert PROJECT not in errors["unknown project"]
    assert "not found" in errors["unknown project"]
    assert "nothing" in errors["unknown field"]
    assert errors["unknown key"] == "Invalid API key"


def test_only_provoked_requests_fail(seen, emulator):
    statuses = [(each["operation"], each["status"]) for each in emulator.requests()]
    assert [each for each in statuses if each[1] >= 400] == [
        ("execute_graphql", 400),
        ("execute_graphql", 401),
    ]
    assert emulator.violations == []


def test_key_is_sent_to_the_api_only(seen, emulator, key):
    for request in emulator.requests():
        has_key = key in str(request)
        at_storage = request["operation"] == "storage.get"
        other_key = request["status"] == 401
        assert has_key != (at_storage or other_key), request


def test_traffic_keeps_the_contract(seen, exchanges, emulator):
    check("labelbox", exchanges, emulator)
