"""The time of single calls: creating a label, and requesting a project."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.peers import ROBOFLOW, sdk
from benchmarks.results import Required, Result, ratio, times

PART = "calls"
SHAPES = {
    "box": "",
    "polygon": "polygon of 1,000 points: validation and encoding",
    "mask": "mask of 20,000 numbers: validation and encoding",
}
"""The shapes of labels, and the names of the time that they take beyond that of a box."""


def run(settings: Settings) -> list[Result]:
    """Measure `labels.create`, then `projects.get`, one by one and many at once."""
    return [*_create(settings), *_get(settings), *_get_many(settings), *_roboflow(settings)]


def _create(settings: Settings) -> list[Result]:
    arguments = {"repeat": settings.size(200)}
    runs = alternate(
        [
            Subject(
                f"labels.create, {shape}{suffix}",
                "client:create",
                arguments | {"shape": shape},
                checkout,
            )
            for suffix, checkout in settings.checkouts().items()
            for shape in SHAPES
        ],
        settings,
    )
    results = times(PART, runs)
    for suffix in settings.checkouts():
        boxes = runs[f"labels.create, box{suffix}"]
        for shape in ("polygon", "mask"):
            pairs = zip(runs[f"labels.create, {shape}{suffix}"], boxes, strict=True)
            samples = [1e6 * (one.per_item - other.per_item) for one, other in pairs]
            required = Required("≤", 300) if shape == "polygon" and not suffix else None
            results.append(Result(PART, SHAPES[shape] + suffix, samples, "µs", required))
    if settings.baseline:
        for shape in SHAPES:
            name = f"labels.create, {shape}"
            required = Required("≤", 0.5) if shape == "box" else None
            results.append(ratio(PART, runs, name, f"{name} (baseline)", required))
    return results


def _get(settings: Settings) -> list[Result]:
    names = {"": "get", " async": "get_async"}
    return _requests(settings, names, settings.size(200), Required("≤", 1.15))


def _get_many(settings: Settings) -> list[Result]:
    number = settings.size(300)
    return _requests(settings, {f", {number} at once": "get_many"}, number)


def _roboflow(settings: Settings) -> list[Result]:
    """Compare `projects.get` of Roboflow with the vendor's SDK."""
    name = "projects.get of Roboflow"
    with server(settings.latency) as served:
        arguments = {"base_url": served.url, "repeat": settings.size(200)}
        subjects = [
            Subject(f"{name}{suffix}", "client:get_of_roboflow", arguments, checkout)
            for suffix, checkout in settings.checkouts().items()
        ]
        subjects += sdk(ROBOFLOW, "roboflow_sdk:get", arguments)
        runs = alternate(subjects, settings, served, "projects")
    results = times(PART, runs)
    return [*results, ratio(PART, runs, name, ROBOFLOW)] if ROBOFLOW in runs else results


def _requests(
    settings: Settings, names: Mapping[str, str], repeat: int, required: Required | None = None
) -> list[Result]:
    """Compare `projects.get` with the same request without this project.

    Args:
        settings: The options of the run.
        names: The functions of the subjects, by what is appended to their names.
        repeat: The number of requests of a run.
        required: The bound of the ratios.
    """
    with server(settings.latency) as served:
        arguments = {"base_url": served.url, "repeat": repeat}
        subjects = [
            Subject(f"projects.get{name}{suffix}", f"client:{function}", arguments, checkout)
            for suffix, checkout in settings.checkouts().items()
            for name, function in names.items()
        ]
        subjects += [
            Subject(f"httpx{name}", f"bare_httpx:{function}", arguments)
            for name, function in names.items()
        ]
        runs = alternate(subjects, settings)
    results = times(PART, runs)
    for suffix in settings.checkouts():
        bound = None if suffix else required
        for name in names:
            results.append(ratio(PART, runs, f"projects.get{name}{suffix}", f"httpx{name}", bound))
    return results
