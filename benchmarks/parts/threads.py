"""Requests from 100 threads that share a client."""

from __future__ import annotations

from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.parts.writes import CONNECTIONS
from benchmarks.results import Result, soundness, times

PART = "threads"
THREADS, REQUESTS = 100, 400


def run(settings: Settings) -> list[Result]:
    """Request a project 400 times in each thread, and compare with one thread."""
    each = settings.size(REQUESTS)
    with server(settings.latency) as served:
        arguments = {"base_url": served.url, "number": each}
        subjects = [
            Subject(
                "one thread" if threads == 1 else f"{threads} threads",
                "concurrent:get_in_threads",
                arguments | {"threads": threads},
                alone=True,
            )
            for threads in (1, THREADS)
        ]
        runs = alternate(subjects, settings.at_most(3), served, "projects", warm=False)
    title = f"{each} requests in each of {THREADS} threads"
    names = [subjects[-1].name]
    return [*times(PART, runs), *soundness(PART, title, runs, names, CONNECTIONS)]
