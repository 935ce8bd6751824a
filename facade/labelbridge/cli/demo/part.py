"""The interface of the demo's parts: one per platform, in a module named after it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from attrs import field, frozen
from rich.table import Table

from labelbridge.cli.demo.inputs import Inputs
from labelbridge.cli.demo.report import Check


@frozen
class PartResult:
    """What a part reports.

    Attributes:
        checks: The checks for the summary.
        tables: Tables that are printed before the summary.
    """

    checks: Sequence[Check]
    tables: Sequence[Table] = field(factory=list)


class DemoPart(ABC):
    """The part of the demo that uses one platform.

    Attributes:
        title: The label of the progress bar.
        files: The names of the files that it writes.
        steps: How often it calls `advance`.

    Args:
        inputs: The photographs and labels.

    Raises:
        InvalidArgument: The platform cannot store the labels.
    """

    title: ClassVar[str]
    files: ClassVar[Sequence[str]] = ()

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.steps = 1

    @abstractmethod
    def run(self, client: Any, folder: Path, advance: Callable[[], object]) -> PartResult:
        """Run the part.

        Args:
            client: A client of the platform.
            folder: The directory for `files`.
            advance: Called after each step.
        """


def part_class(platform: str) -> type[DemoPart] | None:
    """Return the part of a platform; None if the demo does not use it."""
    name = f"{__package__}.{platform}"
    if find_spec(name) is None:
        return None
    made: type[DemoPart] = import_module(name).Part
    return made
