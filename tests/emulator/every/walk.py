"""What the emulator answers when every operation is asked in every way that the contract shows.

The world is the same every time, so the answers are. They are kept in known/, a file for each
operation; `python -m tests.emulator.every.walk` writes them anew, for somebody to review.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.contract.cases import CONTRACTS, Operation, requests
from tests.emulator.every.asking import IDS, SERVED, Asking, asking, body_schema, named

KNOWN = Path(__file__).parent / "known"
LONGEST = 24
"""Numbers or letters that are kept of a list or text; of a longer one a digest is."""
PAGING = ("offset", "limit")
_RANDOM = re.compile(r"X-Request-ID", re.IGNORECASE)


def exchanges(operation: Operation, every: Asking) -> Iterator[tuple[str, Any]]:
    """What is asked, in words, and what is answered."""
    bodies = [*_bodies(operation)] or [("", None)]
    for words, body in bodies:
        every.emulation.seed("demo")
        answer = every.ask(operation, _least(operation), json=body)
        yield words or "plain", _said(answer)
        if operation.method != "GET":
            yield f"{words} again".strip(), _said(every.ask(operation, _least(operation), json=body))
            for other in _lists(operation):
                yield f"{words} then {other.name}".strip(), _said(every.ask(other))
    every.emulation.seed("demo")
    for words, query in _queries(operation, every):
        yield words, _told(every.ask(operation, _least(operation) | query))
