"""The settings and the results of a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from labelbridge.contract.operations import UUID

if TYPE_CHECKING:
    from schemathesis import Case, Response

SHOWN = 200
"""The number of characters of a response that a failure shows."""
_VARYING = re.compile(rf"{UUID.pattern}|-?[0-9][0-9.e+-]*|'[^']*'")
"""Parts of error messages that differ between requests."""


@dataclass(slots=True)
class Results:
    """What a run found.

    Attributes:
        responses: The number of responses by operation, phase and status.
        failures: Descriptions of failed checks and errors.
        rejections: How often each expected rejection occurred, by its name.
        graphql_data: How often each root field of GraphQL returned data.
    """

    responses: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    rejections: Counter[str] = field(default_factory=Counter)
    graphql_data: Counter[str] = field(default_factory=Counter)

    def add(self, other: Results) -> None:
        """Add the results of another run."""
        self.responses.update(other.responses)
        self.failures += other.failures
        self.rejections.update(other.rejections)
        self.graphql_data.update(other.graphql_data)

    @property
    def cases(self) -> int:
        """The number of generated requests that received a response."""
        return self.responses.total()


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How much a run tests.

    Attributes:
        seed: The seed of all generated data: the same seed generates the same requests.
        examples: Generated requests per operation.
        scenarios: Scenarios along links, per group of resources.
        steps: The maximum number of requests in a scenario.
        methods: Methods that are sent to paths that do not have them.
    """

    seed: int
    examples: int
    scenarios: int
    steps: int = 8
    methods: Sequence[str] = ("delete", "trace", "put", "patch", "post", "get")


class UnexpectedRejections:
    """Collects error responses to valid data, one per kind."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}

    def add(self, operation: str, case: Case[Any], response: Response) -> None:
        """Add an error response."""
        shown = f"{response.status_code} {response.text[:SHOWN]}"
        kind = (operation, _VARYING.sub("_", shown))
        self._counts[kind] += 1
        if kind not in self._first:
            self._first[kind] = f"response: {shown}\n    {case.as_curl_command()}"

    def failures(self) -> Iterator[str]:
        """Yield a description of each kind, with its first request."""
        for (operation, kind), count in self._counts.items():
            first = self._first[operation, kind]
            yield f"{operation}: valid data rejected {count} times\n    {first}"
