"""Reading labels of Hasty in pages of 100, 89 kB each."""

from __future__ import annotations

from benchmarks.data import PAGE, image_id
from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.results import Required, Result, ratio, times

PART = "labels"


def run(settings: Settings) -> list[Result]:
    """Compare sizes of lists, then lists with damaged pages."""
    with server(settings.latency) as served:
        return [*_sizes(settings, served.url), *_damaged(settings, served.url)]


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
