"""Write docs/operations.md: `python -m scripts.operations_page [--check]`.

With --check nothing is written, and the exit status is 1 if the page is out of date.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.operations import CLIENTS, Row, rows

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "operations.md"
CONFIDENCE = ("high", "medium", "low")

HEAD = """\
# Operations

All operations of the [contracts](../openapi/README.md). `make docs` writes this page from the
contracts and the code, and `make check` fails if it is out of date.

- **source**: lines of a document, with a link to the facts that were extracted from it, or of a
  vendor's client. The header of each contract lists its sources.
- **confidence**: the confidence in method and path. High: a vendor's client sends this request.
  Medium: a part of it is inferred. Low: it is [a guess](#guessed-paths).
- **client**: the methods of the operation's resource that send it, sync and async.
- **emulator**: the module that handles it.

"""

GUESSES = """
## Guessed paths

No source documents these paths, and no known client sends these requests. If the platform uses
another path, pass it to the client under the operation's id, with the names in braces as below:
`ClientOptions(paths={"list_heuristics": "/v1/projects/{project_id}/heuristics"})`.

"""


def page() -> str:
    """Return the text of the page."""
    platforms = {platform: rows(platform) for platform in CLIENTS}
    parts = [HEAD, *summary(platforms)]
    for platform, listed in platforms.items():
        parts += [f"\n## {CLIENTS[platform]}\n\nContract: {link(f'openapi/{platform}.yaml')}\n\n"]
        parts += heading("operation", "request", "source", "confidence", "client", "emulator")
        parts += map(operation_line, listed)
        parts += [f"\n`{row.id}`: {row.note}\n" for row in listed if row.note]
    parts += [GUESSES, *heading("operation", "request", "reason")]
    for row in (row for listed in platforms.values() for row in listed):
        if row.confidence == "low":
            parts += [table_line(f"`{row.id}`", f"`{row.method} {row.path}`", row.reason)]
    return "".join(parts)


def summary(platforms: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yield a table with the counts of all platforms."""
    yield from heading("", "operations", *CONFIDENCE, "in the client", "in the emulator")
    for platform, listed in platforms.items():
        confidences = [row.confidence for row in listed]
        reached = [
            sum(bool(row.methods) for row in listed),
            sum(bool(row.handler) for row in listed),
        ]
        counts = [len(listed), *map(confidences.count, CONFIDENCE), *reached]
        yield table_line(f"[{CLIENTS[platform]}](#{platform})", *map(str, counts))


def operation_line(row: Row) -> str:
    """Return the table row of an operation."""
    confidence = row.confidence
    return table_line(
        f"`{row.id}`",
        f"`{row.method} {row.path}`",
        ", ".join(map(source, row.sources)),
        f"{confidence}: {row.reason}" if confidence == "medium" else confidence,
        ", ".join(code(method.name, method.module) for method in row.methods),
        code(row.handler.rpartition(".")[2], row.handler) if row.handler else "",
    )


def source(text: str) -> str:
    """Return a source; a document gets a link to the facts extracted from it."""
    if cited := re.fullmatch(r"((\d{3})_[0-9a-f]{16}):([\d-]+)", text):
        return f"{link(f'tests/contracts/documents/{cited[1]}.json', cited[2])}:{cited[3]}"
    return f"`{text}`"


def code(text: str, module: str) -> str:
    """Return a text in code style, with a link to a module."""
    root = "emulator" if module.startswith("labelbridge_emulator") else "facade"
    return link(f"{root}/{module.replace('.', '/')}.py", f"`{text}`")


def link(file: str, text: str = "") -> str:
    """Return a link to a file of the project.

    Raises:
        FileNotFoundError: The file does not exist.
    """
    if not (ROOT / file).is_file():
        raise FileNotFoundError(f"{PAGE.name} links to {file}, which does not exist")
    return f"[{text or f'`{file}`'}](../{file})"


def heading(*cells: str) -> tuple[str, str]:
    """Return the header of a table."""
    return table_line(*cells), table_line(*["---"] * len(cells))


def table_line(*cells: str) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def write_or_check(arguments: list[str], file: Path, text: str, usage: str) -> int:
    """Write a page, or compare it with `--check`, and return the exit status."""
    if arguments not in ([], ["--check"]):
        print(usage)
        return 2
    if not arguments:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return 0
    print(f"docs/{file.name} is out of date: run `make docs` and commit", file=sys.stderr)
    return 1


def main(arguments: list[str]) -> int:
    """Write the page, or compare it with `--check`, and return the exit status."""
    return write_or_check(arguments, PAGE, page(), str(__doc__))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
