"""The language lint finds banned words in texts, Python and file names, and only there."""

from pathlib import Path

import pytest

from scripts import lint_language

CLEAN = {
    "README.md": "A plot has colours. [Testing](docs/hostile/index.md), nobody@example.com\n",
    "openapi/small.yaml": "info: {title: Small, x-url: 'https://films.example.com/shall'}\n",
    "scripts/plain.py": '"""Read `hostile.py`."""\n\nthe_response = "answered"  # sync and async\n',
    "generated/old.py": "# drift is told\n",
    "tests/sdk/traffic/small.md": "nobody\n",
    ".envs/package/old.md": "nobody\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in CLEAN.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_clean_text_passes(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (lint_language.main([], tree), capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize(
    ("file", "text", "finding"),
    [
        ("README.md", "Text\nin both\ncolours.\n", 'README.md:2: "both colours": use "sync and'),
        ("openapi/small.yaml", "# What shall be\n", 'openapi/small.yaml:1: "shall": use "must'),
        ("Makefile", "lint:  ## for whoever reads\n", 'Makefile:1: "whoever": use "a caller'),
        ("a.py", '"""One.\n\nDrift is told.\n"""\n', 'a.py:3: "told": use "reported'),
        ("a.py", "x = 1  # Hostile\n", 'a.py:1: "Hostile": use "malformed'),
        ("a.py", "x = f'{1} is said'\n", 'a.py:1: "is said": use "is reported'),
        ("a.py", "def drift_is_told(): ...\n", 'a.py:1: "told": use "reported'),
        ("a.py", "class KnownAnswer: ...\n", 'a.py:1: "Known Answer": use "snapshot'),
        ("film.py", "x = 1\n", 'film.py:1: "film": use "video'),
    ],
)
def test_banned_word_is_found(
    tree: Path, capsys: pytest.CaptureFixture[str], file: str, text: str, finding: str
) -> None:
    (tree / file).write_text(text)
    assert lint_language.main([], tree) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(finding)


def test_only_given_files_are_checked(tree: Path) -> None:
    (tree / "bad.md").write_text("nobody\n")
    assert lint_language.main([str(tree / "README.md")], tree) == 0
    assert lint_language.main([str(tree / "bad.md")], tree) == 1


def test_every_banned_phrase_has_a_replacement() -> None:
    assert all(lint_language.BANNED.values())
