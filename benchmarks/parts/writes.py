"""Creating 2,000 labels of Hasty at once, each with a request of its own, at 50 ms."""

from __future__ import annotations

from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.results import Required, Result, best, ratio, soundness, times

PART = "writes"
LABELS = 2_000
LATENCY = 0.05
AT_ONCE = (16, 32, 64)
CONNECTIONS = 64
"""The default limit of the client."""


def run(settings: Settings) -> list[Result]:
    """Compare one gather of all calls with semaphores around the calls, and around httpx."""
    latency = LATENCY if settings.latency is None else settings.latency
    number, name = settings.size(LABELS), "labelbridge"
    with server(latency) as served:
        arguments = {"base_url": served.url, "number": number}
        subjects = [Subject(name, "concurrent:create", arguments)]
        for label, function in (("labelbridge", "concurrent"), ("httpx", "bare_httpx")):
            subjects += [
                Subject(
                    f"{label}, semaphore of {at_once}",
                    f"{function}:create",
                    arguments | {"at_once": at_once},
                )
                for at_once in AT_ONCE
            ]
        runs = alternate(subjects, settings.at_most(3), served, "created labels", warm=False)
    title = f"{number:,} labels created at once at {latency * 1e3:g} ms"
    limited = [subject.name for subject in subjects[1:]]
    own, other = limited[: len(AT_ONCE)], limited[len(AT_ONCE) :]
    return [
        *times(PART, runs, title=title),
        ratio(PART, runs, name, best(runs, own), Required("≤", 1.3)).under(title),
        ratio(PART, runs, name, best(runs, other), Required("≤", 1.3)).under(title),
        *soundness(PART, title, runs, [name], CONNECTIONS),
    ]
