"""Parts of labelbridge that are only there when their extra is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class MissingExtraError(ImportError):
    """Something needs an extra that is not installed; the text says which, and how to get it."""


@contextmanager
def extra(*names: str) -> Iterator[None]:
    """Tell what to install when an import in the block fails.

    Args:
        names: The extras that the imports need.

    Raises:
        MissingExtraError: A module that one of them brings is not there.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module.startswith("labelbridge"):
            raise  # a mistake of ours, which no extra mends
        raise MissingExtraError(
            f"this needs {module}, which is not installed: "
            f'pip install "labelbridge[{",".join(names)}]"'
        ) from None
