"""The environments of the vendors' own SDKs, and how to run programs in them."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts.recorded_traffic import platform_of

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 240
"""Seconds after which a program is stopped: the SDKs retry failed requests for a long time."""
INHERITED = ("LD_LIBRARY_PATH", "PATH")
"""Variables that an interpreter may need to start."""


def python_of(sdk: str, root: Path = ROOT) -> Path:
    """Return the interpreter with a vendor's SDK.

    If it is missing, the test is skipped, or fails in CI (the environment variable is ``true``).
    """
    environment = root / ".envs" / f"sdk-{sdk}"
    if (environment / ".ok").exists():
        return environment / "bin" / "python"
    reason = f"the vendor's SDK is not installed: run `make .envs/sdk-{sdk}/.ok`"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def run(
    sdk: str,
    program: str,
    given: Any,
    home: Path,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """Run a program with a vendor's SDK.

    Args:
        sdk: The SDK: the name of the platform, with a suffix if it has several.
        program: The name of a file in the folder ``<platform>/programs``.
        given: The input of the program, sent as JSON to stdin.
        home: The working and home directory, where the SDKs look for settings.
        environment: Additional variables. Keys, proxies and settings are not inherited.

    Returns:
        The last line that the program printed, parsed as JSON.
    """
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    path = Path(__file__).parent / platform_of(sdk) / "programs" / f"{program}.py"
    ended = subprocess.run(
        [python_of(sdk), path],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=home,
        env={"HOME": str(home), **inherited, **(environment or {})},
        timeout=LIMIT,
        check=False,
    )
    assert ended.returncode == 0, f"{program} failed:\n{ended.stderr}"
    return json.loads(ended.stdout.splitlines()[-1])
