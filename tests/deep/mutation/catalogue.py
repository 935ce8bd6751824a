"""Which lies there are: every kind in every operation where it makes sense, and a choice of them.

The choice is made by a number, not by hand: kinds take turns, and each takes the lie whose resource
has the fewest so far; the order among equals is that of a hash. Another number is another choice.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.deep.mutation import (
    client_answers,
    client_requests,
    client_shared,
    emulator_answers,
    emulator_requests,
    emulator_state,
    emulator_storage,
)
from tests.deep.mutation.contract import operations
from tests.deep.mutation.lie import ENDS, KINDS, Kind, Lie

MODULES = (
    *(client_answers, client_requests, client_shared),
    *(emulator_answers, emulator_requests, emulator_state, emulator_storage),
)
"""The modules that register kinds, in the order of registration: the choice depends on it."""

CHOSEN = 240
"""How many lies a run plants."""


def all_lies() -> Iterator[Lie]:
    """Every lie that can be told."""
    for kind in KINDS:
        for operation in operations():
            for detail in kind.details(operation):
                yield Lie(kind, operation, detail)


def catalogue(seed: int = 0, size: int = CHOSEN) -> list[Lie]:
    """The lies of a run: half of them of each end.

    Args:
        seed: Which choice.
        size: How many lies.
    """
    by_kind: dict[Kind, list[Lie]] = defaultdict(list)
    for lie in all_lies():
        by_kind[lie.kind].append(lie)
    for lies in by_kind.values():
        lies.sort(key=lambda lie: hashlib.sha256(f"{seed} {lie.id}".encode()).digest())
    return [lie for end in ENDS for lie in _chosen(by_kind, end, size // len(ENDS))]


def _chosen(by_kind: dict[Kind, list[Lie]], end: str, size: int) -> list[Lie]:
    # kinds that fit few operations first, so that none goes without
    waiting = sorted((lies for kind, lies in by_kind.items() if kind.end == end), key=len)
    resources: Counter[str] = Counter()
    operated: Counter[str] = Counter()
    chosen: list[Lie] = []
    while len(chosen) < size and any(waiting):
        for lies in waiting:
            if lies and len(chosen) < size:
                lie = min(
                    lies, key=lambda each: (resources[each.resource], operated[each.operation.key])
                )
                lies.remove(lie)
                chosen.append(lie)
                resources[lie.resource] += 1
                operated[lie.operation.key] += 1
    return chosen
