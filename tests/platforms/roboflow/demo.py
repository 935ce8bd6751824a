"""The demo data that the generic emulator tests use."""

from typing import Any

IDS = {
    "workspace": "my-workspace",
    "project": "my-cv-project",
    "batch_id": "6VN0fFQIWU1E24bDjGsN",
    "job_id": "h2E42jt686yLyMIxxqOQ",
}


def path_ids(_operation: Any, _client: Any) -> dict[str, str]:
    return IDS
