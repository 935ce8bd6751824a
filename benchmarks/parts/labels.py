"""Reading labels of Hasty in pages of 100, 89 kB each."""

from __future__ import annotations

from benchmarks.data import PAGE, image_id
from benchmarks.measure import (
    ROOT,
    Required,
    Result,
    Runs,
    Settings,
    Subject,
    alternate,
    ratio,
    server,
    times,
)

PART = "labels"
LABELS = 20_000
PYTHON_OF_SDK = ROOT / ".envs/sdk-hasty/bin/python"


def run(settings: Settings) -> list[Result]:
    """Compare the clients, then sizes of lists, then lists with damaged pages."""
    with server(settings.latency) as url:
        return [*_clients(settings, url), *_sizes(settings, url), *_damaged(settings, url)]


def _clients(settings: Settings, url: str) -> list[Result]:
    arguments = {"base_url": url, "image": image_id(settings.size(LABELS, PAGE))}
    subjects = [
        Subject(f"labelbridge{suffix}", "client:labels", arguments, checkout)
        for suffix, checkout in settings.checkouts().items()
    ]
    subjects += [
        Subject("labelbridge async", "client:labels_async", arguments),
        Subject("limit", "limit:labels", arguments),
    ]
    if PYTHON_OF_SDK.exists():
        subjects.append(
            Subject("hasty 0.3.12", "hasty_sdk:labels", arguments, python=PYTHON_OF_SDK)
        )
    runs = alternate(subjects, settings)
    results = times(PART, runs)
    if PYTHON_OF_SDK.exists():
        results.append(_speed(runs, "labelbridge", "hasty 0.3.12", Required("≥", 2.1)))
        results.append(_speed(runs, "labelbridge async", "hasty 0.3.12"))
    results.append(_speed(runs, "labelbridge", "limit", Required("≥", 0.5)))
    return results


def _speed(runs: Runs, name: str, other: str, required: Required | None = None) -> Result:
    """Return how many labels per second a subject reads, compared with another one."""
    inverse = ratio(PART, runs, other, name)
    return Result(PART, f"speed of {name} / {other}", inverse.samples, "x", required)


def _sizes(settings: Settings, url: str) -> list[Result]:
    """Read the same number of labels in lists of different lengths."""
    largest = settings.size(100_000, 100 * PAGE)
    subjects = [
        Subject(
            f"list of {number:,}",
            "client:labels",
            {"base_url": url, "image": image_id(number), "repeat": largest // number},
        )
        for number in (largest // 100, largest // 10, largest)
    ]
    names = [subject.name for subject in subjects]
    runs = alternate(subjects, settings)
    return [
        *times(PART, runs),
        *(ratio(PART, runs, name, names[0], Required("≤", 1.1)) for name in names[1:]),
    ]


def _damaged(settings: Settings, url: str) -> list[Result]:
    """Read lists of 20 pages, with a null instead of an integer in none, in one and in all."""
    pages = settings.size(20, 2)
    subjects = [
        Subject(
            f"{pages} pages, {damaged} damaged",
            "client:labels",
            {
                "base_url": url,
                "image": image_id(pages * PAGE, damaged=damaged),
                "repeat": settings.size(20),
            },
        )
        for damaged in (0, 1, pages)
    ]
    names = [subject.name for subject in subjects]
    runs = alternate(subjects, settings)
    return [
        *times(PART, runs),
        ratio(PART, runs, names[1], names[0], Required("≤", 1.1)),
        ratio(PART, runs, names[2], names[0]),
    ]
