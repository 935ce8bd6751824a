"""What each test has to do with: the operations that it sends, receives or plans.

A trace is an operation's name (`hasty.list_images`), or that with a parameter of its query
(`hasty.list_images?image_name`), a field of its body (`hasty.create_dataset#norder`), a filter of
its document of GraphQL (`labelbox.execute_graphql#labelCreatedAt.start`) or a status that it
answered with (`hasty.get_project=404`).
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

from labelbridge._core import drivers as _drivers
from labelbridge._core.http.response import HttpInterface
from labelbridge_api.plan import Plan
from labelbridge_emulator.server.emulation import Emulation
from labelbridge_emulator.server.storage import Storage
from tests.deep.mutation.contract import operations
from tests.deep.mutation.emulator_storage import FOLDERS

_PLANNED = {(each.id, each.path): each.key for each in operations()}
_FILES = {"PUT": ("hasty.create_uploads",), "GET": ("hasty.get_export", "labelbox.download_export")}

_FILTER = re.compile(r"(\w+): *{([^{}]*)}")
_BOUND = re.compile(r"(\w+):")

Leave = Callable[[str], None]


@contextmanager
def tracing(leave: Leave) -> Iterator[None]:
    """Call `leave` with every trace while the block runs, whichever thread leaves it."""
    with ExitStack() as stack:
        for owner, name, make in (
            (Emulation, "answer", _answered),
            (Storage, "_true_answer", _stored),
            (Plan, "__init__", _planned),
            (HttpInterface, "parse_response", _heard),
            (HttpInterface, "open_response", _opened),
            (_drivers, "signed_request", _signed),
        ):
            wrapped = make(leave, getattr(owner, name))
            stack.enter_context(mock.patch.object(owner, name, wrapped))
        yield


def _answered(leave: Leave, original: Any) -> Any:
    def answer(
        self: Any, platform: Any, operation: Any, request: Any, body: bytes, *rest: Any
    ) -> Any:
        answered = original(self, platform, operation, request, body, *rest)
        key = f"{platform.name}.{operation.id}"
        names = (name for name, _ in parse_qsl(request.url.query, keep_blank_values=True))
        _leave_all(leave, key, names, _parsed(body))
        leave(f"{key}={answered.status}")
        return answered

    return answer


def _stored(leave: Leave, original: Any) -> Any:
    def answer(self: Any, request: Any, files: Any) -> Any:
        for key, folder in FOLDERS.items():
            if request.url.path.startswith(f"/{folder}"):
                leave(key)
        return original(self, request, files)

    return answer


def _planned(leave: Leave, original: Any) -> Any:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if key := _PLANNED.get((self.operation, self.path)):
            _leave_all(leave, key, self.query, None if self.body is msgspec.UNSET else self.body)

    return init


def _heard(leave: Leave, original: Any) -> Any:
    def result(self: Any, plan: Any, response: Any) -> Any:
        leave(f"{self.platform.name}.{plan.operation}={response.status_code}")
        return original(self, plan, response)

    return result


def _opened(leave: Leave, original: Any) -> Any:
    def opening(self: Any, source: Any) -> Any:
        for key in _FILES["GET"] if isinstance(source, str) else ():
            leave(key)
        return original(self, source)

    return opening


def _signed(leave: Leave, original: Any) -> Any:
    def signed_request(method: str, *rest: Any) -> Any:
        for key in _FILES[method]:
            leave(key)
        return original(method, *rest)

    return signed_request


def _leave_all(leave: Leave, key: str, names: Any, body: Any) -> None:
    leave(key)
    for name in names:
        leave(f"{key}?{name}")
    for record in body if isinstance(body, list) else [body]:
        if isinstance(record, dict):
            for name in (*record, *_bounds(str(record.get("query", "")))):
                leave(f"{key}#{name}")


def _bounds(document: str) -> Iterator[str]:
    for name, bounds in _FILTER.findall(document):
        for bound in _BOUND.findall(bounds):
            yield f"{name}.{bound}"


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
