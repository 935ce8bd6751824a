"""One emulator in this process for all, at its demo before each test."""

from collections.abc import Iterator

import pytest

from tests.contracts.emulator.asking import Asking, asking


@pytest.fixture(scope="session")
def asked() -> Iterator[Asking]:
    with asking() as found:
        yield found


@pytest.fixture
def every(asked: Asking) -> Iterator[Asking]:
    asked.emulation.seed("demo")
    yield asked
    assert asked.emulation.violations == []
