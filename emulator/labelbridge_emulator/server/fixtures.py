"""Changes the state without HTTP: no fault applies, nothing is logged, no API key is needed."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from labelbridge_emulator.contract import strict_json
from labelbridge_emulator.contract.loader import load_operations
from labelbridge_emulator.handler import ApiError, Request
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.response import http_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store
    from labelbridge_emulator.urls import Urls

_TYPES = {"str": str, "int": int, "bool": bool, "None": type(None)}
"""The annotations of fixtures that are checked."""


class UnknownFixtureError(ValueError):
    """The platform has no such fixture."""


def add(store: Store, platform: str, fixture: str, arguments: Mapping[str, Any]) -> JSON:
    """Add data to a store by a platform's fixture.

    Args:
        store: The store.
        platform: The name of the platform.
        fixture: The name of the fixture, as in ``POST /_emulator/{platform}/{fixture}``.
        arguments: The arguments of the fixture, as JSON values.

    Returns:
        The created data.

    Raises:
        UnknownFixtureError: The platform has no such fixture.
        ValueError: The arguments are invalid.
    """
    fixtures = next((each.fixtures for each in all_platforms() if each.name == platform), {})
    if fixture not in fixtures:
        known = f"; use one of: {', '.join(fixtures)}" if fixtures else ""
        raise UnknownFixtureError(f"{platform!r} has no fixture {fixture!r}{known}")
    try:
        bound = inspect.signature(fixtures[fixture]).bind(store, **arguments)
        _check_types(bound)
        with store.lock:
            return fixtures[fixture](*bound.args, **bound.kwargs)
    except (AttributeError, TypeError) as error:  # wrong arguments, or a value of a wrong type
        raise ValueError(str(error)) from None


def perform(
    store: Store,
    urls: Urls,
    platform: str,
    operation: str,
    *,
    path: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    body: JSON = None,
    key: str = "",
) -> JSON:
    """Run an operation on a store.

    Args:
        store: The store.
        urls: The base URLs for URLs in the response.
        platform: The name of the platform.
        operation: The operationId.
        path: Path parameters by name.
        query: Query parameters by name, each with one value.
        body: The JSON body.
        key: The API key; it need not be an accepted one.

    Returns:
        The JSON body of the response, or None if it has no body.

    Raises:
        LookupError: The platform has no such operation.
        ValueError: The operation fails, or the arguments do not match the contract.
    """
    found = next((each for each in load_operations(platform) if each.id == operation), None)
    if found is None:
        raise LookupError(f"{platform!r} has no operation {operation!r}")
    handler = next(each for each in all_platforms() if each.name == platform).handlers[operation]
    try:
        request = Request(
            operation=operation,
            path=found.read_path({name: str(value) for name, value in (path or {}).items()}),
            query=found.read_query(urlencode(query or {})),
            body=found.read_body(b"" if body is None else strict_json.dumps(body)),
            key=key,
            urls=urls,
            store=store,
        )
        with store.lock:
            response = http_response(handler(request), found.success)
    except ApiError as error:
        raise ValueError(f"{operation}: {error.message}") from None
    content = response.read()
    return json.loads(content) if content else None


def _check_types(bound: inspect.BoundArguments) -> None:
    """Check arguments by plain annotations: a value of a wrong type would fail only later.

    Raises:
        ValueError: An argument has a wrong type.
    """
    for name, value in bound.arguments.items():
        expected = str(bound.signature.parameters[name].annotation)
        types = [_TYPES.get(each) for each in expected.split(" | ")]
        if None not in types and type(value) not in types:
            raise ValueError(f"{name} must be {expected}, not {value!r:.60}")
