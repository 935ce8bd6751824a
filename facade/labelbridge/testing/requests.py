"""What an application sent, as the emulator received it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from labelbridge_emulator.server.server import Emulator


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """One request.

    Attributes:
        platform: `"hasty"`, `"roboflow"`, `"labelbox"`; empty where the URL belongs to none.
        operation: Id of the operation in the contract, `"create_job"`; `"storage.put"` and
            `"storage.get"` at signed URLs; None where the contract has no such path or method.
        method: In capitals.
        url: The whole URL, with the query.
        headers: By their names in lower case; repeated ones are joined with commas.
        status: Of the answer.
    """

    platform: str
    operation: str | None
    method: str
    url: str
    headers: Mapping[str, str]
    status: int


def recorded(server: Emulator) -> Sequence[RecordedRequest]:
    """Return all requests since the test began, or another seed was taken, oldest first."""
    platforms = {
        server.hasty: "hasty",
        server.roboflow: "roboflow",
        server.labelbox: "labelbox",
        # objects of the storage: Roboflow has none
        f"{server.storage}/hasty": "hasty",
        f"{server.storage}/labelbox-exports": "labelbox",
        f"{server.storage}/masks": "labelbox",
    }
    return [
        RecordedRequest(platform=platforms.get(_root(entry["url"]), ""), **entry)
        for entry in server.requests()
    ]


def _root(url: str) -> str:
    """Return a URL up to the first step of its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{parts.path.split('/')[1]}"
