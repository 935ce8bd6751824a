"""Facts of the platform that generic tests need; tests/support/facts.py has the list."""

from typing import Any

from labelbridge.labelbox.annotations import ExportRow, FrameRecord
from labelbridge_emulator.platforms.labelbox.handlers import exports

STORED = {
    "download_export": ("GET", "labelbox-exports/"),
    "download_task_file": ("GET", "labelbox-export-tasks/"),
}
POLLED = ("execute_graphql",)
ROWS = {"get_frames": FrameRecord, "download_export": ExportRow}
RECORDS = {"execute_graphql": ("data", "exportLabels")}
ROW_WRITER = (exports, "row_json")

# the body of every request is a GraphQL document
NO_MUTANTS = ("emulator wrong success status", "emulator change not stored", "emulator body field ")


def error_body(message: str, code: str) -> Any:
    return {"errors": [{"message": message, "extensions": {"code": code}}]}


def export(url: str) -> Any:
    """Return the response of a finished export."""
    created = "2024-02-03T04:05:06.789Z"
    return {
        "data": {"exportLabels": {"downloadUrl": url, "createdAt": created, "shouldPoll": False}}
    }


READ_ROWS = {
    "get_frames": lambda client: client.labels.frames("a-label"),
    "download_export": lambda client: client.labels.export("a-project"),
}
SIGNED_BY = {"download_export": export}
TRANSFERS = {
    "execute_graphql": (
        export,
        lambda client, folder: client.labels.download("a-project", to=folder / "a.json"),
    )
}
WAITS = {
    "execute_graphql": lambda client, seconds: list(
        client.labels.export("a-project", timeout=seconds)
    )
}
