"""The responses of the emulator to all documented inputs of every operation, as snapshots.

Each operation has a file in `tests/contracts/snapshots/`. `python -m
tests.contracts.emulator.snapshots` writes them again; review the changes.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.contracts.cases import CONTRACTS, Operation
from tests.contracts.emulator.harness import SERVED, EmulatorClient, demo, emulator_client, label
from tests.contracts.emulator.inputs import bodies, queries

FOLDER = Path(__file__).parents[1] / "snapshots"
LONG = 24
"""Items of a list, or hundreds of characters, above which only a digest is written."""


def exchanges(operation: Operation, client: EmulatorClient) -> Iterator[tuple[str, list[Any]]]:
    """Yield a description of each request, with the response."""
    client.emulation.seed("demo")
    for platform in CONTRACTS:
        demo(platform).vary(client)
    ids = client.ids(operation)
    for name, body in bodies(operation):
        response = client.call(operation, ids=ids, json=body)
        yield name, content_of(response)
        if response.is_success and response.content and operation.method == "POST":
            for file, content in demo(operation.platform).files_of(
                operation, response.json(), client
            ):
                yield f"{name}: {file}", [file_content(content)]
    if operation.method == "GET":
        yield "again", content_of(client.call(operation, ids=ids))
        for query in queries(operation, client.call(operation, ids=ids).text):
            yield json.dumps(query), items_of(client.call(operation, query, ids=ids))
        return
    for other in SERVED:
        resource = (other.platform, other.node["tags"][0])
        if other.method == "GET" and resource == (operation.platform, operation.node["tags"][0]):
            yield f"then {other.name}", content_of(client.call(other, ids=client.ids(other)))


def content_of(response: httpx.Response) -> list[Any]:
    """Return status and content of a response."""
    if not response.content:
        return [response.status_code]
    if "ndjson" in response.headers["content-type"]:
        rows = map(json.loads, response.text.splitlines())
        return [response.status_code, *map(shortened, rows)]
    if (kind := response.headers["content-type"]).startswith("image/"):
        return [response.status_code, kind]
    return [response.status_code, shortened(response.json())]


def items_of(response: httpx.Response) -> list[Any]:
    """Return only the ids of the items of a list."""
    content = response.json()
    if response.is_success and isinstance(content, dict) and "items" in content:
        ids = [str(each.get("id"))[:13] for each in content["items"]]
        return [response.status_code, content["meta"]["total"], " ".join(ids)]
    return content_of(response)


def file_content(content: Any) -> Any:
    """Return the digest of a text file, and the value of JSON."""
    if content is None:
        return "a picture"
    return digest(content) if isinstance(content, bytes) else shortened(content)


def shortened(value: Any) -> Any:
    """Return the value with digests of long lists and texts."""
    if isinstance(value, dict):
        return {name: shortened(item) for name, item in value.items()}
    if isinstance(value, list):
        if len(value) > LONG and not isinstance(value[0], dict):
            return f"{len(value)} items, {digest(json.dumps(value).encode())}"
        return [shortened(item) for item in value]
    if isinstance(value, str) and len(value) > LONG * 100:
        return f"{len(value)} letters, {digest(value.encode())}"
    return value


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def to_text(found: Iterator[tuple[str, list[Any]]]) -> str:
    """Return the exchanges as JSON, one per line."""
    lines = [json.dumps([name, *response], ensure_ascii=False) for name, response in found]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main() -> None:
    """Write all snapshots."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.iterdir():
        file.unlink()
    with emulator_client() as client:
        for operation in SERVED:
            text = to_text(exchanges(operation, client))
            (FOLDER / f"{label(operation)}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
