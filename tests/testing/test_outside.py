"""The examples, tested as an outside user would: by the installed wheel, away from the checkout."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.wheel_environment import ROOT, install

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/tests"))
KEPT = ("LD_LIBRARY_PATH", "PATH")
"""Variables that an interpreter may need to start."""

WHERE = """
import sys
from pathlib import Path

import pytest
import labelbridge, labelbridge_api, labelbridge_emulator
from labelbridge_emulator.contract import specs

ROOT = {root!r}

def installed(file):
    return Path(file).is_relative_to(sys.prefix) and "site-packages" in Path(file).parts

@pytest.mark.parametrize("package", [labelbridge, labelbridge_api, labelbridge_emulator])
def test_the_packages_are_the_installed_ones(package):
    assert installed(package.__file__)

@pytest.mark.parametrize("platform", ["hasty", "roboflow", "labelbox"])
def test_the_contracts_are_the_packaged_ones(annotation_platforms, vendor):
    assert installed(specs.spec_path(vendor))
    assert specs.spec_path(vendor).parent.name == "_openapi"

def test_the_plugin_came_by_its_entry_point(pytestconfig):
    assert installed(pytestconfig.pluginmanager.get_plugin("labelbridge").__file__)

def test_the_checkout_is_out_of_reach():
    assert not [path for path in sys.path if path.startswith(ROOT)]
    with pytest.raises(PermissionError, match="lies in the checkout"):
        Path(ROOT, "openapi", "hasty.yaml").read_text()
"""
WHERE_COUNT = 8


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside") / "environment"
    return install(wheel, folder, "pytest-xdist", extra="testing")


def pytest_run(python: Path, folder: Path, *options: str) -> str:
    """Run pytest there, and return what it says."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ended = subprocess.run(
        [python, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *options],
        cwd=folder,
        env={"HOME": str(folder), "PYTHONSAFEPATH": "1", **kept},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_passes_its_tests_on_two_workers(
    python: Path, tmp_path: Path, example: Path
) -> None:
    folder = tmp_path / example.name
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("__pycache__"))
    own = sum(file.read_text().count("    def test_") for file in folder.glob("tests/*.py"))
    (folder / "tests" / "test_where.py").write_text(WHERE.format(root=str(ROOT)))
    said = pytest_run(python, folder, "-n", "2")
    (passed,) = re.findall(r"=+ (\d+) passed in .* =+$", said.rstrip())
    assert int(passed) >= own + WHERE_COUNT
    assert "created: 2/2 workers" in said


def test_all_examples_have_tests() -> None:
    folders = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
    assert folders
    assert folders == EXAMPLES
