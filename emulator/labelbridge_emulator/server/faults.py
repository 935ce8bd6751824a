"""Faults on demand: wrong statuses, delays, cut bodies, edited answers; by operation and count."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from labelbridge_emulator.contract import strict_json as strict
from labelbridge_emulator.contract.schemas import standalone
from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.server.json_pointer import remove_at, set_at
from labelbridge_emulator.server.response import BODILESS, JSON_TYPE, Answer, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_POINTER = {"type": "string", "pattern": "^(/.*)?$"}
_RULES = standalone(
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
"""Headers that say where a body ends: the server writes them, and ``cut`` makes them lie."""
_ABSENT: Final = object()
_HTML = (
    b"<html><head><title>502 Bad Gateway</title></head>\n"
    b"<body><center><h1>502 Bad Gateway</h1></center><hr></body></html>\n"
)


@dataclass(slots=True)
class Rule:
    """One fault.

    Attributes:
        operation: An operationId, with the vendor before it where two have the same
            (``hasty.get_project``); ``storage.put``, ``storage.get``; ``hasty.*`` and the like for
            every operation of one origin; or ``*`` for every operation.
        count: How many requests it strikes.
        skip: How many matching requests it lets pass before.
        status: The status to answer with.
        headers: Further headers of the answer.
        delay: Seconds to wait before anything else.
        body: ``html`` (a gateway's page), ``empty`` (no bytes), or ``cut`` (the true answer's
            length announced, half of it sent, the connection closed).
        content: Any JSON to answer with.
        set: JSON pointers into the true answer, and what to put there.
        remove: JSON pointers to what to leave out of it.
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
        """Refuse what contradicts itself.

        Raises:
            ValueError: Says what.
        """
        if framing := _FRAMING & {name.lower() for name in self.headers}:
            raise ValueError(f"headers: the server itself writes {min(framing)}")
        given = self.content is not _ABSENT
        edits = bool(self.set or self.remove)
        bodies = [self.body or "", "content" if given else "", "set or remove" if edits else ""]
        named = [name for name in bodies if name not in ("", "empty")]
        if self.status in BODILESS and named:
            raise ValueError(f"a {self.status} has no body: leave out {named[0]}")
        if self.body in ("html", "empty") and (given or edits):
            raise ValueError(f"body {self.body!r} leaves nothing of {named[-1]}")
        if given and edits:
            raise ValueError("content takes the place of what set and remove would edit")

    @property
    def cut(self) -> bool:
        """Whether the answer ends in the middle."""
        return self.body == "cut"

    @property
    def stands_in(self) -> bool:
        """Whether the rule answers by itself, so that the request has no effect.

        Rules that edit or cut the true answer, delay it, or only add headers, need it.
        """
        if self.content is not _ABSENT or self.body in ("html", "empty"):
            return True
        return self.status is not None and not (self.set or self.remove or self.cut)

    def answer(self, refuse: Callable[[ApiError], Answer], success: int) -> Answer:
        """The answer of a rule that stands in.

        Args:
            refuse: Makes the error that a mere status stands for.
            success: The status when none is given and the body is ``content`` or ``empty``.
        """
        if self.body == "html":
            return Answer(self.status or 502, _HTML, "text/html", self.headers)
        status = self.status or success
        if self.body == "empty":
            return Answer(status, headers=self.headers)
        if self.content is not _ABSENT:
            return json_answer(status, self.content, self.headers)
        answer = refuse(ApiError(status, f"This {status} is a fault that was asked for."))
        return replace(answer, headers={**answer.headers, **self.headers})

    def edited(self, answer: Answer) -> Answer:
        """The true answer, changed as the rule says.

        Raises:
            ValueError: ``set`` or ``remove`` speaks of a place that the answer does not have.
        """
        status = self.status or answer.status
        headers = {**answer.headers, **self.headers}
        if not (self.set or self.remove):
            return Answer(status, answer.content, answer.media_type, headers)
        if answer.media_type != JSON_TYPE:
            raise ValueError("a fault rule edits JSON, and this answer is none")
        value = json.loads(answer.read())
        for pointer, new in self.set.items():
            value = set_at(value, pointer, copy.deepcopy(new))
        for pointer in self.remove:
            value = remove_at(value, pointer)
        return json_answer(status, value, headers)


class Faults:
    """The rules in force. For each request the first matching rule that is due strikes.

    Args:
        operations: Every operation that there is, with its vendor before it.
    """

    def __init__(self, operations: Iterable[str]) -> None:
        self._known = {"*"}
        for qualified in operations:
            self._known |= _names(qualified)
        self._rules: list[Rule] = []

    def replace(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Put rules in force instead of those that are; none clears.

        Raises:
            ValueError: A rule is not as ``Rule`` describes it; says which and why.
        """
        self._rules = self._read(rules)

    def add(self, rules: Sequence[Mapping[str, Any]]) -> None:
        """Put further rules in force, after those that are.

        Raises:
            ValueError: Likewise.
        """
        self._rules = [*self._rules, *self._read(rules)]

    def _read(self, rules: Sequence[Mapping[str, Any]]) -> list[Rule]:
        try:
            strict.dumps(rules)
            faults = _RULES.faults(rules)
            if faults:
                raise ValueError("; ".join(faults))
            for rule in rules:
                if rule["operation"] not in self._known:
                    raise ValueError(f"no operation {rule['operation']!r}")
            return [Rule(**rule) for rule in rules]
        except (TypeError, ValueError) as error:  # the first: Python's own objects are not JSON
            raise ValueError(f"invalid fault rules: {error}") from None

    def next(self, qualified: str) -> Rule | None:
        """The rule that strikes this request, counted; None lets it go on unharmed.

        Args:
            qualified: The operation, with its vendor before it.
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
    """What a rule may call an operation: with its vendor or without, or all that its vendor has.

    Storage has no short names.
    """
    platform, _, operation = qualified.partition(".")
    names = {qualified, f"{platform}.*"}
    return names if platform == "storage" else {*names, operation}
