"""Fixtures for the tests of the plugin: platforms without pytest, and runs of pytest."""

from collections.abc import Iterator

import pytest

from labelbridge.testing.annotation_platforms import AnnotationPlatforms, running_emulator
from labelbridge_emulator.server.server import Emulator


@pytest.fixture(scope="session")
def server() -> Iterator[Emulator]:
    with running_emulator() as started:
        yield started


@pytest.fixture
def platforms(server: Emulator) -> Iterator[AnnotationPlatforms]:
    server.seed("demo")
    made = AnnotationPlatforms(server)
    yield made
    made.close()
    assert server.violations == []


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    """Run a test file of an application with pytest and the plugin only."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # other plugins are slow to import

    def start(source: str, *options: str, in_process: bool = True) -> pytest.RunResult:
        pytester.makepyfile(source)
        runpytest = pytester.runpytest_inprocess if in_process else pytester.runpytest_subprocess
        plugins = ("-p", "labelbridge.testing.plugin", "-p", "no:cacheprovider")
        return runpytest(*plugins, "-W", "error", *options)

    return start
