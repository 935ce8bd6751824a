"""The command line, `labelbridge`: an emulator to test against, and a demo of the main job."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(tokens: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit status: 0 when all went well.

    Args:
        tokens: The command and its options; None takes those of the process.
    """
    # not on import: without its extra, the command line shall say so in its own words
    from labelbridge.cli.extras import MissingExtraError, extra  # noqa: PLC0415

    try:
        with extra("cli"):
            from labelbridge.cli.app import run  # noqa: PLC0415
        return run(tokens)
    except MissingExtraError as error:
        print(f"labelbridge: {error}", file=sys.stderr)  # noqa: T201 - there may be no rich
        return 1
