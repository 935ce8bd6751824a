"""All mutants, and a sample of them.

A seed determines the sample: kinds take turns, and each picks a mutant of the resource that has the
fewest so far. Among equals the order is that of a hash of seed and mutant.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

from labelbridge._core.registry import platform_names
from tests.deep.mutation.contract import operations
from tests.deep.mutation.mutant import KINDS, READER, SEED_NAMES, SIDES, Kind, Mutant
from tests.support.facts import facts, module

SIZE = 240
"""Mutants of a sample, without those of the readers of responses."""
READERS = 8
"""To so many other mutants there is one of the readers."""

for _name in (
    *("client_requests", "client_responses", "client_transport", "client_readers"),
    *("emulator_requests", "emulator_responses", "emulator_state", "emulator_storage"),
):
    import_module(f"tests.deep.mutation.{_name}")  # registers kinds
for _platform in platform_names():
    module(_platform, "mutation_kinds")
KINDS.sort(key=lambda each: [*SEED_NAMES].index((each.side, each.name)))


def all_mutants() -> Iterator[Mutant]:
    """Yield every mutant, except those that a platform's facts exclude."""
    for kind in KINDS:
        for operation in operations():
            excluded = facts(operation.platform).NO_MUTANTS
            if not f"{kind.side} {kind.name}".startswith(excluded):
                yield from (Mutant(kind, operation, each) for each in kind.details(operation))


def catalogue(seed: int = 0, size: int = SIZE) -> list[Mutant]:
    """Return a sample of mutants, half of them of each side, and further ones of the readers.

    Args:
        seed: Determines the sample.
        size: How many mutants of both sides.
    """
    by_kind: dict[Kind, list[Mutant]] = {kind: [] for kind in KINDS}
    for mutant in all_mutants():
        by_kind[mutant.kind].append(mutant)
    for mutants in by_kind.values():
        mutants.sort(key=lambda it: hashlib.sha256(f"{seed} {it.seed_id}".encode()).digest())
    sample = [each for side in SIDES for each in _sample(by_kind, side, size // len(SIDES))]
    return sample + _sample(by_kind, READER, size // READERS)


def _sample(by_kind: dict[Kind, list[Mutant]], side: str, size: int) -> list[Mutant]:
    # kinds of few mutants come first, so that each kind is in the sample
    left = sorted((mutants for kind, mutants in by_kind.items() if kind.side == side), key=len)
    resources: Counter[str] = Counter()
    used: Counter[str] = Counter()
    sample: list[Mutant] = []
    while len(sample) < size and any(left):
        for mutants in left:
            if mutants and len(sample) < size:
                mutant = min(
                    mutants, key=lambda each: (resources[each.resource], used[each.operation.key])
                )
                mutants.remove(mutant)
                sample.append(mutant)
                resources[mutant.resource] += 1
                used[mutant.operation.key] += 1
    return sample
