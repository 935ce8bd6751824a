"""What the emulator answers when every operation is asked in every way that the contract shows.

The world is the same every time, so the answers are. They are kept in known/, a file for each
operation; `python -m tests.contracts.emulator.walk` writes them anew, for somebody to review.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.contracts.cases import Operation
from tests.contracts.emulator.asking import SERVED, Asking, asking, named
from tests.contracts.emulator.fitting import bodies, queries
from tests.contracts.emulator.varied import vary

KNOWN = Path(__file__).parents[1] / "snapshots"
LONGEST = 24
"""Items of a list, or a hundredth of the letters of a text, that are kept; of more a digest is."""


def exchanges(operation: Operation, every: Asking) -> Iterator[tuple[str, Any]]:
    """What is asked, in words, and what is answered, in the order of asking."""
    every.emulation.seed("demo")
    vary(every)
    ids = every.ids(operation)
    count = {"count": 2} if operation.name == "create_uploads" else {}
    for words, body in bodies(operation):
        answer = every.ask(operation, count, ids=ids, json=body)
        yield words, said(answer)
        yield from ((f"{words}: {name}", file) for name, file in _files(operation, answer, every))
    if operation.method == "GET":
        yield "again", said(every.ask(operation, count, ids=ids))
        for query in queries(operation, every.ask(operation, count, ids=ids).text):
            yield json.dumps(query), told(every.ask(operation, count | query, ids=ids))
        return
    for other in SERVED:
        if other.method == "GET" and (other.platform, tag(other)) == (
            operation.platform,
            tag(operation),
        ):
            yield f"then {other.name}", said(every.ask(other, ids=every.ids(other)))


def tag(operation: Operation) -> str:
    return str(operation.node["tags"][0])


def said(answer: httpx.Response) -> list[Any]:
    """Status and content of an answer."""
    if not answer.content:
        return [answer.status_code]
    if "ndjson" in answer.headers["content-type"]:
        return [answer.status_code, *map(shortened, map(json.loads, answer.text.splitlines()))]
    return [answer.status_code, shortened(answer.json())]


def told(answer: httpx.Response) -> list[Any]:
    """Of a list that is filtered, only the ids."""
    content = answer.json()
    if answer.is_success and isinstance(content, dict) and "items" in content:
        ids = [str(each.get("id"))[:13] for each in content["items"]]
        return [answer.status_code, content["meta"]["total"], " ".join(ids)]
    return said(answer)


def _files(
    operation: Operation, answer: httpx.Response, every: Asking
) -> Iterator[tuple[str, Any]]:
    """What lies in the file of an export: texts of Hasty's archive, rows of Labelbox's."""
    if not answer.is_success or operation.name not in {"create_export", "execute_graphql"}:
        return
    if operation.name == "create_export":
        (get,) = [each for each in SERVED if each.name == "get_export"]
        ids = {"export_id": answer.json()["id"]}
        _first, second = (every.ask(get, ids=ids).json() for _ in range(2))
        with zipfile.ZipFile(
            io.BytesIO(every.send("GET", second["meta"]["url"]).content)
        ) as zipped:
            for entry in zipped.namelist():
                known = entry.endswith((".json", ".txt", ".xml"))
                yield entry, digest(zipped.read(entry)) if known else "a picture"
        return
    export = (answer.json()["data"] or {}).get("exportLabels") or {}
    if url := export.get("downloadUrl"):
        yield "rows", shortened(every.send("GET", url).json())


def shortened(value: Any) -> Any:
    """The value, with digests in place of long lists and texts."""
    if isinstance(value, dict):
        return {name: shortened(item) for name, item in value.items()}
    if isinstance(value, list):
        if len(value) > LONGEST and not isinstance(value[0], dict):
            return f"{len(value)} items, {digest(json.dumps(value).encode())}"
        return [shortened(item) for item in value]
    if isinstance(value, str) and len(value) > LONGEST * 100:
        return f"{len(value)} letters, {digest(value.encode())}"
    return value


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def written(found: Iterator[tuple[str, Any]]) -> str:
    """The exchanges as JSON, each on a line of its own."""
    lines = [json.dumps([words, *answer], ensure_ascii=False) for words, answer in _listed(found)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _listed(found: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    for words, answer in found:
        yield words, answer if isinstance(answer, list) else [answer]


def main() -> None:
    """Write known/ anew."""
    KNOWN.mkdir(exist_ok=True)
    for file in KNOWN.iterdir():
        file.unlink()
    with asking() as every:
        for operation in SERVED:
            text = written(exchanges(operation, every))
            (KNOWN / f"{named(operation)}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
