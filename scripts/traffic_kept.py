"""The traffic of the vendors' own SDKs, kept in tests/sdk/traffic/, and who is wrong in it.

`VENDOR.jsonl` has an exchange a line, as `make traffic` recorded it, and `violations.yaml` every
violation of a contract with the side that is wrong.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from scripts.traffic import Exchange, Reader, Violation, all_violations

ROOT = Path(__file__).resolve().parent.parent
TRAFFIC = ROOT / "tests" / "sdk" / "traffic"
SIDES = {
    "sdk": "the vendor's SDK sends what its platform's document refuses",
    "contract": "the contract lacks what the SDK shows",
    "emulator": "the emulator answers what the contract does not say",
    "program": "our program asks for it, to see what the SDK makes of the refusal",
}


@dataclass(frozen=True)
class Review:
    """What was found of violations that have one cause.

    Attributes:
        violations: What they are; all of one operation, and in one side of it.
        wrong: The side that is wrong, one of SIDES.
        because: How that is known.
    """

    violations: tuple[Violation, ...]
    wrong: str
    because: str


def read(platform: str) -> list[Exchange]:
    """Return the exchanges that are kept of a vendor's SDK."""
    text = (TRAFFIC / f"{platform}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def write(platform: str, exchanges: Sequence[Exchange]) -> None:
    """Keep the exchanges of a vendor's SDK."""
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in exchanges]
    (TRAFFIC / f"{platform}.jsonl").write_text("".join(lines), encoding="utf-8")


def version(platform: str) -> str:
    """Return the version of a vendor's SDK that the tests run."""
    pins = (ROOT / "requirements" / f"sdk-{platform}.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{platform}==(.+)$", pins, re.MULTILINE)
    if found is None:
        raise LookupError(f"requirements/sdk-{platform}.txt pins no {platform}")
    return found[1]


def reviews(platform: str) -> Iterator[Review]:
    """Yield the violations that are known of a vendor's SDK.

    Raises:
        ValueError: No such side can be wrong.
    """
    text = (TRAFFIC / "violations.yaml").read_text(encoding="utf-8")
    for entry in YAML(typ="safe").load(text)[platform]:
        if entry["wrong"] not in SIDES:
            raise ValueError(f"wrong is {entry['wrong']!r}, and must be one of {', '.join(SIDES)}")
        place = (entry["operation"], entry["in"])
        violations = tuple(Violation(*place, each) for each in entry["violations"])
        yield Review(violations, entry["wrong"], entry["because"])


@cache
def reader(platform: str) -> Reader:
    """Return the reader of a platform's traffic."""
    return Reader(platform)


def differences(platform: str, exchanges: Sequence[Exchange]) -> list[str]:
    """Return the violations in traffic that are not known, and the known ones that it lacks."""
    found = set(all_violations(reader(platform), exchanges))
    known = {each for review in reviews(platform) for each in review.violations}
    new = [f"{_told(each)}: say in violations.yaml who is wrong" for each in sorted(found - known)]
    gone = [
        f"{_told(each)}: take it from violations.yaml, it is gone" for each in sorted(known - found)
    ]
    return new + gone


def _told(violation: Violation) -> str:
    return f"{violation.operation}: {violation.side}: {violation.text}"


def statuses(platform: str, exchanges: Sequence[Exchange]) -> set[tuple[str, int]]:
    """Return which operations had which answers; of the storage, which methods."""
    found = set()
    for exchange in exchanges:
        route = reader(platform).route(exchange)
        name = route.id if route else f"{exchange['request']['method']} to the storage"
        found.add((name, exchange["response"]["status"]))
    return found
