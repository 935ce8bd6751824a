"""Requests of every operation to an emulator in this process, about its demo data.

What contracts do not say about the demo data is in `tests/platforms/<platform>/demo.py`.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final

import httpx

from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.app import create_app
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.contracts.cases import CONTRACTS, OPERATIONS, Operation, key_location
from tests.support.facts import module

KEY: Final = "key-of-the-emulator"
_HANDLERS = {platform.name: platform.handlers for platform in all_platforms()}
SERVED = [each for each in OPERATIONS if each.name in _HANDLERS[each.platform]]
"""Operations that have a handler."""

DEFAULTS: dict[str, Any] = {
    "path_ids": lambda _operation, _emulator: {},  # ids for the path of an operation
    "QUERIES": {},  # required query parameters, by operation
    "QUERY_IDS": (),  # ids to try for query parameters
    "BESIDE": {},  # query parameters that others need
    "fit": lambda _operation, value: value,  # a body with ids of the demo data
    "vary": lambda _emulator: None,  # adds data that filters distinguish
    "other_parent": lambda _operation, _emulator: None,  # path ids of another parent
    "add_items": lambda _operation, _emulator: None,  # adds items to a list
    "SIGNED_URLS": {},  # functions that return a signed URL and its method, by operation
    "files_of": lambda _operation, _response, _emulator: (),  # files of an export: name, content
}


def demo(platform: str) -> SimpleNamespace:
    """Return what is known of the demo data of a platform."""
    found = module(platform, "demo")
    return SimpleNamespace(**(DEFAULTS | (vars(found) if found else {})))


class EmulatorClient:
    """Sends requests to an emulator in this process."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.emulation = Emulation("demo", [KEY])
        self._runner = runner
        origins = {
            "all://emulator.invalid": httpx.ASGITransport(create_app(self.emulation)),
            "all://storage.invalid": httpx.ASGITransport(Storage(self.emulation)),
        }
        self._client = httpx.AsyncClient(mounts=origins, verify=False)

    def close(self) -> None:
        self._runner.run(self._client.aclose())

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Send a request."""
        return self._runner.run(self._client.request(method, url, **options))

    def call(
        self,
        operation: Operation,
        query: Mapping[str, Any] = {},
        *,
        key: bool = True,
        ids: Mapping[str, str] = {},
        **options: Any,
    ) -> httpx.Response:
        """Call an operation with ids of the demo data; `ids` replaces some of them."""
        path = operation.path.format_map({**self.ids(operation), **ids})
        params = {
            name: ",".join(map(str, value)) if isinstance(value, list) else value
            for name, value in (
                demo(operation.platform).QUERIES.get(operation.name, {}) | query
            ).items()
        }
        headers = {}
        if key:
            place, name, prefix = key_location(operation.platform)
            (params if place == "query" else headers)[name] = prefix + KEY
        url = f"http://emulator.invalid/{operation.platform}{path}"
        return self.send(operation.method, url, params=params, headers=headers, **options)

    def ids(self, operation: Operation) -> dict[str, str]:
        """Return ids of the demo data for the path of an operation."""
        found: dict[str, str] = demo(operation.platform).path_ids(operation, self)
        return found


@contextmanager
def emulator_client() -> Iterator[EmulatorClient]:
    with asyncio.Runner() as runner:
        found = EmulatorClient(runner)
        yield found
        found.close()


def served(platform: str, name: str) -> Operation:
    """Return the operation of a name."""
    return next(each for each in SERVED if (each.platform, each.name) == (platform, name))


def body_schema(operation: Operation) -> Any:
    """Return the schema of an operation's body; None if it has no body."""
    contract = CONTRACTS[operation.platform]
    content = contract.resolve(operation.node.get("requestBody", {})).get("content", {})
    return content.get("application/json", {}).get("schema")


def label(operation: Operation) -> str:
    """Return the id of a test."""
    return f"{operation.platform}-{operation.name}"
