"""The requests of an application, as the emulator received them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from labelbridge_emulator.server.server import Emulator


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request.

    Attributes:
        platform: The name of the platform; empty if the URL belongs to no platform.
        operation: The id of the operation in the contract, such as `"create_job"`; `"storage.put"`
            and `"storage.get"` for signed URLs; None if the contract has no such path or method.
        method: The HTTP method, in upper case.
        url: The full URL, including the query.
        headers: The headers, by name in lower case; repeated headers are joined with commas.
        status: The status of the response.
    """

    platform: str
    operation: str | None
    method: str
    url: str
    headers: Mapping[str, str]
    status: int


def recorded_requests(server: Emulator, platforms: Mapping[str, str]) -> Sequence[RecordedRequest]:
    """Return all requests since the test started, or since the last `seed()`, oldest first.

    Args:
        server: The emulator.
        platforms: The platform of each URL, up to the first segment of the path.
    """
    return [
        RecordedRequest(platform=platforms.get(_prefix(entry["url"]), ""), **entry)
        for entry in server.requests()
    ]


def _prefix(url: str) -> str:
    """Return a URL up to the first segment of its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{parts.path.split('/')[1]}"
