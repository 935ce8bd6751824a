"""Argument checks that several resources of Roboflow share."""

from __future__ import annotations

import re
from typing import Final

from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import InvalidArgument

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
"""Minimal form of an e-mail address; the platform checks the rest."""

_STATS: Final = "stats"


def slug(argument: str, value: object) -> str:
    """Return a slug or an id.

    Responses have some with their parent (`Project.id` is `workspace/project`, `Job.source_batch`
    is `project/batch`), but paths need them without it.
    """
    name = check.name(argument, value)
    if "/" in name:
        last = name.rpartition("/")[2]
        raise InvalidArgument(
            argument, f"must not include the parent: use {short_repr(last)}, not {short_repr(name)}"
        )
    return name


def project_path(workspace: object, project: object) -> tuple[str, str]:
    """Return the slugs of a workspace and of a project in it."""
    slugs = slug("workspace", workspace), slug("project", project)
    if slugs[1] == _STATS:
        # `/{workspace}/stats` is the path of the insights
        raise InvalidArgument("project", f"{short_repr(_STATS)} is reserved for insights.get")
    return slugs


def email(argument: str, value: object) -> str:
    """Return an e-mail address."""
    if not isinstance(value, str) or not _EMAIL.fullmatch(value):
        raise InvalidArgument(argument, f"must be an e-mail address, not {short_repr(value)}")
    return check.plain_str(argument, value)


def text(argument: str, value: object) -> str:
    """Return a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument(argument, f"must be a non-empty string, not {short_repr(value)}")
    return check.plain_str(argument, value)
