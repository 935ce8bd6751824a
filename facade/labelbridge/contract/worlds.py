"""What ``worlds.yaml`` tells of a platform's demo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from labelbridge.contract.platforms import GRAPHQL, UNIT, Operation, operations

Names = Mapping[str, Sequence[Any]]
"""By the name of a parameter or field, what lives under it."""


@dataclass(frozen=True, slots=True)
class World:
    """What lives in a world from its beginning, and what has to be done in a new one.

    Attributes:
        names: What lives, by name.
        tags: Names that mean something else for a resource.
        operations: Names that mean something else for an operation.
        before: Requests that are sent in every new world.
        lives: Resources whose links are walked together.
    """

    names: Names = field(default_factory=dict)
    tags: Mapping[str, Names] = field(default_factory=dict)
    operations: Mapping[str, Names] = field(default_factory=dict)
    before: Sequence[Mapping[str, Any]] = ()
    lives: Sequence[Sequence[str]] = ()

    def named(self, operation: Operation) -> dict[str, Sequence[Any]]:
        """What the names of an operation mean."""
        own = self.operations.get(operation.id, {})
        return {**self.names, **self.tags.get(operation.tag, {}), **own}

    def needed(self, chosen: Sequence[Operation]) -> list[Mapping[str, Any]]:
        """The requests that have to be sent before any of some operations."""
        tags, ids = {each.tag for each in chosen}, {each.id for each in chosen}
        return [
            step
            for step in self.before
            if tags & set(step.get("tags", ())) or ids & set(step.get("operations", ()))
        ]


@cache
def demo(platform: str) -> World:
    """The demo that the emulator begins with."""
    text = resources.files(__package__).joinpath("worlds.yaml").read_text(encoding="utf-8")
    return World(**yaml.safe_load(text)[platform])


Kind = Literal["data", "walks", "graphql"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a search that a worker does alone.

    Attributes:
        platform: The platform.
        tags: The resources.
        kind: Whether their operations are sent data, one by one, their links are walked, or
            GraphQL documents are sent.
    """

    platform: str
    tags: tuple[str, ...]
    kind: Kind

    @property
    def name(self) -> str:
        """How it is called, to replay it."""
        return f"{self.platform}:{'+'.join(self.tags)}:{self.kind}"

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases of schemathesis that it has."""
        return {"data": UNIT, "walks": ("stateful",), "graphql": ()}[self.kind]

    def operations(self) -> list[Operation]:
        """What it searches."""
        return [each for each in operations(self.platform) if each.tag in self.tags]


def parts(platform: str) -> list[Part]:
    """All parts of the search of a platform: each resource alone, and each group of lives."""
    tags = dict.fromkeys(each.tag for each in operations(platform))
    graphql = [Part(platform, (tag,), "graphql") for tag in GRAPHQL.get(platform, ())]
    walks = [Part(platform, tuple(group), "walks") for group in demo(platform).lives]
    return [*graphql, *walks, *(Part(platform, (tag,), "data") for tag in tags)]
