"""The time of single calls: creating a label, and requesting a project."""

from __future__ import annotations

from benchmarks.measure import Required, Result, Settings, Subject, alternate, ratio, server, times

PART = "calls"
POINTS = 1000


def run(settings: Settings) -> list[Result]:
    """Measure calls of `labels.create`, then of `projects.get`."""
    return [*_create(settings), *_get(settings)]


def _create(settings: Settings) -> list[Result]:
    arguments = {"repeat": settings.size(200)}
    polygon = arguments | {"points": POINTS}
    subjects = []
    for suffix, checkout in settings.checkouts().items():
        subjects += [
            Subject(f"labels.create, box{suffix}", "client:create", arguments, checkout),
            Subject(f"labels.create, polygon{suffix}", "client:create", polygon, checkout),
        ]
    runs = alternate(subjects, settings)
    results = times(PART, runs)
    for suffix in settings.checkouts():
        boxes = runs[f"labels.create, box{suffix}"]
        polygons = runs[f"labels.create, polygon{suffix}"]
        pairs = zip(polygons, boxes, strict=True)
        samples = [1e6 * (one.per_item - other.per_item) for one, other in pairs]
        name = f"polygon of {POINTS:,} points{suffix}: validation and encoding"
        results.append(Result(PART, name, samples, "µs", None if suffix else Required("≤", 300)))
    if settings.baseline:
        for shape, required in (("box", Required("≤", 0.5)), ("polygon", None)):
            name = f"labels.create, {shape}"
            results.append(ratio(PART, runs, name, f"{name} (baseline)", required))
    return results


def _get(settings: Settings) -> list[Result]:
    with server(settings.latency) as url:
        arguments = {"base_url": url, "repeat": settings.size(200)}
        subjects = []
        for suffix, checkout in settings.checkouts().items():
            subjects += [
                Subject(f"projects.get{suffix}", "client:get", arguments, checkout),
                Subject(f"projects.get async{suffix}", "client:get_async", arguments, checkout),
            ]
        subjects += [
            Subject("httpx", "bare_httpx:get", arguments),
            Subject("httpx async", "bare_httpx:get_async", arguments),
        ]
        runs = alternate(subjects, settings)
    bound = Required("≤", 1.15)
    results = times(PART, runs)
    for suffix in settings.checkouts():
        required = None if suffix else bound
        results += [
            ratio(PART, runs, f"projects.get{suffix}", "httpx", required),
            ratio(PART, runs, f"projects.get async{suffix}", "httpx async", required),
        ]
    return results
