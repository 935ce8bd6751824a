"""Hooks for schemathesis: reset the server before each test case, and use ids that exist."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis.control import current_build_context
from schemathesis.core import NOT_SET
from schemathesis.generation.meta import TestPhase

from labelbridge.contract.operations import Operation, credentials
from labelbridge.contract.substitution import Substitution, resolve, strings

if TYPE_CHECKING:
    from schemathesis import Case, HookContext, Response

    from labelbridge.contract.server import Server
    from labelbridge.contract.starting_data import StartingData

UNKNOWN_EVERY = 6
"""One of so many requests keeps about half of its unknown ids, to test responses of 404."""
UPLOADS = 3
"""The number of signed URLs of a response that receive an image."""
_IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac0000001449444154789c632c591c"
    "c3800d306115a5930400daae017fae3d85480000000049454e44ae426082"
)
"""A PNG of 8 by 6 pixels."""


class RequestHooks:
    """Prepares the server and the requests of a run.

    Args:
        server: The tested server.
        data: The data that the server starts with.
        operations: The tested operations.

    Attributes:
        removed: Whether a request deleted or replaced objects since the last reset.
        changed: Whether the server's data may have changed since the last reset.
    """

    def __init__(self, server: Server, data: StartingData, operations: Sequence[Operation]) -> None:
        self._server = server
        self._data = data
        self._operations = {each.label: each for each in operations}
        self._setup = data.setup_for(operations) if server.reset else []
        self._setup_values: dict[str, list[Any]] = {}
        self._addresses: dict[str, str] = {}
        self._seen: set[str] = set()
        self._scenario: object = None
        self.removed = False
        self.changed = True
        self._count = 0
        self._session = server.session()
        self._headers, query = credentials(server.platform, server.key)
        self._query = {name.removeprefix("query."): value for name, value in query.items()}

    def before_call(self, _context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
        """Reset the server, unless the case continues a scenario, and insert existing ids."""
        operation = self._operations[case.operation.label]
        if self._starts(case) and self.changed:
            self._reset()
        if case.meta is not None:
            self._substitute(case, operation, example=case.meta.phase.name is TestPhase.EXAMPLES)

    def after_call(self, _context: HookContext, case: Case[Any], response: Response) -> None:
        """Remember the ids in a response, and upload files to its signed URLs."""
        media = response.headers.get("content-type", [""])[0]
        if not 200 <= response.status_code < 300:
            return
        self.changed |= case.method != "GET" or not self._operations[case.operation.label].reads
        self.removed |= case.method == "DELETE" or bool((case.query or {}).get("replace"))
        if "json" not in media or "nd" in media:
            return
        content = response.json()
        self._seen.update(strings(content))
        uploads = self._data.uploads
        operation = self._operations[case.operation.label]
        if uploads and operation.id == uploads["operation"] and self._server.reset:
            for item in resolve(content, uploads["items"])[:UPLOADS]:
                self._upload(item[uploads["url"]])

    def _starts(self, case: Case[Any]) -> bool:
        """Whether a case is independent, or the first of a scenario."""
        if case.meta is None or case.meta.phase.name is not TestPhase.STATEFUL:
            return True
        previous, self._scenario = self._scenario, current_build_context().data
        return previous is not self._scenario

    def _reset(self) -> None:
        if self._server.reset is None:
            return
        self._server.reset()
        self._seen.clear()
        self.removed = self.changed = False
        self._setup_values.clear()
        self._addresses.clear()
        for step in self._setup:
            self._send(step)

    def _send(self, step: Mapping[str, Any]) -> None:
        """Send a setup request, and keep the values that it provides."""
        method = "get" if "get" in step else "post"
        content = self._session.request(
            method,
            self._server.base_url + step[method],
            params=self._query,
            headers=self._headers,
            json=step.get("body"),
            timeout=10,
        ).json()
        for name, pointer in step.get("values", {}).items():
            self._setup_values[name] = [resolve(content, pointer)]
        for operation, pointer in step.get("address", {}).items():
            self._addresses[operation] = resolve(content, pointer)
        if "upload_to" in step:
            self._upload(resolve(content, step["upload_to"]))

    def _upload(self, url: str) -> None:
        self._session.put(url, data=_IMAGE, timeout=10)

    def _substitute(self, case: Case[Any], operation: Operation, *, example: bool) -> None:
        required = self._values_of_setup(operation)
        substitution = Substitution(
            {**self._data.values_for(operation), **self._setup_values, **required},
            frozenset(required),
            self._seen,
            is_example=example,
            keep_unknown=not example and self._keeps_unknown(case),
            is_negative=case.meta is not None and case.meta.generation.mode.is_negative,
        )
        for part in ("path_parameters", "query"):
            values = getattr(case, part)
            if values and (replaced := substitution.apply(dict(values))) != values:
                setattr(case, part, replaced)
        if case.body is not NOT_SET and (body := substitution.apply(case.body)) != case.body:
            case.body = body
        if operation.id in self._addresses and not (
            substitution.keep_unknown or substitution.is_negative
        ):
            self._set_address(case, operation)

    def _keeps_unknown(self, case: Case[Any]) -> bool:
        """Whether this request keeps unknown ids.

        In a scenario it depends on the request alone: Hypothesis repeats the first steps of a
        scenario and stops if they behave differently.
        """
        self._count += 1
        number = self._count
        if case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL:
            body = None if case.body is NOT_SET else case.body
            parts = [case.path_parameters, case.query, body]
            number = zlib.crc32(json.dumps(parts, sort_keys=True, default=str).encode())
        return number % UNKNOWN_EVERY == 0

    def _values_of_setup(self, operation: Operation) -> dict[str, list[Any]]:
        """Return the values that the setup provides for one operation only."""
        prefix = f"{operation.id}."
        own = (name for name in self._setup_values if name.startswith(prefix))
        return {name.removeprefix(prefix): self._setup_values[name] for name in own}

    def _set_address(self, case: Case[Any], operation: Operation) -> None:
        """Use the path and the query of the URL that the setup provided."""
        address = urlsplit(self._addresses[operation.id])
        steps = zip(operation.path.split("/"), address.path.split("/"), strict=True)
        case.path_parameters = {name[1:-1]: step for name, step in steps if name.startswith("{")}
        case.query = {**(case.query or {}), **dict(parse_qsl(address.query))}
