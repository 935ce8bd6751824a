"""Mutants, and the registry of their kinds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.deep.mutation.contract import Operation

SIDES = ("emulator", "client")
READER = "reader"
"""The part of the client that reads responses; it has a small sample of its own."""

_NAMES = json.loads(Path(__file__).with_name("seed_names.json").read_text(encoding="utf-8"))
SEED_NAMES = {(side, name): seed_name for side, name, seed_name in _NAMES}
"""The name of each kind from which samples are drawn, in the order of sampling. It stays when a
kind is renamed, so that a seed still selects the same mutants."""


@dataclass
class Probe:
    """Counts what an active mutant does.

    Attributes:
        reached: How often the patched code ran.
        changed: How often the mutant changed a result there.
    """

    reached: int = 0
    changed: int = 0

    def record(self, changed: object = True) -> None:
        """Count one run of the patched code, and whether the result changed."""
        self.reached += 1
        self.changed += bool(changed)


Active = AbstractContextManager[object]
Activate = Callable[[Operation, str, Probe], Active]
Details = Callable[[Operation], Iterable[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of mutant.

    Attributes:
        side: `emulator`, `client` or `reader`.
        name: The defect.
        details: Returns what can be mutated in an operation: names of fields or parameters, or one
            empty string if there is only one way; nothing if the kind does not apply.
        activate: Returns a context manager in which the mutant is active.
        mark: Joins operation and detail in the coverage of tests: `?` for a query parameter, `#`
            for a field of the body, `=` for a status; empty if coverage has no such entry.
    """

    side: str
    name: str
    details: Details
    activate: Activate
    mark: str = ""


@dataclass(frozen=True)
class Mutant:
    """One defect: a kind, in one operation."""

    kind: Kind
    operation: Operation
    detail: str

    @property
    def id(self) -> str:
        """Side, operation, detail and kind."""
        return f"{self._place} {self.kind.name}"

    @property
    def seed_id(self) -> str:
        """The id from which samples are drawn."""
        return f"{self._place} {SEED_NAMES[self.kind.side, self.kind.name]}"

    @property
    def _place(self) -> str:
        detail = f":{self.detail}" if self.detail else ""
        return f"{self.kind.side}/{self.operation.key}{detail}"

    @property
    def resource(self) -> str:
        """The resource of the operation, with its platform."""
        return f"{self.operation.platform}.{self.operation.resource}"

    @property
    def coverage(self) -> str:
        """The coverage entry of tests that use exactly what is mutated; or an empty string."""
        return f"{self.operation.key}{self.kind.mark}{self.detail}" if self.kind.mark else ""

    def activate(self, probe: Probe) -> Active:
        """Return a context manager in which the mutant is active."""
        return self.kind.activate(self.operation, self.detail, probe)


KINDS: list[Kind] = []


def kind(side: str, name: str, details: Details, mark: str = "") -> Callable[[Activate], Activate]:
    """Register the decorated function as a kind of mutant."""

    def register(activate: Activate) -> Activate:
        KINDS.append(Kind(side, name, details, activate, mark))
        return activate

    return register


def once(applies: Callable[[Operation], object]) -> Details:
    """Return the details of a kind that exists once in each operation it applies to."""
    return lambda operation: [""] if applies(operation) else []
