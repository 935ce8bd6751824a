"""The pytest plugin, which pytest loads wherever labelbridge is installed: four fixtures.

pytest imports this module in every run, so it imports nothing but pytest. The emulator is imported
when a test uses a fixture.
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
    """One emulator on free ports for all tests of a process; each xdist worker has its own."""
    from labelbridge.cli.extras import MissingExtraError, extra  # noqa: PLC0415

    try:
        with extra("testing"):
            from labelbridge.testing.annotation_platforms import (  # noqa: PLC0415
                running_emulator,
            )
    except MissingExtraError as error:
        pytest.fail(f"fixtures of labelbridge: {error}", pytrace=False)
    with running_emulator() as server:
        yield server


@pytest.fixture
def annotation_platforms(
    _labelbridge_server: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AnnotationPlatforms]:
    """All emulated platforms, with new data for every test.

    During the test, the variables `HASTY_API_KEY`, `HASTY_BASE_URL` and those of the other
    platforms are set to the emulator: programs that read them need no other configuration, and
    real keys in the environment are not used. After the test, the clients are closed, and the test
    fails if a response of the emulator violated its contract.
    """
    from labelbridge.testing.annotation_platforms import AnnotationPlatforms  # noqa: PLC0415

    _labelbridge_server.seed("demo")  # a test may have selected another seed
    platforms = AnnotationPlatforms(_labelbridge_server)
    # the monkeypatch of the test: a second one would be undone in the wrong order
    for name, value in platforms.environment.items():
        monkeypatch.setenv(name, value)
    yield platforms
    platforms.close()
    if platforms.violations:
        pytest.fail(
            "the emulator violated a contract. This is a bug in labelbridge, not in your code; "
            "please report it:\n" + "\n".join(platforms.violations),
            pytrace=False,
        )


@pytest.fixture
def hasty_emulator(annotation_platforms: AnnotationPlatforms) -> HastyEmulator:
    """The emulated Hasty, `annotation_platforms.hasty`."""
    return annotation_platforms.hasty


@pytest.fixture
def roboflow_emulator(annotation_platforms: AnnotationPlatforms) -> RoboflowEmulator:
    """The emulated Roboflow, `annotation_platforms.roboflow`."""
    return annotation_platforms.roboflow


@pytest.fixture
def labelbox_emulator(annotation_platforms: AnnotationPlatforms) -> LabelboxEmulator:
    """The emulated Labelbox, `annotation_platforms.labelbox`."""
    return annotation_platforms.labelbox
