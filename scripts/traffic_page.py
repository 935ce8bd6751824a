"""Write docs/traffic.md: `python -m scripts.traffic_page [--check]`.

With --check nothing is written, and the exit status is 1 if the page is out of date. No SDK runs:
the page describes the recorded traffic.
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from scripts.operations import CLIENTS
from scripts.operations_page import heading, link, table_line, write_or_check
from scripts.recorded_traffic import (
    CAUSES,
    checker,
    platform_of,
    read,
    reviews,
    sdks,
    version,
)
from scripts.traffic_check import all_violations

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "traffic.md"

HEAD = """\
# Traffic of the vendors' SDKs

`make test` runs the vendors' SDKs against the emulator and checks every exchange against the
[contracts](../openapi/README.md): paths, parameter styles, bodies, statuses, media types and
headers, and GraphQL documents, variables and results against the schema. The code of these checks
is independent of the emulator. `make traffic` records the exchanges, without keys, in
[tests/sdk/traffic](../tests/sdk/traffic); the recordings are checked even where no SDK is
installed. `make docs` generates this page from them; `make check` fails if it is out of date.

- **to signed URLs**: exchanges with a storage, which the contracts do not describe. The URL must
  come from an earlier response, and the request must not contain the key.
- **operations**: number of operations of the contract that the SDK sends. The others are listed
  below.

"""

VIOLATIONS = """
## Violations

All differences between the traffic and the contracts, with the cause of each. The tests fail
if another violation appears, or if one of these disappears.

"""

UNSENT = """
## Operations that no SDK sends

For these operations, no SDK confirms the contract. [Operations](operations.md) lists their sources.

"""


def page() -> str:
    """Return the text of the page."""
    parts = [HEAD, *summary(), VIOLATIONS]
    parts += [f"- **{cause}**: {meaning}.\n" for cause, meaning in CAUSES.items()]
    parts += ["\n", *violations(), UNSENT, *unsent()]
    return "".join(parts)


def summary() -> Iterator[str]:
    """Yield a table with the counts of all SDKs."""
    yield from heading("SDK", "exchanges", "to signed URLs", "operations", "statuses", "violations")
    for sdk in sdks():
        exchanges = read(sdk)
        routes = [checker(sdk).route(exchange) for exchange in exchanges]
        found = all_violations(checker(sdk), exchanges)
        yield table_line(
            f"{link(f'requirements/sdk-{sdk}.txt', platform_of(sdk))} {version(sdk)}",
            str(len(exchanges)),
            str(routes.count(None)),
            f"{len(sent(sdk))} of {len(checker(sdk).routes)}",
            ", ".join(map(str, sorted({each["response"]["status"] for each in exchanges}))),
            str(found.total()),
        )


def sent(sdk: str) -> set[str]:
    """Return the ids of the operations that a vendor's SDK sends."""
    routes = map(checker(sdk).route, read(sdk))
    return {route.id for route in routes if route is not None}


def violations() -> Iterator[str]:
    """Yield a table of all violations, with one row per cause."""
    yield from heading("SDK", "operation", "in the", "violation", "count", "cause", "evidence")
    for sdk in sdks():
        found = all_violations(checker(sdk), read(sdk))
        for review in reviews(sdk):
            first = review.violations[0]
            yield table_line(
                f"{platform_of(sdk)} {version(sdk)}",
                first.operation if " " in first.operation else f"`{first.operation}`",
                first.side,
                "<br>".join(each.text for each in review.violations),
                "<br>".join(str(found[each]) for each in review.violations),
                review.cause,
                review.evidence,
            )


def unsent() -> Iterator[str]:
    """Yield the operations of each platform that no SDK sends."""
    for platform, group in groupby(sdks(), platform_of):
        ids = sorted({route.id for route in checker(platform).routes}.difference(*map(sent, group)))
        yield f"- {CLIENTS[platform]}: {', '.join(f'`{id_}`' for id_ in ids) or 'none'}\n"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it with `--check`, and return the exit status."""
    return write_or_check(arguments, PAGE, page(), str(__doc__))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
