"""`labelbridge demo`: a complete workflow on an emulator of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from labelbridge._core.registry import client_classes, platform_names
from labelbridge.cli.demo.inputs import load_inputs
from labelbridge.cli.demo.output_folder import output_folder
from labelbridge.cli.demo.part import DemoPart, PartResult, part_class
from labelbridge.cli.demo.report import summary
from labelbridge_emulator import running
from labelbridge_emulator.server.server import LOOPBACK

PARTS: Final = {name: part for name in platform_names() if (part := part_class(name)) is not None}
KEY: Final = "demo"
"""The emulator accepts every key."""


def run_demo(coco: Path | None, images: Path | None, out: Path, console: Console) -> bool:
    """Run the part of each platform, and print the results.

    Args:
        coco: A COCO file; None uses a photograph of Matplotlib with its own labels.
        images: The directory of the COCO file's images.
        out: The directory for the exported COCO file, a preview of it and a plot. It is created if
            necessary; existing files of these names are replaced when everything is done.
        console: Where progress and results are printed.

    Returns:
        Whether all checks passed.

    Raises:
        LabelbridgeError: The input is invalid, or a platform failed. `out` is then unchanged.
    """
    inputs = load_inputs(coco, images)
    parts = {name: part(inputs) for name, part in PARTS.items()}
    files = [file for part in parts.values() for file in part.files]
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with output_folder(out, files) as folder, Progress(*columns, console=console) as progress:
        results = _run(parts, folder, progress)
    checks = [check for result in results for check in result.checks]
    for table in (*(table for result in results for table in result.tables), summary(checks)):
        console.print(table)
    console.print(f"Results in {out}: {', '.join(files)}", soft_wrap=True, highlight=False)
    failed = sum(not check.passed for check in checks)
    if failed:
        console.print(f"{failed} of {len(checks)} checks failed", style="bold red")
    return not failed


def _run(parts: dict[str, DemoPart], folder: Path, progress: Progress) -> Sequence[PartResult]:
    task = progress.add_task("Start the emulator", total=1)
    results = []
    with _without_proxy(), running() as emulator:
        progress.advance(task)
        for name, part in parts.items():
            task = progress.add_task(part.title, total=part.steps)
            client_class, _ = client_classes(name)
            with client_class(KEY, base_url=emulator.platforms[name]) as client:
                results.append(part.run(client, folder, partial(progress.advance, task)))
    return results


@contextmanager
def _without_proxy() -> Iterator[None]:
    """Make the clients connect to the emulator directly, not through a proxy."""
    before = os.environ.get("no_proxy")
    os.environ["no_proxy"] = LOOPBACK
    try:
        yield
    finally:
        if before is None:
            del os.environ["no_proxy"]
        else:
            os.environ["no_proxy"] = before
