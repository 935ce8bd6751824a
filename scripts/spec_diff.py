"""List the changes of the contracts since a commit: `spec_diff BASE`.

The contracts of the working tree, with uncommitted changes, are compared with those of BASE: a
commit, a tag or a branch. Each change is listed with the operations it affects and the client's
methods that send them. Changes of texts only are counted, and listed with `--texts`. The exit
status is 1 for a breaking change with `--fail-on-breaking`, 2 if the comparison failed, else 0.
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
from scripts.spec_compatibility import (
    BREAKING,
    COMPATIBLE,
    TEXTS,
    VERDICTS,
    Change,
    comparable,
    contract_changes,
    graphql_changes,
    reach,
)

ROOT = Path(__file__).resolve().parent.parent


class BaseError(Exception):
    """The base of the comparison does not exist."""


def git(*arguments: str) -> str | None:
    """Return the output of a git command, or None if it fails."""
    ended = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    return ended.stdout if ended.returncode == 0 else None


def versions(base: str) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield (name, text at a commit, text now) of every contract; None if the file is missing.

    Args:
        base: A commit, tag or branch.

    Raises:
        BaseError: The commit does not exist.
    """
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    if commit is None:
        raise BaseError(f"unknown commit {base!r}: BASE must be a tag, a branch or a commit")
    commit = commit.strip()
    listed = git("ls-tree", "--name-only", commit, "openapi/") or ""
    now = {path.name: path for path in (ROOT / "openapi").iterdir()}
    for name in sorted({Path(line).name for line in listed.splitlines()} | now.keys()):
        if name.endswith((".yaml", ".graphql")) and not name.endswith(".config.yaml"):
            new = now[name].read_text(encoding="utf-8") if name in now else None
            yield name, git("show", f"{commit}:./openapi/{name}"), new


def compared(name: str, base: str | None, revision: str | None) -> list[Change]:
    """Return the changes of one contract.

    Args:
        name: The name of its file.
        base: The older text, or None.
        revision: The newer text, or None.

    Raises:
        RedoclyError: Redocly is not installed, or cannot read a contract.
    """
    if base == revision:
        return []
    graphql = name.endswith(".graphql")
    operations = (
        graphql_operations(name) if graphql else tuple(reach(Contract(revision or base or "")))
    )
    if base is None:
        return [Change(COMPATIBLE, "The contract is new.", name, operations)]
    if revision is None:
        return [Change(BREAKING, "The contract was removed.", name, operations)]
    if graphql:
        return graphql_changes(base, revision, operations)
    old, new = Contract(base), Contract(revision)
    report = compare(comparable(old.document), comparable(new.document))
    return contract_changes(report, old, new)


def graphql_operations(name: str) -> tuple[str, ...]:
    """Return the operations that carry the GraphQL documents of a schema."""
    path = ROOT / "openapi" / Path(name).with_suffix(".yaml")
    if not path.is_file():
        return ()
    contract = Contract(path.read_text(encoding="utf-8"))
    return tuple(id_ for id_, node, _ in contract.operations() if node.get("x-graphql"))


def lines(name: str, found: list[Change], shown: Collection[str]) -> Iterator[str]:
    """Yield the report of one contract: a summary, and the changes with one of some verdicts."""
    counts = [sum(change.verdict == verdict for change in found) for verdict in VERDICTS]
    summary = ", ".join(f"{n} {v}" for n, v in zip(counts, VERDICTS, strict=True) if n)
    yield f"openapi/{name}: {summary or 'no change'}"
    platform = Path(name).stem
    senders = methods_by_operation(platform) if platform in CLIENTS and found else {}
    for verdict in shown:
        own = [change for change in found if change.verdict == verdict]
        if own:
            yield f"\n  {verdict}"
        for change in own:
            yield from wrapped(f"    {change.text}", "")
            if change.place:
                yield from wrapped("      in          ", change.place)
            if verdict != TEXTS:
                methods = {m for id_ in change.operations for m in senders.get(id_, ())}
                yield from wrapped("      operations  ", ", ".join(change.operations) or "none")
                yield from wrapped("      methods     ", ", ".join(sorted(methods)) or "none")


def wrapped(head: str, rest: str) -> list[str]:
    """Wrap a text for a terminal, with the lines after the first indented below `rest`."""
    indent = " " * (len(head) if rest else 6)
    return textwrap.wrap(head + rest, 100, subsequent_indent=indent, break_long_words=False)


def main(arguments: list[str]) -> int:
    """Print the report and return the exit status."""
    parser = argparse.ArgumentParser(prog="spec-diff", description=__doc__)
    parser.add_argument("base", metavar="BASE")
    parser.add_argument("--fail-on-breaking", action="store_true")
    parser.add_argument("--texts", action="store_true")
    given = parser.parse_args(arguments)
    shown = VERDICTS if given.texts else (BREAKING, COMPATIBLE)
    broken = False
    try:
        for name, base, revision in versions(given.base):
            found = compared(name, base, revision)
            print(*lines(name, found, shown), sep="\n", end="\n\n" if found else "\n")
            broken = broken or any(change.verdict == BREAKING for change in found)
    except (BaseError, RedoclyError, GraphQLError) as error:
        print(error, file=sys.stderr)
        return 2
    return int(broken and given.fail_on_breaking)


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end quietly in `| head`
    sys.exit(main(sys.argv[1:]))
