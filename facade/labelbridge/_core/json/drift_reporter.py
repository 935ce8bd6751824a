"""Comparing responses with the contract for `on_drift`. Nothing is compared if it is not set."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import msgspec
from attrs import field, frozen

from labelbridge._core.json.schema_check import Problem, SchemaChecker, child_pointer
from labelbridge.drift import Drift

_JSON: Final = "application/json"

_log = logging.getLogger("labelbridge")


@frozen
class DriftReporter:
    """Reports to `on_drift` where a platform's responses do not match the contract.

    Attributes:
        platform: Name of the platform.
        on_drift: The function to call.
        redact: Removes secrets from a text, those of the given signed URL included.
    """

    platform: str
    on_drift: Callable[[Drift], None]
    redact: Callable[[str, str], str]
    _responses: Mapping[str, Mapping[int, Any]] = field(init=False)
    _checker: SchemaChecker = field(init=False)

    def __attrs_post_init__(self) -> None:
        contract = import_module(f"labelbridge_api.{self.platform}.responses")
        object.__setattr__(self, "_responses", contract.RESPONSES)
        object.__setattr__(self, "_checker", SchemaChecker(contract.SCHEMAS))

    def check_response(
        self, operation: str, status: int, media_type: str, content: bytes | None
    ) -> None:
        """Report drift of a response.

        Args:
            operation: Id of the operation. Files have no contract: nothing is reported for them.
            status: Its status.
            media_type: The value of its Content-Type.
            content: Its body; None for rows, which `check_row` checks one by one.
        """
        for problem in self._problems(operation, status, media_type, content):
            self._report(operation, status, problem)

    def check_row(
        self,
        operation: str,
        form: type,
        signed_url: str,
        value: Any,
        row: int,
        *,
        status: int | None = 200,
    ) -> None:
        """Report drift of one row.

        Args:
            operation: Name of the operation that the rows come from.
            form: Class of a row; its name is the name of its schema.
            signed_url: The signed URL of the rows, which a row may repeat.
            value: The row.
            row: Its number, from 1.
            status: The status of the response; None for rows of a file.
        """
        for problem in self._checker.problems(value, {"$ref": form.__name__}):
            self._report(operation, status, problem, row=row, signed_url=signed_url)

    def report_unreadable(self, operation: str, text: str, row: int | None = None) -> None:
        """Report that a response or a row cannot be read."""
        self._report(operation, None, Problem("unreadable", "", text), row=row)

    def _report(
        self,
        operation: str,
        status: int | None,
        problem: Problem,
        *,
        row: int | None = None,
        signed_url: str = "",
    ) -> None:
        self.on_drift(
            Drift(
                vendor=self.platform,
                operation=operation,
                status=status,
                kind=problem.kind,
                place=self.redact(problem.place, signed_url),
                problem=self.redact(problem.text, signed_url),
                row=row,
            )
        )

    def _problems(
        self, operation: str, status: int, media_type: str, content: bytes | None
    ) -> Iterator[Problem]:
        documented = self._responses.get(operation)
        if documented is None:
            return
        if status not in documented:
            yield Problem("status", "", f"the contract has no status {status} for this operation")
            return
        forms = documented[status]
        received = media_type.partition(";")[0].strip().lower()
        if forms and received not in forms:
            which = "another media type" if received else "no media type"
            yield Problem("content_type", "", f"{which}, but the contract has {' or '.join(forms)}")
        schema = (forms.get(received) or forms.get(_JSON) or {}).get("schema")
        if schema is None or content is None or (received != _JSON and _JSON not in forms):
            return
        try:
            value = msgspec.json.decode(content)
            yield from _duplicate_keys(content)
            yield from self._checker.problems(value, schema)
        except (msgspec.DecodeError, ValueError, RecursionError):  # no ValueError in msgspec 0.19
            yield Problem("unreadable", "", "the response is not JSON, or nested too deeply")


@frozen
class MismatchLog:
    """Logs a warning for each place of an operation where a value cannot be read, once.

    Attributes:
        platform: Name of the platform.
        redact: Removes secrets from a text.
    """

    platform: str
    redact: Callable[[str], str]
    _reported: set[tuple[str, str]] = field(init=False, factory=set)

    def report(self, operation: str, problems: Mapping[str, str]) -> None:
        """Log problems of a response.

        Args:
            operation: Id of the operation.
            problems: Description of each problem by its place, with `*` for indices.
        """
        for place, problem in problems.items():
            if (operation, place) not in self._reported:
                self._reported.add((operation, place))
                _log.warning(
                    "%s %s at %s: %s",
                    self.platform,
                    operation,
                    self.redact(place) or "/",
                    problem,
                )


class _ObjectWithDuplicates(dict[str, Any]):
    """A parsed object with the names of its duplicate keys."""

    names: tuple[str, ...]


def _duplicate_keys(content: bytes) -> Iterator[Problem]:
    """Find keys that an object has more than once; msgspec does not report them."""
    found: list[_ObjectWithDuplicates] = []

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) == len(pairs):
            return values
        duplicated = _ObjectWithDuplicates(values)
        counts = Counter(name for name, _ in pairs)
        duplicated.names = tuple(name for name, count in counts.items() if count > 1)
        found.append(duplicated)
        return duplicated

    try:
        value = json.loads(content, object_pairs_hook=build)
    except RecursionError:  # json supports fewer levels than msgspec
        return
    pending: list[tuple[str, Any]] = [("", value)] if found else []
    while pending:
        place, node = pending.pop()
        if isinstance(node, _ObjectWithDuplicates):
            for name in node.names:
                yield Problem("duplicate_key", child_pointer(place, name), "the key is duplicated")
        if isinstance(node, dict):
            pending += [(child_pointer(place, name), part) for name, part in node.items()]
        elif isinstance(node, list):
            pending += [(child_pointer(place, str(index)), part) for index, part in enumerate(node)]
