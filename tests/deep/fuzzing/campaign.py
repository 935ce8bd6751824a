"""A campaign: many hostile answers for every operation, counted by kind and outcome."""

import asyncio
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from attrs import Factory, define
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from labelbridge_emulator import running
from tests.contracts.cases import Operation
from tests.deep.fuzzing.drawing import answers
from tests.deep.fuzzing.judging import Platform, judge
from tests.deep.fuzzing.mutations import KINDS, broken
from tests.deep.fuzzing.replay import Replay, call, examine, hostile_parts, record
from tests.support.modes import MODES


@define
class Tally:
    """What came of the answers of a campaign.

    Attributes:
        counts: How many, by kind and outcome.
        calls: How many calls of methods, by outcome.
        largest: Bytes of the largest body.
        grown: By how many bytes each process became larger in the second half of its answers.
        told: How many of a kind `on_drift` was told of.
        failures: What is not as promised, by where it happened: how often, and one of them.
    """

    counts: Counter[tuple[str, str]] = Factory(Counter)
    calls: Counter[str] = Factory(Counter)
    largest: int = 0
    grown: list[int] = Factory(list)
    told: Counter[str] = Factory(Counter)
    failures: dict[str, tuple[int, str]] = Factory(dict)

    def fail(self, what: str, error: Exception) -> str:
        """Note a failure, and return it in a word."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
        count, first = self.failures.get(where, (0, f"{what}\n{traceback.format_exc()[-4000:]}"))
        self.failures[where] = count + 1, first
        return f"FAILURE {type(error).__name__}"

    def add(self, other: "Tally") -> None:
        """Add what another counted."""
        self.counts.update(other.counts)
        self.told.update(other.told)
        self.calls.update(other.calls)
        self.largest = max(self.largest, other.largest)
        self.grown += other.grown
        for where, (count, text) in other.failures.items():
            before, first = self.failures.get(where, (0, text))
            self.failures[where] = before + count, first


def attack(cases: list[tuple[Operation, int]], examples: int, number: int) -> Tally:
    """Give the client hostile answers, and count what comes of them.

    Args:
        cases: The operations, each with a status that means success.
        examples: How many fitting answers are drawn for each; every one is broken in all ways,
            for each mode anew.
        number: The seed.
    """
    tally = Tally()
    with asyncio.Runner() as runner:
        platforms = {each: Platform(each, runner) for each in ("hasty", "labelbox", "roboflow")}
        for operation, status in cases:
            platform = platforms[operation.platform]
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
        for mode in MODES:
            source = Random(f"{chance}{mode}")
            for kind in KINDS:
                answer = broken(kind, source, *drawn)
                try:
                    outcome = platform.ask(operation, answer, mode)
                    word = judge(operation, answer, outcome, platform.drifts)
                except Exception as error:
                    word = tally.fail(f"{operation.name} {answer!r:.1500}", error)
                tally.counts[kind, word] += 1
                tally.largest = max(tally.largest, len(answer.body))
                tally.told[kind] += bool(platform.drifts)

    run()


def replay_calls(calls: list[tuple[str, str]], number: int, folder: Path) -> Tally:
    """Make calls of methods with one hostile operation, and count what comes of them.

    Args:
        calls: The operations that are called, each after its platform.
        number: The seed.
        folder: For files.
    """
    tally = Tally()
    with running() as emulator:
        for platform, operation in calls:
            tape = record(platform, operation, emulator, folder)
            for target, fits, value in hostile_parts(tape, operation):
                for mode in MODES:
                    for kind in KINDS:
                        chance = Random(f"{number} {operation} {target} {mode} {kind}")
                        answer = broken(kind, chance, value, fits)
                        replay = Replay(tape, target, answer)
                        try:
                            word = examine(replay, call(replay, operation, mode, folder))
                        except Exception as error:
                            word = tally.fail(f"{operation} {target} {answer!r:.1500}", error)
                        tally.calls[word] += 1
    return tally
