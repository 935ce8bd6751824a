"""A campaign: many hostile answers for every operation, counted by kind and outcome."""

import asyncio
import traceback
from collections import Counter
from random import Random

from attrs import Factory, define
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.contract.cases import Operation
from tests.hostile.drawing import answers
from tests.hostile.judging import Platform, judge
from tests.hostile.mutations import KINDS, broken
from tests.support.colours import COLOURS


@define
class Tally:
    """What came of the answers of a campaign.

    Attributes:
        counts: How many, by kind and outcome.
        told: How many of a kind `on_drift` was told of.
        failures: What is not as promised, by where it happened: how often, and one of them.
    """

    counts: Counter[tuple[str, str]] = Factory(Counter)
    told: Counter[str] = Factory(Counter)
    failures: dict[str, tuple[int, str]] = Factory(dict)

    def fail(self, where: str, text: str) -> None:
        """Note a failure."""
        count, first = self.failures.get(where, (0, text))
        self.failures[where] = count + 1, first

    def add(self, other: "Tally") -> None:
        """Add what another counted."""
        self.counts.update(other.counts)
        self.told.update(other.told)
        for where, (count, text) in other.failures.items():
            before, first = self.failures.get(where, (0, text))
            self.failures[where] = before + count, first


def attack(cases: list[tuple[Operation, int]], examples: int, number: int) -> Tally:
    """Give the client hostile answers, and count what comes of them.

    Args:
        cases: The operations, each with a status that means success.
        examples: How many fitting answers are drawn for each; every one is broken in all ways,
            for each colour anew.
        number: The seed.
    """
    tally = Tally()
    with asyncio.Runner() as runner:
        platforms = {each: Platform(each, runner) for each in ("hasty", "labelbox", "roboflow")}
        for operation, status in cases:
            platform = platforms[operation.vendor]
            _attack(platform, operation, status, examples, number, tally)
    return tally


def _attack(
    platform: Platform, operation: Operation, status: int, examples: int, number: int, tally: Tally
) -> None:
    @seed(number)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    @given(answers(operation, status), st.integers(0, 2**64))
    def run(drawn, chance):
        for colour in COLOURS:
            source = Random(f"{chance}{colour}")
            for kind in KINDS:
                answer = broken(kind, source, *drawn)
                try:
                    outcome = platform.ask(operation, answer, colour)
                    word = judge(operation, answer, outcome, platform.drifts)
                except Exception as error:
                    word = f"FAILURE {type(error).__name__}"
                    frame = traceback.extract_tb(error.__traceback__)[-1]
                    where = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
                    text = f"{operation.name} {answer!r:.1500}\n{traceback.format_exc()[-4000:]}"
                    tally.fail(where, text)
                tally.counts[kind, word] += 1
                tally.told[kind] += bool(platform.drifts)

    run()
