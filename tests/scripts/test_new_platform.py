"""A new platform needs files in its own folders and its contract only."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import generate, lint_specs

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).with_name("new_platform")

pytestmark = [
    pytest.mark.skipif(
        not generate.ENVIRONMENT.is_dir(), reason="needs `make .envs/generator/.ok`"
    ),
    pytest.mark.xdist_group("new-platform"),
]


def run(tree: Path, *arguments: str) -> str:
    """Run Python in a copy of the project, and return its output."""
    paths = os.pathsep.join(str(tree / name) for name in ("facade", "generated", "emulator"))
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((paths, str(tree)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the new platform, and its generated code."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("facade", "generated", "emulator", "openapi", "scripts", "requirements"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name in ("facade", "emulator", "openapi"):
        shutil.copytree(FILES / name, copy / name, dirs_exist_ok=True)
    (copy / ".envs").symlink_to(generate.ENVIRONMENT.parent)
    run(copy, "-m", "scripts.generate")
    return copy


def test_generated_code_of_the_other_platforms_is_unchanged(tree):
    added = generate.differences(generate.TARGET, tree / "generated" / "labelbridge_api")
    assert added
    assert all(line.startswith("extra:   acme/") for line in added)


def test_client_reaches_the_emulator_sync_and_async(tree):
    assert json.loads(run(tree, str(FILES / "example.py"))) == ["sync", "async"]


@pytest.mark.parametrize("part", ["unit", "stateful"])
def test_contract_tests_pass(tree, part):
    out = run(tree, "-m", "labelbridge.contract", "--part", f"acme:notes:{part}")
    assert "list_notes" in out
    assert "create_note" in out


def test_lint_passes(tree):
    assert lint_specs.findings("acme.yaml", (FILES / "openapi/acme.yaml").read_text()) == []
    folders = ("facade/labelbridge/acme", "emulator/labelbridge_emulator/platforms/acme")
    run(tree, "-m", "ruff", "check", "--quiet", *folders)
    run(tree, "-m", "ruff", "format", "--check", "--quiet", *folders)
    files = [path for folder in folders for path in (tree / folder).rglob("*.py")]
    run(tree, "-m", "scripts.lint_language", *map(str, files))


def test_operations_are_listed_with_method_and_handler(tree):
    code = "from scripts.operations import rows; print(*(r.methods[0].name for r in rows('acme')))"
    assert run(tree, "-c", code).split() == ["notes.list", "notes.create"]
