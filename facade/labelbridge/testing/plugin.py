"""The plugin that pytest loads wherever labelbridge is installed: four fixtures, and nothing else.

Being imported in every run, this module imports nothing but pytest; what the fixtures need is
loaded when a test asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from labelbridge.testing import (
        AnnotationPlatforms,
        HastyEmulator,
        LabelboxEmulator,
        RoboflowEmulator,
    )
    from labelbridge_emulator import Emulator


@pytest.fixture(scope="session")
def _labelbridge_server() -> Iterator[Emulator]:
    """One emulator for all tests of a process, on free ports: workers of xdist have one each."""
    from labelbridge.cli.extras import MissingExtraError, extra  # noqa: PLC0415

    try:
        with extra("testing"):
            from labelbridge.testing.platforms import serving  # noqa: PLC0415
    except MissingExtraError as error:
        pytest.fail(f"labelbridge's fixtures: {error}", pytrace=False)
    with serving() as server:
        yield server


@pytest.fixture
def annotation_platforms(
    _labelbridge_server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AnnotationPlatforms]:
    """Hasty, Roboflow and Labelbox, emulated: as new for every test.

    While the test runs, the environment leads every client there: `HASTY_API_KEY`,
    `HASTY_BASE_URL` and likewise for the others are set, so that a program that reads them needs
    nothing else, and a real key that lies there is not used. After the test the clients are closed,
    and an answer of the emulator that broke its contract fails it.
    """
    from labelbridge.testing.platforms import AnnotationPlatforms  # noqa: PLC0415

    _labelbridge_server.seed("demo")  # a test may have taken another
    platforms = AnnotationPlatforms(_labelbridge_server)
    # with the test's own monkeypatch: another one would undo before or after it, in the wrong order
    for name, value in platforms.environment.items():
        monkeypatch.setenv(name, value)
    yield platforms
    platforms.close()
    if platforms.violations:
        pytest.fail(
            "the emulator broke a contract, which is a mistake of labelbridge, not of your "
            "code; please report it:\n" + "\n".join(platforms.violations),
            pytrace=False,
        )


@pytest.fixture
def hasty_emulator(annotation_platforms: AnnotationPlatforms) -> HastyEmulator:
    """Hasty, emulated: `annotation_platforms.hasty`."""
    return annotation_platforms.hasty


@pytest.fixture
def roboflow_emulator(annotation_platforms: AnnotationPlatforms) -> RoboflowEmulator:
    """Roboflow, emulated: `annotation_platforms.roboflow`."""
    return annotation_platforms.roboflow


@pytest.fixture
def labelbox_emulator(annotation_platforms: AnnotationPlatforms) -> LabelboxEmulator:
    """Labelbox, emulated: `annotation_platforms.labelbox`."""
    return annotation_platforms.labelbox
