"""Checks of arguments that only Roboflow has."""

from __future__ import annotations

import re
from typing import Final

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
"""No more than what an address cannot be without: which ones exist, the platform knows."""

_STATS: Final = "stats"


def slug(argument: str, value: object) -> str:
    """Return a slug or an id.

    The platform writes some with their parent (`Project.id` is `workspace/project`,
    `Job.source_batch` is `project/batch`), but takes them without.
    """
    name = check.name(argument, value)
    if "/" in name:
        last = name.rpartition("/")[2]
        raise InvalidArgument(
            argument, f"is without its parent: {short_repr(last)}, not {short_repr(name)}"
        )
    return name


def project(value: object) -> str:
    """Return the slug of a project."""
    name = slug("project", value)
    if name == _STATS:
        # `/{workspace}/stats` is the address of the insights, whatever it is meant as
        raise InvalidArgument(
            "project", f"{short_repr(name)} means the insights of a workspace here"
        )
    return name


def email(argument: str, value: object) -> str:
    """Return an e-mail address."""
    if not isinstance(value, str) or not _EMAIL.fullmatch(value):
        raise InvalidArgument(argument, f"must be an e-mail address, not {short_repr(value)}")
    return check.plain_str(argument, value)


def text(argument: str, value: object) -> str:
    """Return a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument(
            argument, f"must be a text that is not empty, not {short_repr(value)}"
        )
    return check.plain_str(argument, value)
