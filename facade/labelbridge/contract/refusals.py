"""The refusals of data that fit the schema: each is listed, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal that is right although the request fits its schema.

    Attributes:
        operation: The operationId.
        status: The status of the answer.
        message: A pattern that the answer's text has somewhere.
        reason: Why the contract cannot say it.
    """

    operation: str
    status: int
    message: str
    reason: str

    @property
    def name(self) -> str:
        """How it is called in reports."""
        return f"{self.operation} {self.status} {self.message}"


class Refusals:
    """The listed refusals of one platform."""

    def __init__(self, platform: str) -> None:
        self._listed = list(listed(platform))

    def listed(self, operation: str, status: int, text: str) -> str | None:
        """The name of the refusal that an answer is; None where it is none."""
        for each in self._listed:
            if (each.operation, each.status) == (operation, status) and re.search(
                each.message, text
            ):
                return each.name
        return None


@cache
def listed(platform: str) -> tuple[Refusal, ...]:
    """All refusals of ``refusals.yaml``."""
    return tuple(_read(platform))


def _read(platform: str) -> Iterator[Refusal]:
    text = resources.files(__package__).joinpath("refusals.yaml").read_text(encoding="utf-8")
    for each in yaml.safe_load(text)[platform]:
        for operation in each["operations"]:
            yield Refusal(operation, each["status"], each["message"], each["reason"])
