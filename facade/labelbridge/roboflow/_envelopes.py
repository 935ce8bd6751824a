"""What single things of answers have in common."""

from __future__ import annotations

from typing import TypeVar

import attrs

from labelbridge.errors import ResponseFormatError
from labelbridge_api.roboflow.types import UNSET

T = TypeVar("T", bound=attrs.AttrsInstance)


def there(one: T, what: str, *, operation: str) -> T:
    """Return a thing of an answer, which must say something.

    No property is required, so that an object without any would pass for a thing too.

    Raises:
        ResponseFormatError: It has none of the properties that the contract knows.
    """
    if all(getattr(one, field.name) is UNSET for field in attrs.fields(type(one)) if field.init):
        raise ResponseFormatError(f"{operation}: the answer holds no {what}", operation=operation)
    return one
