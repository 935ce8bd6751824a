"""Uploading images of 100 kB to Hasty at 30 ms: three requests for each, one to the storage."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.parts.writes import CONNECTIONS
from benchmarks.peers import HASTY, sdk
from benchmarks.results import Required, Result, soundness, speed, times

PART = "uploads"
IMAGES, MANY, FEW = 500, 1_500, 64
THREADS = 32
LATENCY = 0.03


def run(settings: Settings) -> list[Result]:
    """Compare one gather and threads with the vendor's SDK, then upload many more at once.

    Subjects that upload one image after another have fewer of them, which take long enough.
    """
    latency = LATENCY if settings.latency is None else settings.latency
    few = settings.size(FEW)
    threads = min(THREADS, few)
    gather, shared = "labelbridge, gather", f"labelbridge, {threads} threads"
    rounds = settings.at_most(3)
    with server(latency) as served, TemporaryDirectory() as folder:
        url = {"base_url": served.url}
        arguments = url | {"number": settings.size(IMAGES)}
        less = url | {"number": few}
        upload, in_threads = "concurrent:upload", "concurrent:upload_in_threads"
        of_sdk = less | {"folder": folder}
        subjects = [
            Subject(gather, upload, arguments),
            Subject(shared, in_threads, arguments | {"threads": threads}),
            Subject("labelbridge, one by one", in_threads, less | {"threads": 1}, alone=True),
            *sdk(HASTY, "hasty_sdk:upload", of_sdk, alone=True),
            *sdk(
                f"{HASTY}, {threads} threads",
                "hasty_sdk:upload",
                of_sdk | {"threads": threads},
                alone=True,
            ),
        ]
        runs = alternate(subjects, rounds, served, "images", warm=False)
        more = url | {"number": settings.size(MANY)}
        many = alternate([Subject(gather, upload, more)], rounds, served, "images", warm=False)
    title = f"uploads of images at {latency * 1e3:g} ms"
    results = times(PART, runs, "ms", title=title)
    if HASTY in runs:
        bound = Required("≥", 10)
        results += [speed(PART, runs, name, HASTY, bound).under(title) for name in (gather, shared)]
    results += soundness(PART, title, runs, [gather, shared], CONNECTIONS)
    title = f"{more['number']:,} uploads at once"
    return [
        *results,
        *(each.under(title) for each in times(PART, many, "ms")),
        *soundness(PART, title, many, [gather], CONNECTIONS),
    ]
