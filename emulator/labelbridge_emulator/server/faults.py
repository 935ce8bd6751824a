"""Fault injection: statuses, delays, truncated and edited responses, by operation and count."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from labelbridge_emulator.contract import strict_json
from labelbridge_emulator.contract.schemas import validator_of
from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.server.json_pointer import remove_at, set_at
from labelbridge_emulator.server.response import BODILESS, JSON_TYPE, HttpResponse, json_response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_POINTER = {"type": "string", "pattern": "^(/.*)?$"}
_RULES = validator_of(
    {
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["operation"],
            "properties": {
                "operation": {"type": "string", "minLength": 1},
                "count": {"type": "integer", "minimum": 1},
                "skip": {"type": "integer", "minimum": 0},
                "status": {"type": "integer", "minimum": 200, "maximum": 599},
                "headers": {
                    "type": "object",
                    "propertyNames": {"pattern": "^[A-Za-z0-9-]+$"},
                    "additionalProperties": {"type": "string", "pattern": "^([!-~]+( +[!-~]+)*)?$"},
                },
                "delay": {"type": "number", "minimum": 0},
                "body": {"enum": ["html", "cut", "empty"]},
                "content": True,
                "set": {"type": "object", "propertyNames": _POINTER},
                "remove": {"type": "array", "items": _POINTER},
            },
        },
    }
)
_FRAMING = {"content-length", "transfer-encoding"}
"""Headers that define the end of a body: the server writes them, and ``cut`` relies on them."""
_ABSENT: Final = object()
_HTML = (
    b"<html><head><title>502 Bad Gateway</title></head>\n"
    b"<body><center><h1>502 Bad Gateway</h1></center><hr></body></html>\n"
)


@dataclass(slots=True)
class Rule:
    """A fault rule.

    Attributes:
        operation: An operationId, prefixed with its platform if several platforms have it
            (``<platform>.get_project``); ``storage.put`` or ``storage.get``; ``<platform>.*`` or
            ``storage.*`` for all operations of one origin; or ``*`` for all operations.
        count: Number of requests that the rule applies to.
        skip: Number of matching requests to ignore before that.
        status: The status of the response.
        headers: Additional headers of the response.
        delay: Seconds to wait before the request is processed.
        body: ``html`` (the error page of a gateway), ``empty`` (no body), or ``cut`` (half of the
            real body, with the Content-Length of all of it, then the connection is closed).
        content: Any JSON value, sent as the body.
        set: Values to set in the real response, by JSON pointer.
        remove: JSON pointers of values to remove from the real response.
    """

    operation: str
    count: int = 1
    skip: int = 0
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    body: str | None = None
    content: Any = _ABSENT
    set: Mapping[str, Any] = field(default_factory=dict)
    remove: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Check for contradictions.

        Raises:
            ValueError: Two attributes contradict each other.
        """
        if framing := _FRAMING & {name.lower() for name in self.headers}:
            raise ValueError(f"headers: {min(framing)} is written by the server; remove it")
        has_content = self.content is not _ABSENT
        edits = bool(self.set or self.remove)
        bodies = [
            self.body or "",
            "content" if has_content else "",
            "set or remove" if edits else "",
        ]
        used = [name for name in bodies if name not in ("", "empty")]
        if self.status in BODILESS and used:
            raise ValueError(f"a {self.status} response has no body; remove {used[0]}")
        if self.body in ("html", "empty") and (has_content or edits):
            raise ValueError(f"body {self.body!r} cannot be combined with {used[-1]}")
        if has_content and edits:
            raise ValueError("content cannot be combined with set or remove")

    @property
    def cut(self) -> bool:
        """Whether the response is truncated."""
        return self.body == "cut"

    @property
    def replaces_response(self) -> bool:
        """Whether the rule makes the response itself, so that the request has no effect.

        Rules that edit, truncate or delay the real response, or only add headers, need it.
        """
        if self.content is not _ABSENT or self.body in ("html", "empty"):
            return True
        return self.status is not None and not (self.set or self.remove or self.cut)

    def response(
        self, error_response: Callable[[ApiError], HttpResponse], success: int
    ) -> HttpResponse:
        """Return the response of a rule that replaces the real one.

        Args:
            error_response: Formats the error of a rule that has only a status.
            success: The status if the rule has none, and the body is ``content`` or ``empty``.
        """
        if self.body == "html":
            return HttpResponse(self.status or 502, _HTML, "text/html", self.headers)
        status = self.status or success
        if self.body == "empty":
            return HttpResponse(status, headers=self.headers)
        if self.content is not _ABSENT:
            return json_response(status, self.content, self.headers)
        response = error_response(ApiError(status, f"Status {status} injected by a fault rule."))
        return replace(response, headers={**response.headers, **self.headers})

    def edit(self, response: HttpResponse) -> HttpResponse:
        """Return the real response with the changes of the rule.

        Raises:
            ValueError: The response has no value at a pointer of ``set`` or ``remove``.
        """
        status = self.status or response.status
        headers = {**response.headers, **self.headers}
        if not (self.set or self.remove):
            return HttpResponse(status, response.content, response.media_type, headers)
        if response.media_type != JSON_TYPE:
            raise ValueError("set and remove need a JSON response")
        value = json.loads(response.read())
        for pointer, new in self.set.items():
            value = set_at(value, pointer, copy.deepcopy(new))
        for pointer in self.remove:
            value = remove_at(value, pointer)
        return json_response(status, value, headers)


class Faults:
    """The active fault rules. The first rule that matches a request applies to it.

    Args:
        operations: The names of all operations, each prefixed with its platform.
    """

    def __init__(self, operations: Iterable[str]) -> None:
        self._known = {"*"}
        for qualified in operations:
            self._known |= _names(qualified)
        self._rules: list[Rule] = []

    def replace(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Replace the active rules; an empty list removes all.

        Raises:
            ValueError: A rule is invalid, see ``Rule``.
        """
        self._rules = self._parse(rules)

    def add(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Add rules after the active ones.

        Raises:
            ValueError: A rule is invalid, see ``Rule``.
        """
        self._rules = [*self._rules, *self._parse(rules)]

    def _parse(self, rules: Sequence[Mapping[str, Any]]) -> list[Rule]:
        try:
            strict_json.dumps(rules)
            if errors := _RULES.errors(rules):
                raise ValueError("; ".join(errors))
            for rule in rules:
                if rule["operation"] not in self._known:
                    raise ValueError(f"unknown operation {rule['operation']!r}")
            return [Rule(**rule) for rule in rules]
        except (TypeError, ValueError) as error:  # TypeError: Python objects that are not JSON
            raise ValueError(f"invalid fault rules: {error}") from None

    def next(self, qualified: str) -> Rule | None:
        """Return the rule that applies to this request and count it; None if no rule applies.

        Args:
            qualified: The operation, prefixed with its platform.
        """
        names = {*_names(qualified), "*"}
        for rule in self._rules:
            if rule.operation not in names or rule.count == 0:
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            rule.count -= 1
            return rule
        return None


def _names(qualified: str) -> set[str]:
    """Return the names of an operation in rules: with and without its platform, and the wildcard.

    The operations of the storage origin are only known with their prefix.
    """
    platform, _, operation = qualified.partition(".")
    names = {qualified, f"{platform}.*"}
    return names if platform == "storage" else {*names, operation}
