"""An emulator that all contract tests of a process share."""

import pytest

from labelbridge.contract import emulator_run


@pytest.fixture(scope="session")
def emulator():
    with emulator_run.emulator() as started:
        yield started
