"""Checking that a response has the requested object, and not that of another request."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from labelbridge.errors import ResponseFormatError
from labelbridge_api.plan import Plan

T = TypeVar("T")


def checked_parameter(plan: Plan[Any]) -> str | None:
    """Return the path parameter with the id of a single object that is read, if there is one."""
    if plan.method != "GET" or not plan.path.endswith("}"):
        return None
    return plan.path[plan.path.rindex("{") + 1 : -1]


def check_identity(plan: Plan[Any], value: T) -> T:
    """Return the value of a response, if it does not have another id than the requested one.

    Raises:
        ResponseFormatError: It is another object.
    """
    name = checked_parameter(plan)
    if name is None:
        return value
    requested, found = plan.path_parameters[name], getattr(value, "id", None)
    if isinstance(found, UUID) and str(found) != requested and _is_other(found, requested):
        raise ResponseFormatError(
            f"{plan.operation}: {requested} was requested, but the response has {found}",
            operation=plan.operation,
        )
    return value


def _is_other(found: UUID, requested: str) -> bool:
    try:
        return UUID(requested) != found
    except ValueError:
        return False
