"""Recording what passes between clients and emulators, on both origins.

`make traffic` keeps in `traffic/` what is recorded: without keys, and with names for the two
origins instead of their ports. Every other run is held against the contracts and what is kept.
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
from scripts.recorded_traffic import differences, read, statuses, write
from scripts.traffic_check import Binary, Exchange

WRITES = os.environ.get("RECORD_TRAFFIC") == "1"
"""Whether the traffic of this run is kept, instead of being held against what is kept."""
HIDDEN = "…"
SECRETS = {"x-api-key", "authorization", "cookie"}
PASSING = {"host", "connection", "accept-encoding", "content-length", "x-python-version"}
"""Headers of the connection and the machine, which no contract speaks of."""

Message = dict[str, Any]


class Recorder:
    """Stands before an origin's application and writes down what goes in and out."""

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
    """The headers of a message, names in lower case."""
    return [(name.decode().lower(), value.decode("latin-1")) for name, value in message["headers"]]


@contextmanager
def recording() -> Iterator[list[Message]]:
    """All exchanges, in the order of their ends, with emulators that start within the block."""
    exchanges: list[Message] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, origin in (("create_app", "api"), ("Storage", "storage")):
            make = getattr(server, name)

            def recorded(emulation: Any, make: Any = make, origin: str = origin) -> Recorder:
                return Recorder(make(emulation), origin, exchanges)

            patch.setattr(server, name, recorded)
        yield exchanges


def hold(platform: str, exchanges: list[Message], emulator: Emulator) -> None:
    """Hold what passed against the contract and what is kept, or keep it instead.

    Kept traffic is up to date when it has the same answers of the same operations; how often
    something was asked, while a job ran, is a matter of time.
    """
    api = emulator.hasty.removesuffix("/hasty")
    origins = {api: "https://api.example.com", emulator.storage: "https://storage.example.com"}
    made = kept(exchanges, origins)
    if WRITES:
        write(platform, made)
    found = differences(platform, made)
    assert not found, "\n".join(found)
    assert statuses(platform, made) == statuses(platform, read(platform)), "run `make traffic`"


def kept(exchanges: list[Message], origins: dict[str, str]) -> list[Exchange]:
    """What is kept of exchanges; the addresses that are keys of `origins` get other names."""
    made = []
    for number, each in enumerate(exchanges):
        request, response = each["request"], each["response"]
        exchange = {
            "origin": each["origin"],
            "request": {
                "method": request["method"],
                "target": re.sub(r"(api_key=)[^&]*", rf"\1{HIDDEN}", request["target"]),
                "headers": kept_headers(request["headers"]),
                "body": kept_body(request["body"]),
            },
            "response": {
                "status": response["status"],
                "headers": kept_headers(response["headers"]) | request_id(response, number),
                "body": kept_body(response["body"]),
            },
        }
        line = json.dumps(exchange, ensure_ascii=False)
        for address, name in origins.items():
            line = line.replace(address, name)
        made.append(json.loads(line))
    return made


def kept_headers(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Headers without secrets: what kind of credentials there are can still be told."""
    found = {}
    for name, value in pairs:
        if name in SECRETS:
            kind = re.match(r"\S+[ =]", value)
            found[name] = f"{kind[0] if kind else ''}{HIDDEN}"
        elif name not in PASSING:
            found[name] = value
    return found


def request_id(response: Message, number: int) -> dict[str, str]:
    """The name of an exchange, another for each run, as the same for all runs."""
    found = dict(response["headers"]).get("x-request-id")
    return {"x-request-id": str(UUID(int=number, version=UUID(found).version))} if found else {}


def kept_body(body: bytes) -> str | Binary:
    """A body as text; of one that is none, how long it is."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"bytes": len(body)}
