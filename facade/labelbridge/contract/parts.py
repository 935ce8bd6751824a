"""The parts of a run: each is tested on its own, with a server that is reset for every case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from labelbridge.contract.operations import UNIT_PHASES, Operation, operations, reachable
from labelbridge.contract.starting_data import starting_data

Kind = Literal["unit", "stateful", "graphql"]


@dataclass(frozen=True, slots=True)
class Part:
    """Some resources of a platform, and how they are tested.

    Attributes:
        platform: The platform.
        tags: The resources.
        kind: `unit` tests each operation alone, `stateful` follows links, `graphql` sends GraphQL
            documents.
    """

    platform: str
    tags: tuple[str, ...]
    kind: Kind

    @property
    def name(self) -> str:
        """The name for `--part`."""
        return f"{self.platform}:{'+'.join(self.tags)}:{self.kind}"

    @property
    def phases(self) -> tuple[str, ...]:
        """The schemathesis phases of the part."""
        return {"unit": UNIT_PHASES, "stateful": ("stateful",), "graphql": ()}[self.kind]

    def operations(self) -> list[Operation]:
        """Return the tested operations; by default, a stateful part has those that links reach."""
        chosen = [each for each in operations(self.platform) if each.tag in self.tags]
        if self.kind == "stateful" and not starting_data(self.platform).stateful_groups:
            ids = reachable(self.platform, chosen)
            return [each for each in chosen if each.id in ids]
        return chosen


def parts(platform: str) -> list[Part]:
    """Return all parts of a platform."""
    data = starting_data(platform)
    tags = tuple(dict.fromkeys(each.tag for each in operations(platform)))
    graphql = [Part(platform, (tag,), "graphql") for tag in data.graphql]
    groups = [Part(platform, tuple(group), "stateful") for group in data.stateful_groups or [tags]]
    stateful = [part for part in groups if part.operations()]
    return [*graphql, *stateful, *(Part(platform, (tag,), "unit") for tag in tags)]
