"""Records which operations a test uses: those it sends, handles or plans.

An entry is the key of an operation (`platform.list_images`), or the key with a query parameter
(`…?image_name`), a field of the body (`…#norder`), a filter of a GraphQL document
(`…#labelCreatedAt.start`) or a status (`…=404`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl

import msgspec

from labelbridge._core.driver_base import BaseDriver
from labelbridge._core.http.response import HttpInterface
from labelbridge_api.plan import Plan
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.deep.mutation.contract import operations

_PLANNED = {(each.id, each.path): each.key for each in operations()}
_STORED = [(each.key, *each.stored) for each in operations() if each.stored]

_FILTER = re.compile(r"(\w+): *{([^{}]*)}")
_BOUND = re.compile(r"(\w+):")

Add = Callable[[str], None]


@contextmanager
def recording(add: Add) -> Iterator[None]:
    """Call `add` with every entry while the block runs, from any thread."""
    with ExitStack() as stack:
        for owner, name, make in (
            (Emulation, "respond", _handled),
            (Storage, "_handle", _served),
            (Plan, "__init__", _planned),
            (HttpInterface, "parse_response", _received),
            (BaseDriver, "_storage_request", _stored),
        ):
            wrapped = make(add, getattr(owner, name))
            stack.enter_context(mock.patch.object(owner, name, wrapped))
        yield


def _handled(add: Add, original: Any) -> Any:
    def answer(
        self: Any, platform: Any, operation: Any, request: Any, body: bytes, *rest: Any
    ) -> Any:
        response = original(self, platform, operation, request, body, *rest)
        key = f"{platform.name}.{operation.id}"
        names = (name for name, _ in parse_qsl(request.url.query, keep_blank_values=True))
        _add_all(add, key, names, _parsed(body))
        add(f"{key}={response.status}")
        return response

    return answer


def _served(add: Add, original: Any) -> Any:
    def answer(self: Any, request: Any, files: Any) -> Any:
        for key, _method, folder in _STORED:
            if request.url.path.startswith(f"/{folder}"):
                add(key)
        return original(self, request, files)

    return answer


def _planned(add: Add, original: Any) -> Any:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if key := _PLANNED.get((self.operation, self.path)):
            _add_all(add, key, self.query, None if self.body is msgspec.UNSET else self.body)

    return init


def _received(add: Add, original: Any) -> Any:
    def result(self: Any, plan: Any, response: Any, content: bytes) -> Any:
        add(f"{self.platform.name}.{plan.operation}={response.status_code}")
        return original(self, plan, response, content)

    return result


def _stored(add: Add, original: Any) -> Any:
    def request(self: Any, operation: str, method: str, *rest: Any, **options: Any) -> Any:
        for key, its_method, _folder in _STORED:
            if its_method == method:
                add(key)
        return original(self, operation, method, *rest, **options)

    return request


def _add_all(add: Add, key: str, names: Any, body: Any) -> None:
    add(key)
    for name in names:
        add(f"{key}?{name}")
    for record in body if isinstance(body, list) else [body]:
        if isinstance(record, dict):
            for name in (*record, *_bounds(str(record.get("query", "")))):
                add(f"{key}#{name}")


def _bounds(document: str) -> Iterator[str]:
    for name, bounds in _FILTER.findall(document):
        for bound in _BOUND.findall(bounds):
            yield f"{name}.{bound}"


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
