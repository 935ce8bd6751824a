"""The Python snippets of README.md and docs/ run against the emulator.

`make types` checks them with mypy and pyright.
"""

import asyncio
import inspect
import re
from importlib import import_module

import pytest

from labelbridge.testing import picture
from scripts.snippets import ROOT, Snippet, find_snippets, write
from tests.testing.conftest import run

__all__ = ["run"]

SNIPPETS = find_snippets()
PROGRAMS = [each for each in SNIPPETS if not each.is_test]
TESTS = [each for each in SNIPPETS if each.is_test]


def _name(snippet: Snippet) -> str:
    return snippet.name


@pytest.fixture
def values(platforms):
    """The values of the names that snippets use without defining them."""
    emulators = {f"{each.name}_emulator": each for each in platforms._all}
    clients = {each.name: each.client for each in platforms._all}
    project = next(iter(clients["hasty"].projects.list()))
    car = next(iter(clients["hasty"].label_classes.list(project.id)))
    image = next(iter(clients["hasty"].images.list(project.id)))
    objects = {"project": project, "project_id": project.id, "image": image, "car": car}
    return emulators | clients | objects


@pytest.mark.parametrize("snippet", PROGRAMS, ids=_name)
def test_program_runs(snippet, values, tmp_path, monkeypatch) -> None:
    write(tmp_path / "snippets", [snippet])
    monkeypatch.syspath_prepend(tmp_path / "snippets")
    function = import_module(snippet.name).snippet
    arguments = {name: values[name] for name in snippet.parameters()}
    result = function(**arguments)
    if inspect.iscoroutine(result):
        asyncio.run(result)


@pytest.mark.parametrize("snippet", TESTS, ids=_name)
def test_tests_pass(snippet, run, pytester, monkeypatch) -> None:
    write(pytester.path / "snippets", [snippet])
    monkeypatch.syspath_prepend(pytester.path / "snippets")
    photos = pytester.mkdir("photos")
    (photos / "a.jpg").write_bytes(picture(format="JPEG"))
    result = run(snippet.module(), "-p", "anyio.pytest_plugin")
    # a test may run in several event loops
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed"}
    assert outcomes["passed"] >= snippet.code.count("def test_")


def test_pages_have_snippets() -> None:
    assert {"README.md", "docs/testing.md"} <= {each.page for each in SNIPPETS}


def test_lines_are_those_of_the_page() -> None:
    program = Snippet("a.md", 7, "print(project_id)\n")
    assert program.module().splitlines()[6:] == [
        "def snippet(project_id: UUID) -> None:",
        "    print(project_id)",
    ]
    test = Snippet("a.md", 7, "def test_it() -> None:\n    pass\n")
    assert test.module().splitlines()[7] == "def test_it() -> None:"


def test_undefined_name_is_an_error() -> None:
    with pytest.raises(NameError, match=r"a\.md, line 7: imaeg is not defined"):
        Snippet("a.md", 7, "image = 1\n[print(imaeg) for _ in [image]]\n").module()


@pytest.mark.parametrize(
    ("code", "is_async"),
    [("async for _ in hasty: pass", True), ("async def f():\n    await g()", False)],
)
def test_await_makes_an_async_function(code, is_async) -> None:
    assert Snippet("a.md", 1, code).is_async is is_async


def test_no_page_mentions_unset() -> None:
    """Responses have no UNSET, so no program needs it."""
    pages = [ROOT / each for each in {snippet.page for snippet in SNIPPETS}]
    programs = [*ROOT.glob("examples/**/*.py"), *ROOT.glob("tests/typing/*.py")]
    files = [*pages, *ROOT.glob("docs/*.md"), *programs]
    assert [
        each.name for each in files if re.search("unset", each.read_text(), re.IGNORECASE)
    ] == []
