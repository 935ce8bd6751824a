"""Run the contract tests against the emulator, part by part."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace

from labelbridge._core.registry import platform_names
from labelbridge.contract import report
from labelbridge.contract.graphql import run_graphql
from labelbridge.contract.parts import Part, parts
from labelbridge.contract.results import Results, RunSettings
from labelbridge.contract.runner import run
from labelbridge.contract.server import Server
from labelbridge.contract.starting_data import starting_data
from labelbridge_emulator import running
from labelbridge_emulator.server.server import Emulator

KEY = "contract-key"

DEFAULT = RunSettings(seed=2024, examples=4, scenarios=6, methods=("trace",))
"""The settings of `make test` and `make contract`."""

ROUNDS = 12
"""The maximum number of seeds for one part."""


@contextmanager
def emulator() -> Iterator[Emulator]:
    """Run an emulator in this process that accepts only `KEY`."""
    with running(api_keys=[KEY]) as started:
        yield started


def server(started: Emulator, platform: str) -> Server:
    """Return one platform of an emulator as a server to test."""
    return Server(platform, started.platforms[platform], KEY, started.storage, started.reset)


def run_part(part: Part, settings: RunSettings, started: Emulator) -> Results:
    """Test one part.

    Generated data and scenarios are random, and few of them are enough for most operations. What
    has no successful response runs again with the next seed.
    """
    target, data = server(started, part.platform), starting_data(part.platform)
    if part.kind == "graphql":
        return run_graphql(target, data, settings)
    operations, phases = part.operations(), part.phases
    results = run(target, data, operations, phases, settings)
    for number in range(1, ROUNDS):
        missing = report.without_success(results, part.operations(), part.phases)
        if results.failures or not missing:
            break
        if part.kind == "unit":  # a scenario needs the other operations
            operations = [each for each in operations if each in {one for one, _ in missing}]
            phases = tuple(phase for phase in phases if phase in {one for _, one in missing})
        own = replace(settings, seed=settings.seed + number)
        results.add(run(target, data, operations, phases, own))
    return results


def run_parts(
    chosen: Sequence[Part], settings: RunSettings, processes: int, write: Callable[[str], object]
) -> dict[Part, Results]:
    """Test several parts in parallel.

    Args:
        chosen: The parts.
        settings: How much to test.
        processes: The number of processes.
        write: Receives a line about each finished part.
    """
    # forked processes would inherit locks of other threads
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        futures = {pool.submit(_run_alone, part, settings): part for part in chosen}
        for future in as_completed(futures):
            results = future.result()
            name = futures[future].name
            write(f"  {name}: {results.cases} cases, {len(results.failures)} failures\n")
            for failure in results.failures:
                write(f"    {failure}\n")
    return {part: future.result() for future, part in futures.items()}


def _run_alone(part: Part, settings: RunSettings) -> Results:
    logging.getLogger("uvicorn").setLevel(logging.ERROR)  # it warns about malformed requests
    with emulator() as started:
        return run_part(part, settings, started)


def all_parts() -> list[Part]:
    """Return every part of every platform."""
    return [part for platform in platform_names() for part in parts(platform)]
