"""Changing a world without a request: no fault strikes, nothing is recorded, no key is needed."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from labelbridge_emulator.contract import strict_json as strict
from labelbridge_emulator.contract.binding import bind
from labelbridge_emulator.handler import ApiError, Request
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.response import answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.handler import JSON
    from labelbridge_emulator.store import Store
    from labelbridge_emulator.urls import Urls

_TYPES = {"str": str, "int": int, "bool": bool, "None": type(None)}
"""What JSON has of the types that faces name in their annotations."""


class UnknownFixtureError(ValueError):
    """The vendor has no such face."""


def add(store: Store, platform: str, fixture: str, arguments: Mapping[str, Any]) -> JSON:
    """Add to a world by a vendor's face.

    Args:
        store: Where.
        platform: The platform's name.
        fixture: The name, as in ``POST /_emulator/{platform}/{fixture}``.
        arguments: The face's arguments, JSON values.

    Returns:
        What the face made.

    Raises:
        UnknownFaceError: There is no such face.
        ValueError: The face cannot make it, or the arguments are not its own.
    """
    fixtures = next((each.fixtures for each in all_platforms() if each.name == platform), {})
    if fixture not in fixtures:
        raise UnknownFixtureError(f"{platform!r} has no fixture {fixture!r}")
    try:
        bound = inspect.signature(fixtures[fixture]).bind(store, **arguments)
        _check_types(bound)
        with store.lock:
            return fixtures[fixture](*bound.args, **bound.kwargs)
    except (AttributeError, TypeError) as error:  # arguments, or the type of a value
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
    """Do to a world what an operation does.

    Args:
        store: Where.
        urls: For URLs inside the answer.
        platform: The platform's name.
        operation: The operationId.
        path: Path parameters by name.
        query: Query parameters by name, each with one value.
        body: The JSON body.
        key: Whose doing it is; it need not be one that is let in.

    Returns:
        The answer's JSON body; None when it has none.

    Raises:
        LookupError: There is no such operation.
        ValueError: The operation refuses it, or the arguments do not fit the contract.
    """
    found = next((each for each in bind(platform) if each.id == operation), None)
    if found is None:
        raise LookupError(f"{platform!r} has no operation {operation!r}")
    handler = next(each for each in all_platforms() if each.name == platform).handlers[operation]
    try:
        call = Request(
            operation=operation,
            path=found.read_path({name: str(value) for name, value in (path or {}).items()}),
            query=found.read_query(urlencode(query or {})),
            body=found.read_body(b"" if body is None else strict.dumps(body)),
            key=key,
            urls=urls,
            store=store,
        )
        with store.lock:
            answer = answer_of(handler(call), found.success)
    except ApiError as refusal:
        raise ValueError(f"{operation}: {refusal.message}") from None
    content = answer.read()
    return json.loads(content) if content else None


def _check_types(bound: inspect.BoundArguments) -> None:
    """Hold values against plain annotations: a name of the wrong type would break later answers.

    Raises:
        ValueError: Names the argument.
    """
    for name, value in bound.arguments.items():
        wanted = str(bound.signature.parameters[name].annotation)
        types = [_TYPES.get(each) for each in wanted.split(" | ")]
        if None not in types and type(value) not in types:
            raise ValueError(f"{name} must be {wanted}, not {value!r:.60}")
