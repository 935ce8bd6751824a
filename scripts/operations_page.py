"""Write docs/operations.md: `python -m scripts.operations_page [--check]`.

With --check nothing is written, and the exit status is 1 when the page is not what it should be.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.operations import CLIENTS, DETOURS, Row, rows

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "operations.md"
CONFIDENCE = ("high", "medium", "low")

HEAD = """\
# Operations

All operations of the [contracts](../openapi/README.md). `make docs` generates this page from the
contracts and the code; `make check` fails if it is out of date.

- **source**: lines of a document, with a link to the facts extracted from it, and lines of the
  vendor's clients. The first lines of each contract list the sources.
- **confidence**: the confidence in method and path. High: a vendor's client sends this request.
  Medium: a part of it is inferred. Low: it is [a guess](#guessed-paths).
- **client**: the methods that send the operation. They exist on the sync and the async client:
  `hasty.projects.get(…)` of `Hasty`, `await hasty.projects.get(…)` of `AsyncHasty`.
- **emulator**: the module with the handler of the operation.

"""

GUESSES = """
## Guessed paths

No source shows these paths, and no known client sends these requests. If the platform uses another
path, pass it to the client under the id of the operation, with the parameter names in braces from
this table.

```python
from labelbridge import Hasty
from labelbridge.options import ClientOptions

paths = {"list_heuristics": "/v1/projects/{project_id}/heuristics"}
hasty = Hasty(options=ClientOptions(paths=paths))
```

"""


def page() -> str:
    """Return the text of the page."""
    platforms = {platform: rows(platform) for platform in CLIENTS}
    parts = [HEAD, *summary(platforms)]
    for platform, listed in platforms.items():
        parts += [f"\n## {CLIENTS[platform]}\n\nContract: {link(f'openapi/{platform}.yaml')}\n\n"]
        parts += heading("operation", "request", "source", "confidence", "client", "emulator")
        parts += map(operation_line, listed)
        parts += [f"\n`{row.id}`: {DETOURS[row.id].why}\n" for row in listed if row.id in DETOURS]
    parts += [GUESSES, *heading("operation", "request", "reason")]
    for row in (row for listed in platforms.values() for row in listed):
        if row.confidence == "low":
            parts += [table_line(f"`{row.id}`", f"`{row.method} {row.path}`", row.reason)]
    return "".join(parts)


def summary(platforms: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yield a table with the numbers of all platforms."""
    yield from heading("", "operations", *CONFIDENCE, "in the client", "in the emulator")
    for platform, listed in platforms.items():
        sure = [row.confidence for row in listed]
        reached = [
            sum(bool(row.methods) for row in listed),
            sum(bool(row.handler) for row in listed),
        ]
        counts = [len(listed), *map(sure.count, CONFIDENCE), *reached]
        yield table_line(f"[{CLIENTS[platform]}](#{platform})", *map(str, counts))


def operation_line(row: Row) -> str:
    """Return an operation's line of its platform's table."""
    sure = row.confidence
    return table_line(
        f"`{row.id}`",
        f"`{row.method} {row.path}`",
        ", ".join(map(source, row.sources)),
        f"{sure}: {row.reason}" if sure == "medium" else sure,
        ", ".join(code(method.name, method.module) for method in row.methods),
        code(row.handler.rpartition(".")[2], row.handler) if row.handler else "",
    )


def source(text: str) -> str:
    """Return a source: a document's number leads to the facts that were read from it."""
    if cited := re.fullmatch(r"((\d{3})_[0-9a-f]{16}):([\d-]+)", text):
        return f"{link(f'tests/contracts/documents/{cited[1]}.json', cited[2])}:{cited[3]}"
    return f"`{text}`"


def code(words: str, module: str) -> str:
    """Return words that lead to a module."""
    root = "emulator" if module.startswith("labelbridge_emulator") else "facade"
    return link(f"{root}/{module.replace('.', '/')}.py", f"`{words}`")


def link(file: str, words: str = "") -> str:
    """Return a link to a file of the project.

    Raises:
        FileNotFoundError: There is no such file.
    """
    if not (ROOT / file).is_file():
        raise FileNotFoundError(f"{PAGE.name} would lead to {file}, which is not there")
    return f"[{words or f'`{file}`'}](../{file})"


def heading(*cells: str) -> tuple[str, str]:
    """Return the first two lines of a table."""
    return table_line(*cells), table_line(*["---"] * len(cells))


def table_line(*cells: str) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def kept(arguments: list[str], file: Path, text: str, usage: str) -> int:
    """Write a page, or with `--check` compare it, and return the exit status."""
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
    """Write the page, or with `--check` compare it, and return the exit status."""
    return kept(arguments, PAGE, page(), str(__doc__))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
