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
    """Yield the rows of a finished export."""
    export = (response["data"] or {}).get("exportLabels") if "data" in response else None
    if url := (export or {}).get("downloadUrl"):
        yield "rows", client.send("GET", url).json()
