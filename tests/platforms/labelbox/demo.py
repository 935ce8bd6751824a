"""The demo data that the generic emulator tests use."""

from collections.abc import Iterator
from typing import Any

from labelbridge_emulator.platforms.labelbox.demo import exports, media, seeds
from tests.contracts.cases import Operation, requests
from tests.contracts.emulator.harness import EmulatorClient, served


def path_ids(_operation: Operation, _client: EmulatorClient) -> dict[str, str]:
    return {
        "label_id": seeds.VIDEO,
        "project_id": seeds.PROJECT,
        "task_id": exports.TASK,
        "mask_id": seeds.IMAGE,
        "feature_id": media.ROAD,
        "frame": "1",
    }


def _export_url(client: EmulatorClient) -> tuple[str, str]:
    operation = served("labelbox", "execute_graphql")
    body = next(requests(operation)).value
    polled = (client.call(operation, json=body).json()["data"]["exportLabels"] for _ in range(9))
    return str(next(each for each in polled if not each["shouldPoll"])["downloadUrl"]), "GET"


SIGNED_URLS = {"execute_graphql": _export_url}


def files_of(
    _operation: Operation, response: Any, client: EmulatorClient
) -> Iterator[tuple[str, Any]]:
    """Yield the rows of a finished export v1, and the streams of a new task."""
    for name, value in (response.get("data") or {}).items():
        if url := (value or {}).get("downloadUrl"):
            yield "rows", client.send("GET", url).json()
        if name.startswith("exportDataRows") and value:
            yield "data rows", _stream(client, value["taskId"])


def _stream(client: EmulatorClient, task: str) -> bytes:
    """Return the file of a task, which is complete after it was read."""
    query = f'{{user {{createdTasks(where: {{id: "{task}"}}) {{status}}}}}}'
    for _ in range(2):
        client.call(served("labelbox", "execute_graphql"), json={"query": query})
    stored = client.emulation.store.files.get(f"labelbox-export-tasks/{task}/result")
    return b"" if stored is None else stored.read()
