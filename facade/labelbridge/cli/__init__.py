"""The command line interface, `labelbridge`: run the emulator, the demo, and contract tests."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(tokens: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit status; 0 means success.

    Args:
        tokens: The command and its options; None uses the arguments of the process.
    """
    # imported here, so that a missing extra is reported with the command that installs it
    from labelbridge.cli.extras import MissingExtraError, extra  # noqa: PLC0415

    try:
        with extra("cli"):
            from labelbridge.cli.app import run  # noqa: PLC0415
        return run(tokens)
    except MissingExtraError as error:
        print(f"labelbridge: {error}", file=sys.stderr)  # noqa: T201 - rich may be missing
        return 1
