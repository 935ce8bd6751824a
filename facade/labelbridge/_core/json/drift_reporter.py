"""Answers held against the contract, for `on_drift`: in one place, and only if it is set."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import msgspec
from attrs import field, frozen

from labelbridge._core.json.schema_check import Fits, Problem, below
from labelbridge.drift import Drift

_JSON: Final = "application/json"


@frozen
class Watch:
    """Tells `on_drift` what does not fit about a platform's answers.

    Attributes:
        platform: Name of the platform.
        tell: The hook.
        clean: Takes secrets out of a text, those of a signed URL too.
    """

    platform: str
    tell: Callable[[Drift], None]
    clean: Callable[[str, str], str]
    _answers: Mapping[str, Mapping[int, Any]] = field(init=False)
    _fits: Fits = field(init=False)

    def __attrs_post_init__(self) -> None:
        contract = import_module(f"labelbridge_api.{self.platform}.responses")
        object.__setattr__(self, "_answers", contract.RESPONSES)
        object.__setattr__(self, "_fits", Fits(contract.SCHEMAS))

    def answer(self, operation: str, status: int, media_type: str, content: bytes | None) -> None:
        """Tell what does not fit about an answer.

        Args:
            operation: What was asked for. Files have no contract of their own: nothing is told.
            status: Its status.
            media_type: What it says that it holds.
            content: Its body; None for rows, which come one by one.
        """
        for problem in self._problems(operation, status, media_type, content):
            self._tell(operation, status, problem)

    def row(self, operation: str, form: type, signed: str, value: Any, row: int) -> None:
        """Tell what does not fit about one row.

        Args:
            operation: Where the rows come from.
            form: Class of a row; its name is that of its schema.
            signed: The signed URL that it comes from, which it may repeat.
            value: The row.
            row: Its number, from 1.
        """
        for problem in self._fits.problems(value, {"$ref": form.__name__}):
            self._tell(operation, 200, problem, row=row, signed=signed)

    def unreadable(self, operation: str, text: str, row: int | None = None) -> None:
        """Tell that an answer, or a row, cannot be read at all."""
        self._tell(operation, None, Problem("unreadable", "", text), row=row)

    def _tell(
        self,
        operation: str,
        status: int | None,
        problem: Problem,
        *,
        row: int | None = None,
        signed: str = "",
    ) -> None:
        self.tell(
            Drift(
                vendor=self.platform,
                operation=operation,
                status=status,
                kind=problem.kind,
                place=self.clean(problem.place, signed),
                problem=self.clean(problem.text, signed),
                row=row,
            )
        )

    def _problems(
        self, operation: str, status: int, media_type: str, content: bytes | None
    ) -> Iterator[Problem]:
        documented = self._answers.get(operation)
        if documented is None:
            return
        if status not in documented:
            yield Problem("status", "", f"the contract has no status {status} for this")
            return
        forms = documented[status]
        said = media_type.partition(";")[0].strip().lower()
        if forms and said not in forms:
            told = "none" if not said else "another"
            yield Problem(
                "content_type", "", f"{told} is said, where the contract has {' or '.join(forms)}"
            )
        schema = (forms.get(said) or forms.get(_JSON) or {}).get("schema")
        if schema is None or content is None or (said != _JSON and _JSON not in forms):
            return
        try:
            value = msgspec.json.decode(content)
            yield from _doubled(content)
            yield from self._fits.problems(value, schema)
        except (ValueError, RecursionError):
            yield Problem("unreadable", "", "the answer is not JSON, or nested too deeply")


class _Doubled(dict[str, Any]):
    """An object with keys that stand there twice: `names`."""

    names: tuple[str, ...]


def _doubled(content: bytes) -> Iterator[Problem]:
    """Find keys that stand in one object twice; a parser that is fast does not say."""
    found: list[_Doubled] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) == len(pairs):
            return values
        twice = _Doubled(values)
        twice.names = tuple(name for name, n in Counter(name for name, _ in pairs).items() if n > 1)
        found.append(twice)
        return twice

    try:
        value = json.loads(content, object_pairs_hook=made)
    except RecursionError:  # it follows less deep than msgspec
        return
    waiting: list[tuple[str, Any]] = [("", value)] if found else []
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, _Doubled):
            for name in one.names:
                yield Problem("duplicate_key", below(place, name), "the key stands here twice")
        if isinstance(one, dict):
            waiting += [(below(place, name), part) for name, part in one.items()]
        elif isinstance(one, list):
            waiting += [(below(place, str(index)), part) for index, part in enumerate(one)]
