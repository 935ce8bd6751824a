"""A clock for drivers that a test reads."""

import pytest

from tests.contracts.client.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    clock.rule(monkeypatch)
    return clock
