"""The data that a platform's server holds when a run starts, and the settings of its tests.

It comes from `data/<platform>.yaml`; `data/README.md` describes the format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from labelbridge.contract.operations import Operation

Values = Mapping[str, Sequence[Any]]
"""Existing values, by the name of a parameter or field."""


@dataclass(frozen=True, slots=True)
class StartingData:
    """Ids of existing objects, and how to prepare a server before each test case.

    Attributes:
        values: Existing values by name.
        tags: Values that differ for a resource.
        operations: Values that differ for an operation.
        setup: Requests that are sent after each reset.
        stateful_groups: Groups of resources whose links are tested together; if empty, the links
            of all resources are tested together.
        uploads: Which response has signed URLs that need a file: `operation`, `items` (JSON pointer
            to the list) and `url` (the name of the field).
        graphql: Resources whose operations are a GraphQL endpoint.
        graphql_errors: Error codes that are allowed for a valid GraphQL document, with the reason.
        expected_rejections: Error responses that are allowed for valid data.
    """

    values: Values = field(default_factory=dict)
    tags: Mapping[str, Values] = field(default_factory=dict)
    operations: Mapping[str, Values] = field(default_factory=dict)
    setup: Sequence[Mapping[str, Any]] = ()
    stateful_groups: Sequence[Sequence[str]] = ()
    uploads: Mapping[str, str] = field(default_factory=dict)
    graphql: Sequence[str] = ()
    graphql_errors: Mapping[str, str] = field(default_factory=dict)
    expected_rejections: Sequence[Mapping[str, Any]] = ()

    def values_for(self, operation: Operation) -> dict[str, Sequence[Any]]:
        """Return the existing values for the parameters and fields of an operation."""
        own = self.operations.get(operation.id, {})
        return {**self.values, **self.tags.get(operation.tag, {}), **own}

    def setup_for(self, chosen: Sequence[Operation]) -> list[Mapping[str, Any]]:
        """Return the setup requests that at least one of some operations needs."""
        tags, ids = {each.tag for each in chosen}, {each.id for each in chosen}
        return [
            step
            for step in self.setup
            if tags & set(step.get("tags", ())) or ids & set(step.get("operations", ()))
        ]


@cache
def starting_data(platform: str) -> StartingData:
    """Return the data of the emulator's demo seed; empty if the platform has no data file."""
    file = resources.files(__package__).joinpath("data", f"{platform}.yaml")
    if not file.is_file():
        return StartingData()
    return StartingData(**yaml.safe_load(file.read_text(encoding="utf-8")))
