"""Error responses that are correct although the request fits its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from labelbridge.contract.starting_data import starting_data


@dataclass(frozen=True, slots=True)
class ExpectedRejection:
    """One kind of error response that is allowed for valid data.

    Attributes:
        operation: The operationId.
        status: The status of the response.
        message: A regular expression that matches somewhere in the response.
        reason: Why the contract cannot express the rule.
    """

    operation: str
    status: int
    message: str
    reason: str

    @property
    def name(self) -> str:
        """The name in reports."""
        return f"{self.operation} {self.status} {self.message}"


@cache
def expected_rejections(platform: str) -> tuple[ExpectedRejection, ...]:
    """Return all expected rejections of a platform."""
    return tuple(_read(platform))


def matching_rejection(platform: str, operation: str, status: int, text: str) -> str | None:
    """Return the name of the expected rejection that a response is, or None."""
    for each in expected_rejections(platform):
        same = (each.operation, each.status) == (operation, status)
        if same and re.search(each.message, text):
            return each.name
    return None


def _read(platform: str) -> Iterator[ExpectedRejection]:
    for each in starting_data(platform).expected_rejections:
        for operation in each["operations"]:
            yield ExpectedRejection(operation, each["status"], each["message"], each["reason"])
