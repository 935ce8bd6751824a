"""Where the vendors' own SDKs are installed, one environment each, and how to run there."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).with_name("programs")
LIMIT = 45
"""Seconds a program may take: the SDKs repeat failed requests for longer than anyone would wait."""
KEPT = ("LD_LIBRARY_PATH", "PATH")
"""Variables that an interpreter may need to start."""


def python_of(platform: str, root: Path = ROOT) -> Path:
    """The interpreter that a vendor's SDK is installed for; without one the test skips.

    In CI (the environment variable is ``true``) it fails instead: there nothing may be left out.
    """
    environment = root / ".envs" / f"sdk-{platform}"
    if (environment / ".ok").exists():
        return environment / "bin" / "python"
    reason = f"{platform}'s SDK is not installed; `make .envs/sdk-{platform}/.ok` does it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def run(program: str, given: Any, home: Path, environment: Mapping[str, str] | None = None) -> Any:
    """Run a program where its vendor's SDK is installed.

    Args:
        program: The name of a file in ``programs``; the part before ``_`` names the vendor.
        given: What the program reads from stdin, as JSON.
        home: A folder to run in; the SDKs look for settings there.
        environment: Further variables. Keys, proxies and settings are not inherited.

    Returns:
        What the program printed in its last line, as JSON.
    """
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [python_of(program.partition("_")[0]), PROGRAMS / f"{program}.py"]
    ended = subprocess.run(
        command,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=home,
        env={"HOME": str(home), **kept, **(environment or {})},
        timeout=LIMIT,
        check=False,
    )
    assert ended.returncode == 0, f"{program} failed:\n{ended.stderr}"
    return json.loads(ended.stdout.splitlines()[-1])
