"""Imports that need an optional extra of labelbridge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class MissingExtraError(ImportError):
    """An extra is not installed. The message names it and how to install it."""


@contextmanager
def extra(*names: str) -> Iterator[None]:
    """Report a failed import in the block as a missing extra.

    Args:
        names: The extras that the imports need.

    Raises:
        MissingExtraError: A module of these extras is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module.startswith("labelbridge"):
            raise  # a bug in labelbridge, not a missing extra
        raise MissingExtraError(
            f"this needs {module}, which is not installed: "
            f'pip install "labelbridge[{",".join(names)}]"'
        ) from None
