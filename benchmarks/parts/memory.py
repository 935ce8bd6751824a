"""The largest size of a process that reads labels of Hasty and keeps them."""

from __future__ import annotations

from benchmarks.data import PAGE, image_id
from benchmarks.measure import Settings, Subject, Worker, server
from benchmarks.results import Result

PART = "memory"
LABELS = 100_000


def run(settings: Settings) -> list[Result]:
    """Read a list once in a new process, with and without keys that the contract lacks."""
    number = settings.size(LABELS, PAGE)
    results = []
    with server(settings.latency) as served:
        for name, unknown in (("known keys", False), ("two unknown keys", True)):
            arguments = {
                "base_url": served.url,
                "image": image_id(number, unknown=unknown),
                "keep": True,
            }
            subjects = [
                Subject(f"labelbridge{suffix}", "client:labels", arguments, checkout)
                for suffix, checkout in settings.checkouts().items()
            ]
            subjects.append(Subject("msgspec, untyped", "limit:labels", arguments))
            for subject in subjects:
                with Worker(subject) as worker:
                    grown = worker.run().peak - worker.at_start["peak"]
                title = f"{number:,} labels kept, {name}: {subject.name}"
                results.append(Result(PART, title, [grown / 2**20], "MiB"))
    return results
