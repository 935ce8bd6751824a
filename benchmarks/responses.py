"""The responses of the server, and the counts of what it did."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import count
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from benchmarks.data import (
    IMAGE_BODY,
    LABEL_BODY,
    PAGE,
    PROJECT_BODY,
    ROBOFLOW_PROJECT,
    encode,
    label_pages,
)

DIFFERENT_PAGES: Final = 20
END: Final = b"\r\n\r\n"
EMPTY: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 0" + END
NOT_FOUND: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0" + END


@cache
def _pages(*, unknown: bool, damaged: bool) -> list[bytes]:
    """Return the items of some different pages; see `data.label_pages`."""
    return label_pages(DIFFERENT_PAGES, unknown=unknown, damaged=damaged)


def of_json(body: bytes) -> bytes:
    """Return the response with a JSON body."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + END + body


@cache
def _made(kind: str, identity: str = "") -> bytes:
    """Return a response that does not depend on the state."""
    bodies: dict[str, Any] = {
        "project": PROJECT_BODY,
        "image": IMAGE_BODY | {"id": identity},
        "created label": {"meta": {"object": "list", "total": 1}, "items": [LABEL_BODY]},
        "key": {"workspace": "my-workspace"},
        "project of Roboflow": ROBOFLOW_PROJECT,
    }
    return of_json(encode(bodies[kind]))


class Responses:
    """Responds to requests, and counts what was done.

    Attributes:
        storage: The URL where files are uploaded to.
        counts: How many labels were sent, labels created, files stored, bytes of files, images
            imported, projects sent, and requests that were wrong.
    """

    def __init__(self) -> None:
        self.storage = ""
        self.counts: Counter[str] = Counter()
        self._uploads = count()

    def respond(self, method: str, target: str, body: bytes | bytearray) -> bytes:
        """Return the complete response to a request for a path with its query."""
        url = urlsplit(target)
        match method, *url.path.strip("/").split("/"):
            case "GET", "v1", "projects", _:
                return self._count("projects", _made("project"))
            case "GET", "v1", "projects", _, "uploads":
                return self._upload()
            case "POST", "v1", "projects", _, "images":
                return self._count("images", _made("image", str(IMAGE_BODY["id"])))
            case "GET", "v1", "projects", _, "images", image:
                return _made("image", image)
            case "GET", "v1", "projects", _, "images", image, "labels":
                query = parse_qs(url.query)
                return self._labels(image, int(query.get("offset", ["0"])[0]))
            case "POST", "v1", "projects", _, "images", _, "labels" if body:
                return self._count("created labels", _made("created label"))
            case "PUT", "storage", _ if body:
                self.counts["bytes"] += len(body)
                return self._count("files", EMPTY)
            case "POST", "":
                return _made("key")
            case "GET", "my-workspace", _:
                return self._count("projects", _made("project of Roboflow"))
            case _:
                return self._count("errors", NOT_FOUND)

    def _count(self, name: str, response: bytes) -> bytes:
        self.counts[name] += 1
        return response

    def _upload(self) -> bytes:
        upload = f"upload-{next(self._uploads)}"
        items = [{"id": upload, "url": f"{self.storage}/storage/{upload}"}]
        return of_json(encode({"meta": {"object": "list", "total": 1}, "items": items}))

    def _labels(self, image: str, offset: int) -> bytes:
        last = image.rpartition("-")[2]
        damaged, total, unknown = int(last[:4]), int(last[4:]), image[20:23] == "001"
        page = offset // PAGE
        items = b"[]"
        if offset < total:
            items = _pages(unknown=unknown, damaged=page < damaged)[page % DIFFERENT_PAGES]
            self.counts["labels"] += PAGE
        meta = {
            "object": "list",
            "limit": PAGE,
            "offset": offset,
            "total": total,
            "search_parameters": {},
        }
        return of_json(b'{"meta":' + encode(meta) + b',"items":' + items + b"}")
