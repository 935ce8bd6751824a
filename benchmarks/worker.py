"""Runs one subject in a process of its own: `python -m benchmarks.worker MODULE:FUNCTION JSON`.

The function gets the arguments and returns what one run does; a run returns the number of its
items, or the numbers of those that succeeded and failed. For each line of stdin, the worker makes
one run, and prints its duration as JSON. With the line "memory", it also measures the memory
without mapped files. What subjects print goes to stderr. The garbage collector stays on, and
removes the garbage of the last run before the next one starts.

The environments of the vendors' SDKs import this module too: it needs only the standard library.
"""

import gc
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from threading import Event, Thread


def size(name: str) -> int:
    """Return a size of this process in bytes, 0 where it is unknown.

    Args:
        name: VmHWM is the largest size so far, RssAnon the present one without mapped files.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    sizes = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(sizes[0]) * 1024 if sizes else 0


@contextmanager
def anonymous_memory(interval: float = 0.01) -> Iterator[list[int]]:
    """Look at the memory without mapped files now and then, in a thread, and at the end."""
    found, ended = [0], Event()

    def look() -> None:
        found[0] = max(found[0], size("RssAnon"))

    def watch() -> None:
        while not ended.wait(interval):
            look()

    thread = Thread(target=watch)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()
        look()


def main(program: str, arguments: str) -> None:
    """Run a subject once for each line of stdin."""
    logging.disable(logging.CRITICAL)  # a damaged response is reported in the log
    output, sys.stdout = sys.stdout, sys.stderr
    module, _, function = program.partition(":")
    make = getattr(import_module(f"benchmarks.subjects.{module}"), function)
    run = make(**json.loads(arguments))
    gc.collect()
    start = {"peak": size("VmHWM"), "anonymous": size("RssAnon")}
    print(json.dumps(start), file=output, flush=True)
    for line in sys.stdin:
        gc.collect()
        with anonymous_memory() if line.strip() == "memory" else nullcontext([0]) as anonymous:
            started, cpu = time.perf_counter(), time.process_time()
            items = run()
            seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        done, failed = items if isinstance(items, tuple) else (items, 0)
        found = {
            "seconds": seconds,
            "cpu": cpu,
            "items": done,
            "failed": failed,
            "peak": size("VmHWM"),
            "anonymous": anonymous[0],
        }
        print(json.dumps(found), file=output, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
