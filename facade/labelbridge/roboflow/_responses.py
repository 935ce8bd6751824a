"""Single objects in responses, which the platform returns bare or in an envelope."""

from __future__ import annotations

from typing import TypeVar

import attrs

from labelbridge.errors import ResponseFormatError
from labelbridge_api.roboflow.types import UNSET, Unset

T = TypeVar("T")
M = TypeVar("M", bound=attrs.AttrsInstance)


def require(found: T | Unset, name: str, *, operation: str) -> T:
    """Return an object of a response.

    Raises:
        ResponseFormatError: The response does not have it.
    """
    if isinstance(found, Unset):
        raise ResponseFormatError(f"{operation}: the response has no {name}", operation=operation)
    return found


def require_fields(found: M, name: str, *, operation: str) -> M:
    """Return an object of a response that has at least one property of the contract.

    No property is required in the contract, so any JSON object would be accepted otherwise.

    Raises:
        ResponseFormatError: The object has none of the properties.
    """
    fields = [field.name for field in attrs.fields(type(found)) if field.init]
    if all(getattr(found, field) is UNSET for field in fields):
        raise ResponseFormatError(f"{operation}: the response has no {name}", operation=operation)
    return found
