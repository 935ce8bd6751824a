"""Say what changed in the contracts since a commit: `spec_diff BASE`.

The contracts of the working tree, with what is not committed, are compared with those of BASE, any
name that git knows a commit by. Every change is said with the operations that it reaches and the
client's methods that send them; what is only said in other words is counted, and told with
`--words`. The exit status is 1 for a breaking change with `--fail-on-breaking`, 2 when nothing
could be compared, else 0.
"""

import argparse
import signal
import subprocess
import sys
import textwrap
from collections.abc import Collection, Iterator
from pathlib import Path

from graphql import GraphQLError

from scripts.contracts import Contract
from scripts.operations import CLIENTS, methods_by_operation
from scripts.redocly import RedoclyError, compare
from scripts.spec_changes import (
    BREAKING,
    COMPATIBLE,
    VERDICTS,
    WORDS,
    Change,
    comparable,
    contract_changes,
    graphql_changes,
    reach,
)

ROOT = Path(__file__).resolve().parent.parent
GRAPHQL_OPERATIONS: tuple[str, ...] = ("execute_graphql",)


class BaseError(Exception):
    """There is nothing to compare with; the text says why."""


def git(*arguments: str) -> str | None:
    """Return what git prints, or None when it refuses."""
    ended = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return ended.stdout if ended.returncode == 0 else None


def versions(base: str) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield (name, text at a commit, text now) of every contract; None where there is none.

    Args:
        base: The commit, by any name.

    Raises:
        BaseError: git knows no such commit.
    """
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    if commit is None:
        raise BaseError(f"git knows no commit {base!r}: BASE is a tag, a branch or a commit")
    commit = commit.strip()
    listed = git("ls-tree", "--name-only", commit, "openapi/") or ""
    now = {path.name: path for path in (ROOT / "openapi").iterdir()}
    for name in sorted({Path(line).name for line in listed.splitlines()} | now.keys()):
        if name.endswith((".yaml", ".graphql")) and not name.endswith(".config.yaml"):
            new = now[name].read_text(encoding="utf-8") if name in now else None
            yield name, git("show", f"{commit}:./openapi/{name}"), new


def compared(name: str, base: str | None, revision: str | None) -> list[Change]:
    """Return what changed in one contract.

    Args:
        name: The name of its file.
        base: The older text, if it was there.
        revision: The newer one, if it is.

    Raises:
        RedoclyError: Redocly is not installed, or can't read one of them.
    """
    if base == revision:
        return []
    graphql = name.endswith(".graphql")
    operations = GRAPHQL_OPERATIONS if graphql else tuple(reach(Contract(revision or base or "")))
    if base is None:
        return [Change(COMPATIBLE, "The contract is new.", name, operations)]
    if revision is None:
        return [Change(BREAKING, "The contract was removed.", name, operations)]
    if graphql:
        return graphql_changes(base, revision, operations)
    old, new = Contract(base), Contract(revision)
    report = compare(comparable(old.document), comparable(new.document))
    return contract_changes(report, old, new)


def lines(name: str, found: list[Change], told: Collection[str]) -> Iterator[str]:
    """Yield the report of one contract: a summary, and the changes whose verdict is told."""
    counts = [sum(change.verdict == verdict for change in found) for verdict in VERDICTS]
    summary = ", ".join(f"{n} {v}" for n, v in zip(counts, VERDICTS, strict=True) if n)
    yield f"openapi/{name}: {summary or 'no change'}"
    platform = Path(name).stem
    senders = methods_by_operation(platform) if platform in CLIENTS and found else {}
    for verdict in told:
        own = [change for change in found if change.verdict == verdict]
        if own:
            yield f"\n  {verdict}"
        for change in own:
            yield from wrapped(f"    {change.text}", "")
            if change.place:
                yield from wrapped("      in          ", change.place)
            if verdict != WORDS:
                methods = {m for id_ in change.operations for m in senders.get(id_, ())}
                yield from wrapped("      operations  ", ", ".join(change.operations) or "none")
                yield from wrapped("      methods     ", ", ".join(sorted(methods)) or "none")


def wrapped(head: str, rest: str) -> list[str]:
    """Return a text as lines of a terminal, all but the first as far in as its head is long."""
    indent = " " * (len(head) if rest else 6)
    return textwrap.wrap(head + rest, 100, subsequent_indent=indent, break_long_words=False)


def main(arguments: list[str]) -> int:
    """Print the report and return the exit status."""
    parser = argparse.ArgumentParser(prog="spec-diff", description=__doc__)
    parser.add_argument("base", metavar="BASE")
    parser.add_argument("--fail-on-breaking", action="store_true")
    parser.add_argument("--words", action="store_true")
    given = parser.parse_args(arguments)
    told = VERDICTS if given.words else (BREAKING, COMPATIBLE)
    broken = False
    try:
        for name, base, revision in versions(given.base):
            found = compared(name, base, revision)
            print(*lines(name, found, told), sep="\n", end="\n\n" if found else "\n")
            broken = broken or any(change.verdict == BREAKING for change in found)
    except (BaseError, RedoclyError, GraphQLError) as error:
        print(error, file=sys.stderr)
        return 2
    return int(broken and given.fail_on_breaking)


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` has read enough
    sys.exit(main(sys.argv[1:]))
