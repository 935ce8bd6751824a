"""The search of the emulator, part by part, each in a world of its own."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace

from labelbridge.contract import report
from labelbridge.contract.graphql import search_graphql
from labelbridge.contract.living import Server
from labelbridge.contract.platforms import PLATFORMS
from labelbridge.contract.search import Effort, Found, search
from labelbridge.contract.worlds import Part, demo, parts
from labelbridge_emulator import running as start
from labelbridge_emulator.server.server import Emulator

KEY = "contract-key"

GATE = Effort(seed=2024, examples=15, walks=40, methods=("delete", "trace"))
"""What every test run does."""

ROUNDS = 4
"""How often a part is searched at most, by one seed after another."""


@contextmanager
def emulator() -> Iterator[Emulator]:
    """An emulator in this process, that lets in ``KEY`` only."""
    os.environ.setdefault("NO_PROXY", "127.0.0.1")  # else it is looked for at each request
    with start(api_keys=[KEY]) as started:
        yield started


def server(started: Emulator, platform: str) -> Server:
    """One platform of an emulator."""
    url = getattr(started, platform)
    return Server(platform, url, KEY, started.storage, started.reset)


def searched(part: Part, effort: Effort, started: Emulator) -> Found:
    """What the search of one part finds.

    A walk goes where chance leads. Where an operation had no success, and nothing is wrong, more
    walks begin by the next seed, so that few are enough for most parts.
    """
    platform, world = server(started, part.platform), demo(part.platform)
    if part.kind == "graphql":
        return search_graphql(platform, world, effort)
    found = Found()
    for turn in range(ROUNDS):
        own = replace(effort, seed=effort.seed + turn)
        found.add(search(platform, world, part.operations(), part.phases, own))
        if found.failures or not report.missing(found, part.operations(), part.phases):
            break
    return found


def search_all(
    chosen: Sequence[Part], effort: Effort, processes: int, say: Callable[[str], object]
) -> dict[Part, Found]:
    """Search several parts side by side.

    Args:
        chosen: The parts.
        effort: How far to go.
        processes: How many at a time.
        say: Is told of each part that is done.
    """
    # forked processes would share the locks of threads
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        running = {pool.submit(_alone, part, effort): part for part in chosen}
        for future in as_completed(running):
            found = future.result()
            say(f"  {running[future].name}: {found.cases} cases, {len(found.failures)} failures\n")
            for failure in found.failures:
                say(f"    {failure}\n")
    return {part: future.result() for future, part in running.items()}


def _alone(part: Part, effort: Effort) -> Found:
    logging.getLogger("uvicorn").setLevel(logging.ERROR)  # it tells of each malformed request
    with emulator() as started:
        return searched(part, effort, started)


def all_parts() -> list[Part]:
    """Every part of every platform."""
    return [part for platform in PLATFORMS for part in parts(platform)]
