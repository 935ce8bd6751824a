"""Give the client malformed responses: `python -m tests.deep.fuzzing`."""

import argparse
import gc
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.contracts.cases import CONTRACTS
from tests.deep.fuzzing.campaign import Tally, fuzz_calls, fuzz_operations
from tests.deep.fuzzing.mutations import MUTATIONS
from tests.deep.fuzzing.strategies import CASES
from tests.support.calls import calls_of

CALLS = [(platform, operation) for platform in CONTRACTS for operation in calls_of(platform)]
PROCESSES = 2


def share(number: int, examples: int, seed: int) -> Tally:
    """Do the share of one process."""
    cases, half = CASES[number::PROCESSES], examples // 2
    tally = fuzz_operations(cases, half, seed)  # fills all caches
    before = allocated()
    second = fuzz_operations(cases, examples - half, seed + 1)
    tally.leaks |= allocated() - before > second.responses.total()
    tally.add(second)
    with tempfile.TemporaryDirectory() as folder:
        tally.add(fuzz_calls(CALLS[number::PROCESSES], seed, Path(folder)))
    return tally


def allocated() -> int:
    """Return the number of blocks of memory that Python objects of this process use."""
    gc.collect()
    return sys.getallocatedblocks()


def main(arguments: list[str]) -> int:
    """Run a campaign, print a summary, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.deep.fuzzing", description=__doc__)
    parser.add_argument("--responses", type=int, default=100_000, help="minimum number")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    # of every valid response one for each mutation and mode
    examples = -(-options.responses // (len(CASES) * len(MUTATIONS) * 2))
    started, tally = time.monotonic(), Tally()
    with ProcessPoolExecutor(PROCESSES) as pool:
        for part in [pool.submit(share, n, examples, options.seed) for n in range(PROCESSES)]:
            tally.add(part.result())
    for where, (count, first) in tally.failures.items():
        sys.stdout.write(f"\n{count} times {where}\n{first}")
    sys.stdout.write(f"responses: {dict(tally.responses.most_common())}\n")
    sys.stdout.write(f"calls: {dict(tally.calls.most_common())}\n")
    if tally.leaks:
        sys.stdout.write("a process kept at least one object for each response\n")
    failures = sum(count for count, _ in tally.failures.values())
    sys.stdout.write(
        f"seed {options.seed}: {tally.responses.total():,} malformed responses and "
        f"{tally.calls.total():,} calls of methods, {failures} failures; "
        f"{(time.monotonic() - started) / 60:.1f} minutes\n"
    )
    return int(tally.leaks or failures > 0 or tally.responses.total() < options.responses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
