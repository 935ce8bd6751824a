"""Reading 20,000 labels of Hasty in pages of 100, 89 kB each, over a slow and a fast network."""

from __future__ import annotations

from benchmarks.data import PAGE, image_id
from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.peers import HASTY, sdk, stock
from benchmarks.results import Required, Result, ratio, speed, times

PART = "latency"
LABELS = 20_000
LATENCIES = (0.03, 0.0)
SEQUENTIAL = "labelbridge, read_ahead=0"


def run(settings: Settings) -> list[Result]:
    """Compare the clients at each latency."""
    latencies = LATENCIES if settings.latency is None else (settings.latency,)
    return [result for latency in latencies for result in _compare(settings, latency)]


def _compare(settings: Settings, latency: float) -> list[Result]:
    number, slow = settings.size(LABELS, PAGE), latency > 0
    with server(latency) as served:
        arguments = {"base_url": served.url, "image": image_id(number)}
        subjects = [
            Subject(f"labelbridge{suffix}", "client:labels", arguments, checkout)
            for suffix, checkout in settings.checkouts().items()
        ]
        subjects += [
            Subject("labelbridge async", "client:labels_async", arguments),
            Subject(SEQUENTIAL, "client:labels", arguments | {"read_ahead": 0}),
            *sdk(HASTY, "hasty_sdk:labels", arguments),
            *stock("stock:labels", arguments),
            Subject("httpx", "bare_httpx:labels", arguments),
            Subject("limit", "limit:labels", arguments),
        ]
        rounds = settings.at_most(3) if slow else settings
        runs = alternate(subjects, rounds, served, "labels")
    title = f"{number:,} labels at {latency * 1e3:g} ms"
    results = times(PART, runs, title=title)
    pairs = [
        ("labelbridge", HASTY, Required("≥", 8 if slow else 2.1)),
        ("labelbridge async", HASTY, Required("≥", 6) if slow else None),
        ("labelbridge", "limit", None if slow else Required("≥", 0.5)),
    ]
    comparisons = [speed(PART, runs, *pair) for pair in pairs if {*pair[:2]} <= {*runs}]
    bound = None if slow else Required("≤", 1.05)
    comparisons.append(ratio(PART, runs, "labelbridge", SEQUENTIAL, bound))
    return results + [each.under(title) for each in comparisons]
