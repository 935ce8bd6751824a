"""The programs that this project is compared with, in environments of their own."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final

from benchmarks.measure import ROOT, Subject

HASTY: Final = "hasty 0.3.12"
ROBOFLOW: Final = "roboflow 1.7.3"
STOCK: Final = "stock generated client"
NONE: Final[Mapping[str, Any]] = MappingProxyType({})
PYTHONS: Final = {
    HASTY: ROOT / ".envs/sdk-hasty/bin/python",
    ROBOFLOW: ROOT / ".envs/sdk-roboflow/bin/python",
}
GENERATOR: Final = ROOT / ".envs/generator/bin/openapi-python-client"
CONTRACT: Final = ROOT / "openapi/hasty.yaml"
PACKAGE: Final = "stock_hasty"
STDERR_FILE: Final = 2
"""The file descriptor: `sys.stderr` may have none."""


def sdk(
    name: str, program: str = "", arguments: Mapping[str, Any] = NONE, *, alone: bool = False
) -> list[Subject]:
    """Return a subject of a vendor's SDK, or none if the SDK is not installed.

    Args:
        name: HASTY or ROBOFLOW, or one of them with a suffix after a comma.
        program: The function in `benchmarks.subjects`.
        arguments: Its arguments.
        alone: Whether its number of items differs from that of the other subjects.
    """
    python = PYTHONS[name.partition(",")[0]]
    return (
        [Subject(name, program, arguments, python=python, alone=alone)] if python.exists() else []
    )


def stock(program: str, arguments: Mapping[str, Any] = NONE) -> list[Subject]:
    """Return a subject of the client that the generator writes with its own templates.

    The client is generated when it is needed, from the contract that this project uses too.

    Args:
        program: The function in `benchmarks.subjects`.
        arguments: Its arguments.
    """
    if not GENERATOR.exists():
        return []
    return [Subject(STOCK, program, arguments, packages=stock_packages())]


def stock_packages() -> Path:
    """Return the folder with the package of the stock client."""
    version = hashlib.sha256(CONTRACT.read_bytes()).hexdigest()[:16]
    folder = ROOT / "build/stock" / version
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent) as scratch:
            command: list[str | Path] = [GENERATOR, "generate", "--path", CONTRACT]
            command += ["--meta", "none", "--output-path", Path(scratch, "new", PACKAGE)]
            Path(scratch, "new").mkdir()
            subprocess.run(command, check=True, stdout=STDERR_FILE)
            try:
                Path(scratch, "new").rename(folder)
            except OSError:
                if not folder.exists():  # another process has made it meanwhile
                    raise
    return folder
