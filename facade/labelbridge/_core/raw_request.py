"""Requests for operations that no contract has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps
from math import isfinite
from typing import Any, Final
from urllib.parse import quote, unquote
from uuid import UUID

from msgspec import UNSET

from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import as_json
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument
from labelbridge_api.plan import Plan

QueryItem = str | int | float | bool | UUID
QueryValue = QueryItem | Sequence[QueryItem] | None
"""The value of a parameter of the query."""

_METHODS: Final = {
    **dict.fromkeys(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"), True),
    **dict.fromkeys(("POST", "PATCH"), False),
}
"""Whether a method is idempotent."""

_ALLOWED: Final = "/%:@!$&'()*+,;=~"


def raw_request(
    method: str, path: str, query: Mapping[str, QueryValue] | None, json: Any
) -> Plan[Any]:
    """Return the plan of a request whose response is any JSON.

    Raises:
        InvalidArgument: An argument is invalid.
    """
    verb = method.upper() if isinstance(method, str) else ""
    if verb not in _METHODS:
        raise InvalidArgument("method", f"must be one of {', '.join(_METHODS)}, not {method!r:.60}")
    escaped = _path(path)
    return Plan(
        operation=f"{verb} {escaped}",
        method=verb,
        path=escaped,
        success={200: Any},
        idempotent=_METHODS[verb],
        query=_query(query),
        body=UNSET if json is None else _body(json),
    )


def _path(path: object) -> str:
    text = check.text("path", path)
    if not text.startswith("/") or text.startswith("//"):
        raise InvalidArgument(
            "path", f"must be like /v1/projects, without the host, not {text!r:.200}"
        )
    if "?" in text or "#" in text:
        raise InvalidArgument("path", "must not have a query or a fragment; pass query=")
    decoded = unquote(text)
    if not decoded.isprintable() or "\\" in decoded:
        raise InvalidArgument("path", "contains a control character or a backslash")
    if not {".", ".."}.isdisjoint(decoded.split("/")):
        raise InvalidArgument("path", "must not have the segments . and ..")
    return quote(text, safe=_ALLOWED)


def _query(query: object) -> dict[str, Any]:
    if query is None:
        return {}
    if not isinstance(query, Mapping):
        raise InvalidArgument("query", f"must be a dict, not {type(query).__name__}")
    return {
        check.text("query", name): _parameter(f"query.{name}", value)
        for name, value in query.items()
        if value is not None
    }


def _parameter(name: str, value: object) -> Any:
    if isinstance(value, list | tuple):
        return [_item(f"{name}[{index}]", item) for index, item in enumerate(value)]
    return _item(name, value)


def _item(name: str, value: object) -> str | int | float | bool:
    if isinstance(value, str):
        return check.plain_str(name, value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return value
    raise InvalidArgument(
        name,
        f"must be a string, a finite number, a bool, a UUID or a list, not {short_repr(value)}",
    )


def _body(value: Any) -> Any:
    body = as_json("json", value)
    try:
        dumps(body)  # msgspec also converts values that are not JSON, such as bytes
    except TypeError as error:
        raise InvalidArgument("json", f"is not JSON: {error}") from None
    return body
