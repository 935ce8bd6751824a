"""An emulator for the searches of a process."""

import pytest

from labelbridge.contract import emulated


@pytest.fixture(scope="session")
def emulator():
    with emulated.emulator() as started:
        yield started
