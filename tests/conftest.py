"""Fixtures and settings of all tests.

HYPOTHESIS_PROFILE selects how hypothesis searches: `gate` (default) is short and repeatable,
`deep` is long, and `mutation` stops at the first failure without shrinking it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

from labelbridge._core import page_reader
from labelbridge._core.polling import wait_until
from tests.support.clock import Clock
from tests.support.wheel_environment import build_wheel

if TYPE_CHECKING:
    from labelbridge_emulator import Emulator

pytest_plugins = ["pytester"]

settings.register_profile("gate", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.register_profile(
    "mutation",
    settings.get_profile("gate"),
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


UNMEASURED = (
    "benchmarks/",
    "contracts/client/",
    "contracts/documents/",
    "contracts/emulator/",
    "contracts/schemathesis/test_emulator.py",
    "contracts/test_",
    "emulator/",
    "generated/",
    "scripts/",
    "sdk/",
    *(f"platforms/{path.name}/emulator/" for path in Path(__file__).parent.glob("platforms/*/")),
)
"""Tests of other code than the facade, or of code that the tests of its parts already measure.

Coverage doubles the time of a test.
"""


@pytest.fixture(autouse=True)
def one_page_at_a_time(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a delay of the machine from looking like latency, so that requests can be counted.

    Reading ahead has its own tests, in tests/core.
    """
    if {"platforms", "contracts"} & {*request.path.parts}:
        monkeypatch.setattr(page_reader, "_waited", float)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage only in the tests of the parts of the facade."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).as_posix().startswith(UNMEASURED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True)
def _short_waits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the pause between polls in tests that use an emulator, unless they are slow."""
    if "emulator" in request.fixturenames and "slow" not in request.fixturenames:
        monkeypatch.setitem(wait_until.__kwdefaults__, "pause", 0.01)


@pytest.fixture(scope="session")
def server() -> Iterator["Emulator"]:
    """A running emulator; tests use it through `emulator`."""
    from labelbridge_emulator import running

    with running() as started:
        yield started


@pytest.fixture
def emulator(server: "Emulator") -> Iterator["Emulator"]:
    """An emulator with its demo data, which checks every response against the contract."""
    server.seed("demo")  # resets the data, also after a test with another seed
    yield server
    assert server.violations == []


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the drivers, which advances only when they sleep."""
    clock = Clock()
    clock.install(monkeypatch)
    return clock
