"""What a lie is, and the register of the kinds of lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.deep.mutation.contract import Operation

ENDS = ("emulator", "client")


@dataclass
class Witness:
    """What became of a lie that is switched on.

    Attributes:
        called: How often its seam was reached.
        told: How often it changed something there.
    """

    called: int = 0
    told: int = 0

    def tell(self, changed: object = True) -> None:
        """Count a call, and whether it changed something."""
        self.called += 1
        self.told += bool(changed)


Plant = Callable[[Operation, str, Witness], AbstractContextManager[None]]
Details = Callable[[Operation], Iterable[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of lie.

    Attributes:
        end: `emulator` or `client`.
        name: What is wrong.
        details: Of an operation, what exactly can be wrong: the names of fields or parameters, or
            an empty text when there is one way only; nothing when the kind makes no sense there.
        plant: Switches the lie on while its block runs.
        mark: Stands between operation and detail in the traces of tests: `?` before a parameter of
            the query, `#` before a field of the body, `=` before a status; empty when no test can
            be told by it.
    """

    end: str
    name: str
    details: Details
    plant: Plant
    mark: str = ""


@dataclass(frozen=True)
class Lie:
    """One defect: a kind, in one operation."""

    kind: Kind
    operation: Operation
    detail: str

    @property
    def id(self) -> str:
        """Its name: end, operation, detail, what is wrong."""
        where = f"{self.operation.key}:{self.detail}" if self.detail else self.operation.key
        return f"{self.kind.end}/{where} {self.kind.name}"

    @property
    def resource(self) -> str:
        """The resource it is about, with its platform."""
        return f"{self.operation.platform}.{self.operation.resource}"

    @property
    def trace(self) -> str:
        """What a test leaves that has to do with exactly this."""
        return f"{self.operation.key}{self.kind.mark}{self.detail}" if self.kind.mark else ""

    def plant(self, witness: Witness) -> AbstractContextManager[None]:
        """Switch it on while the block runs."""
        return self.kind.plant(self.operation, self.detail, witness)


KINDS: list[Kind] = []


def kind(end: str, name: str, details: Details, mark: str = "") -> Callable[[Plant], Plant]:
    """Register the decorated context manager's maker as a kind of lie."""

    def register(plant: Plant) -> Plant:
        KINDS.append(Kind(end, name, details, plant, mark))
        return plant

    return register


def once(fits: Callable[[Operation], object]) -> Details:
    """Details of a kind that is told in one way, of operations that fit."""
    return lambda operation: [""] if fits(operation) else []
