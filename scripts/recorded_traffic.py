"""The recorded traffic of the vendors' SDKs in tests/sdk/traffic/, and its known violations.

`<sdk>.jsonl` has one exchange per line, as recorded by `make traffic`. `<sdk>.yaml` lists every
violation of the contract with its cause. The name of an SDK is that of its platform, with a suffix
if there are several: `<platform>-v2`.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scripts import yaml12
from scripts.traffic_check import Checker, Exchange, Violation, all_violations

ROOT = Path(__file__).resolve().parent.parent
TRAFFIC = ROOT / "tests" / "sdk" / "traffic"
CAUSES = {
    "sdk": "the vendor's SDK sends what the platform's document does not allow",
    "contract": "the contract lacks what the SDK shows",
    "emulator": "the emulator returns what the contract does not document",
    "program": "the test program does it on purpose, to test how the SDK handles the error",
}


@dataclass(frozen=True)
class Review:
    """Violations of one operation with a common cause.

    Attributes:
        violations: The violations, all in the same side of the exchange.
        cause: One of CAUSES.
        evidence: How the cause is known.
    """

    violations: tuple[Violation, ...]
    cause: str
    evidence: str


def platform_of(sdk: str) -> str:
    """Return the platform of a vendor's SDK."""
    return sdk.partition("-")[0]


def read(sdk: str) -> list[Exchange]:
    """Return the recorded exchanges of a vendor's SDK."""
    text = (TRAFFIC / f"{sdk}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def write(sdk: str, exchanges: Sequence[Exchange]) -> None:
    """Record the exchanges of a vendor's SDK."""
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in exchanges]
    (TRAFFIC / f"{sdk}.jsonl").write_text("".join(lines), encoding="utf-8")


def version(sdk: str) -> str:
    """Return the pinned version of a vendor's SDK.

    Raises:
        LookupError: The requirements file does not pin the SDK.
    """
    pins = (ROOT / "requirements" / f"sdk-{sdk}.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{platform_of(sdk)}==(.+)$", pins, re.MULTILINE)
    if found is None:
        raise LookupError(f"requirements/sdk-{sdk}.txt does not pin {platform_of(sdk)}")
    return found[1]


def sdks() -> list[str]:
    """Return the vendors' SDKs whose traffic is recorded."""
    return sorted(path.stem for path in TRAFFIC.glob("*.jsonl"))


def reviews(sdk: str) -> Iterator[Review]:
    """Yield the known violations of a vendor's SDK.

    Raises:
        ValueError: A cause is not one of CAUSES.
    """
    text = (TRAFFIC / f"{sdk}.yaml").read_text(encoding="utf-8")
    for entry in yaml12.load(text):
        if entry["cause"] not in CAUSES:
            raise ValueError(f"cause is {entry['cause']!r}, but must be one of {', '.join(CAUSES)}")
        place = (entry["operation"], entry["in"])
        violations = tuple(Violation(*place, each) for each in entry["violations"])
        yield Review(violations, entry["cause"], entry["evidence"])


def checker(sdk: str) -> Checker:
    """Return the checker of the traffic of a vendor's SDK."""
    return _checker(platform_of(sdk))


@cache
def _checker(platform: str) -> Checker:
    return Checker(platform)


def differences(sdk: str, exchanges: Sequence[Exchange]) -> list[str]:
    """Return a message for each unknown violation, and for each known one that does not occur."""
    found = set(all_violations(checker(sdk), exchanges))
    known = {each for review in reviews(sdk) for each in review.violations}
    new = [f"{each}: add it to {sdk}.yaml with its cause" for each in sorted(found - known)]
    gone = [f"{each}: occurs no more, remove it from {sdk}.yaml" for each in sorted(known - found)]
    return new + gone


def statuses(sdk: str, exchanges: Sequence[Exchange]) -> set[tuple[str, int]]:
    """Return the pairs of operation (or storage method) and status that occur in the traffic."""
    found = set()
    for exchange in exchanges:
        route = checker(sdk).route(exchange)
        name = route.id if route else f"{exchange['request']['method']} to the storage"
        found.add((name, exchange["response"]["status"]))
    return found
