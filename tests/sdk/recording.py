"""Recording of the traffic between clients and emulators, on both origins.

`make traffic` writes it to `traffic/`, without keys, and with fixed names for the two origins.
Every other run compares its traffic with the contracts and the recorded traffic.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from labelbridge_emulator.server import server
from labelbridge_emulator.server.server import Emulator
from scripts.recorded_traffic import differences, platform_of, read, statuses, write
from scripts.traffic_check import Binary, Exchange

RECORD = os.environ.get("RECORD_TRAFFIC") == "1"
"""Whether to record the traffic of this run."""
HIDDEN = "…"
SECRETS = {"x-api-key", "authorization", "cookie"}
IGNORED = {"host", "connection", "accept-encoding", "content-length", "x-python-version"}
"""Headers of the connection and the machine, which the contracts do not describe."""

Message = dict[str, Any]


class Recorder:
    """ASGI middleware that records the requests and responses of an origin."""

    def __init__(self, app: Any, origin: str, exchanges: list[Message]) -> None:
        self._app = app
        self._origin = origin
        self._exchanges = exchanges
        self._lock = threading.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        query = scope["query_string"].decode("latin-1")
        target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        request = {
            "method": scope["method"],
            "target": target,
            "headers": headers(scope),
            "body": b"",
        }
        response: Message = {"body": b""}

        async def received() -> Message:
            message: Message = await receive()
            request["body"] += message.get("body", b"")
            return message

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                response.update(status=message["status"], headers=headers(message))
            response["body"] += message.get("body", b"")
            await send(message)

        await self._app(scope, received, sent)
        with self._lock:
            exchange = {"origin": self._origin, "request": request, "response": response}
            self._exchanges.append(exchange)


def headers(message: Message) -> list[tuple[str, str]]:
    """Return the headers of a message with names in lower case."""
    return [(name.decode().lower(), value.decode("latin-1")) for name, value in message["headers"]]


@contextmanager
def recording() -> Iterator[list[Message]]:
    """Record all exchanges with emulators that start in the block, in the order of their ends."""
    exchanges: list[Message] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, origin in (("create_app", "api"), ("Storage", "storage")):
            make = getattr(server, name)

            def recorded(emulation: Any, make: Any = make, origin: str = origin) -> Recorder:
                return Recorder(make(emulation), origin, exchanges)

            patch.setattr(server, name, recorded)
        yield exchanges


def check(sdk: str, exchanges: list[Message], emulator: Emulator) -> None:
    """Check traffic against the contract and the recorded traffic, or record it.

    Recorded traffic is up to date if it has the same statuses of the same operations. The number of
    requests while a job runs depends on time.
    """
    platform = platform_of(sdk)
    api = getattr(emulator, platform).removesuffix(f"/{platform}")
    origins = {api: "https://api.example.com", emulator.storage: "https://storage.example.com"}
    cleaned = clean(exchanges, origins)
    if RECORD:
        write(sdk, cleaned)
    found = differences(sdk, cleaned)
    assert not found, "\n".join(found)
    assert statuses(sdk, cleaned) == statuses(sdk, read(sdk)), "run `make traffic`"


def clean(exchanges: list[Message], origins: dict[str, str]) -> list[Exchange]:
    """Return exchanges as they are recorded: without keys, and with `origins` renamed."""
    cleaned = []
    for number, each in enumerate(exchanges):
        request, response = each["request"], each["response"]
        exchange = {
            "origin": each["origin"],
            "request": {
                "method": request["method"],
                "target": re.sub(r"(api_key=)[^&]*", rf"\1{HIDDEN}", request["target"]),
                "headers": clean_headers(request["headers"]),
                "body": clean_body(request["body"]),
            },
            "response": {
                "status": response["status"],
                "headers": clean_headers(response["headers"]) | request_id(response, number),
                "body": clean_body(response["body"]),
            },
        }
        line = json.dumps(exchange, ensure_ascii=False)
        for address, name in origins.items():
            line = line.replace(address, name)
        cleaned.append(json.loads(line))
    return cleaned


def clean_headers(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return headers without secrets; the kind of credentials stays visible."""
    found = {}
    for name, value in pairs:
        if name in SECRETS:
            kind = re.match(r"\S+[ =]", value)
            found[name] = f"{kind[0] if kind else ''}{HIDDEN}"
        elif name not in IGNORED:
            found[name] = value
    return found


def request_id(response: Message, number: int) -> dict[str, str]:
    """Return a fixed request id instead of the random one of a response."""
    found = dict(response["headers"]).get("x-request-id")
    return {"x-request-id": str(UUID(int=number, version=UUID(found).version))} if found else {}


def clean_body(body: bytes) -> str | Binary:
    """Return a body as text, or its size if it is not text."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"bytes": len(body)}
