"""What the tests of the plugin share: platforms without pytest around them, and runs of pytest."""

from collections.abc import Callable, Iterator

import pytest

from labelbridge.testing.platforms import AnnotationPlatforms, serving
from labelbridge_emulator.server.server import Emulator

Run = Callable[..., pytest.RunResult]


@pytest.fixture(scope="session")
def server() -> Iterator[Emulator]:
    with serving() as started:
        yield started


@pytest.fixture
def platforms(server: Emulator) -> Iterator[AnnotationPlatforms]:
    server.seed("demo")
    made = AnnotationPlatforms(server)
    yield made
    made.close()
    assert server.violations == []


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a test file of an application, with nothing but what its user would have."""
    # of the plugins that are installed here only ours matters, and some take long to import
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def started(source: str, *options: str, inside: bool = True) -> pytest.RunResult:
        pytester.makepyfile(source)
        start = pytester.runpytest_inprocess if inside else pytester.runpytest_subprocess
        plugins = ("-p", "labelbridge.testing.plugin", "-p", "no:cacheprovider")
        return start(*plugins, "-W", "error", *options)

    return started
