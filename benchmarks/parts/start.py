"""The start of a program: the time of the import, and of the first request after it."""

from __future__ import annotations

import json
import os
import subprocess
from operator import itemgetter

from benchmarks.data import PROJECT
from benchmarks.measure import Settings, Subject, environment, server
from benchmarks.peers import HASTY, ROBOFLOW, STOCK, sdk, stock
from benchmarks.results import Required, Result

PART = "start"
OWN = "labelbridge"
PROGRAMS = {
    OWN: (
        "import labelbridge",
        f"labelbridge.Hasty('key', base_url=url).projects.get('{PROJECT}')",
    ),
    HASTY: (
        "import hasty",
        f"hasty.Client('key', base_url=url).get_project('{PROJECT}')",
    ),
    STOCK: (
        "import uuid, stock_hasty, stock_hasty.api.projects.get_project as endpoint",
        f"endpoint.sync(uuid.UUID('{PROJECT}'), client=stock_hasty.AuthenticatedClient(url, 'k'))",
    ),
    ROBOFLOW: (
        "import roboflow",
        "roboflow.Roboflow('key').project('my-cv-project', 'my-workspace')",
    ),
    "httpx": (
        "import httpx",
        f"httpx.Client().get(url + '/v1/projects/{PROJECT}').json()",
    ),
}
"""The imports and the first request of each subject, which returns a project."""
TEXT = """\
import json, sys, time
url = sys.argv[1]
started = time.perf_counter()
{imports}
imported = time.perf_counter()
found = {request}
ended = time.perf_counter()
print(json.dumps([1e3 * (imported - started), 1e3 * (ended - imported), bool(found)]))
"""


def run(settings: Settings) -> list[Result]:
    """Start each program several times, always as a new process. The times are in ms."""
    subjects = [
        *(
            Subject(f"{OWN}{suffix}", OWN, {}, checkout)
            for suffix, checkout in settings.checkouts().items()
        ),
        *(each for name in (HASTY, ROBOFLOW) for each in sdk(name, name)),
        *stock(STOCK),
        Subject("httpx", "httpx", {}),
    ]
    found: dict[str, list[tuple[float, float]]] = {subject.name: [] for subject in subjects}
    with server(settings.latency) as served:
        for number in range(settings.rounds + 1):
            for subject in subjects:
                times = _start(subject, served.url)
                if number:  # the first one may write bytecode
                    found[subject.name].append(times)
    return [
        Result(PART, name, [*map(of, times)], "ms", bound if name == OWN else None, title).under(
            title
        )
        for title, of, bound in (
            ("import", itemgetter(0), Required("≤", 30)),
            ("first request after the import", itemgetter(1), Required("≤", 150)),
            ("import and first request", sum, None),
        )
        for name, times in found.items()
    ]


def _start(subject: Subject, url: str) -> tuple[float, float]:
    imports, request = PROGRAMS[subject.program]
    ended = subprocess.run(
        [subject.python, "-c", TEXT.format(imports=imports, request=request), url],
        env=environment(subject) | {"API_URL": url, "HOME": os.devnull},  # for roboflow
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    imported, requested, found = json.loads(ended.stdout)
    if not found:
        raise SystemExit(f"{subject.name} has not found the project")
    return imported, requested
