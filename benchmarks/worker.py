"""Runs one subject in a process of its own: `python -m benchmarks.worker MODULE:FUNCTION JSON`.

The function gets the arguments and returns what one run does; a run returns the number of its
items. For each line of stdin, the worker makes one run, and prints its duration as JSON. The
garbage collector stays on, and removes the garbage of the last run before the next one starts.

The environments of the vendors' SDKs import this module too: it needs only the standard library.
"""

import gc
import json
import logging
import sys
import time
from importlib import import_module
from pathlib import Path


def peak_memory() -> int:
    """Return the largest size of this process so far in bytes, 0 where it is unknown."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    sizes = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(sizes[0]) * 1024 if sizes else 0


def main(program: str, arguments: str) -> None:
    """Run a subject once for each line of stdin."""
    logging.disable(logging.CRITICAL)  # a damaged response is reported in the log
    module, _, function = program.partition(":")
    make = getattr(import_module(f"benchmarks.subjects.{module}"), function)
    run = make(**json.loads(arguments))
    print(json.dumps({"peak": peak_memory()}), flush=True)
    for _ in sys.stdin:
        gc.collect()
        started, cpu = time.perf_counter(), time.process_time()
        items = run()
        found = {
            "seconds": time.perf_counter() - started,
            "cpu": time.process_time() - cpu,
            "items": items,
            "peak": peak_memory(),
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
