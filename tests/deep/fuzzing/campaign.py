"""A fuzzing campaign: many malformed responses to every operation, counted by outcome."""

import asyncio
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from attrs import Factory, define
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from labelbridge_emulator import running
from tests.contracts.cases import CONTRACTS, Operation
from tests.deep.fuzzing.checks import FakePlatform, check_outcome
from tests.deep.fuzzing.mutations import MUTATIONS, mutate
from tests.deep.fuzzing.recording import record, repeat
from tests.deep.fuzzing.strategies import responses
from tests.support.modes import MODES


@define
class Tally:
    """The outcomes of a campaign.

    Attributes:
        responses: Number of responses by outcome.
        calls: Number of calls of methods by outcome.
        leaks: Whether a process kept memory in the second half of its responses, when all caches
            were filled: a block or more for each response.
        failures: Number of failures by place, with the first of each.
    """

    responses: Counter[str] = Factory(Counter)
    calls: Counter[str] = Factory(Counter)
    leaks: bool = False
    failures: dict[str, tuple[int, str]] = Factory(dict)

    def fail(self, what: str, error: Exception) -> str:
        """Add a failure, and return its outcome."""
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
        count, first = self.failures.get(where, (0, f"{what}\n{traceback.format_exc()[-4000:]}"))
        self.failures[where] = count + 1, first
        return f"FAILURE {type(error).__name__}"

    def add(self, other: "Tally") -> None:
        """Add the outcomes of another part."""
        self.responses.update(other.responses)
        self.calls.update(other.calls)
        self.leaks |= other.leaks
        for where, (count, text) in other.failures.items():
            before, first = self.failures.get(where, (0, text))
            self.failures[where] = before + count, first


def fuzz_operations(cases: list[tuple[Operation, int]], examples: int, number: int) -> Tally:
    """Give the client malformed responses to operations.

    Args:
        cases: The operations, each with a successful status.
        examples: How many valid responses are drawn for each case. Each is broken by every
            mutation, for each mode.
        number: The seed.
    """
    tally = Tally()
    with asyncio.Runner() as runner:
        platforms = {platform: FakePlatform(platform, runner) for platform in CONTRACTS}
        for operation, status in cases:
            _fuzz(platforms[operation.platform], operation, status, examples, number, tally)
    return tally


def _fuzz(
    platform: FakePlatform,
    operation: Operation,
    status: int,
    examples: int,
    number: int,
    tally: Tally,
) -> None:
    @seed(number)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    @given(responses(operation.platform, operation.name, status), st.integers(0, 2**64))
    def run(drawn, source):
        for mode in MODES:
            random = Random(f"{source}{mode}")
            for mutation in MUTATIONS:
                response = mutate(mutation, random, *drawn)
                try:
                    outcome = platform.call(operation, response, mode)
                    result = check_outcome(operation, response, outcome, platform.drifts)
                except Exception as error:
                    result = tally.fail(f"{operation.name} {response!r:.1500}", error)
                tally.responses[result] += 1

    run()


def fuzz_calls(calls: list[tuple[str, str]], number: int, folder: Path) -> Tally:
    """Make calls of methods in which the responses to one operation are malformed.

    Args:
        calls: Platform and operation of each call.
        number: The seed.
        folder: A folder for files.
    """
    tally = Tally()
    with running() as emulator:
        for platform, operation in calls:
            recording = record(platform, operation, emulator, folder)
            for target, valid, value in recording.targets(operation):
                for mode in MODES:
                    for mutation in MUTATIONS:
                        random = Random(f"{number} {operation} {target} {mode} {mutation}")
                        response = mutate(mutation, random, value, valid)
                        try:
                            result = repeat(recording, target, response, operation, mode, folder)
                        except Exception as error:
                            result = tally.fail(f"{operation} {target} {response!r:.1500}", error)
                        tally.calls[result] += 1
    return tally
