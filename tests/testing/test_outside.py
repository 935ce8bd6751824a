"""The examples pass their tests with the installed wheel, without access to the checkout."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.wheel_environment import ROOT, install

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/tests"))
VARIABLES = ("LD_LIBRARY_PATH", "PATH")
"""Variables that an interpreter may need to start."""

LOCATION_TESTS = """
import sys
from pathlib import Path

import pytest
import labelbridge, labelbridge_api, labelbridge_emulator
from labelbridge_emulator.contract import specs

ROOT = {root!r}

def installed(file):
    return Path(file).is_relative_to(sys.prefix) and "site-packages" in Path(file).parts

@pytest.mark.parametrize("package", [labelbridge, labelbridge_api, labelbridge_emulator])
def test_packages_are_installed(package):
    assert installed(package.__file__)

def test_contracts_are_packaged(annotation_platforms):
    for platform in annotation_platforms._all:
        assert installed(specs.spec_path(platform.name))
        assert specs.spec_path(platform.name).parent.name == "_openapi"

def test_plugin_is_loaded_by_its_entry_point(pytestconfig):
    assert installed(pytestconfig.pluginmanager.get_plugin("labelbridge").__file__)

def test_checkout_is_not_accessible():
    assert not [path for path in sys.path if path.startswith(ROOT)]
    with pytest.raises(PermissionError, match="checkout"):
        Path(ROOT, "README.md").read_text()
"""
LOCATION_TEST_COUNT = 6


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside") / "environment"
    return install(wheel, folder, "pytest-xdist", extra="testing")


def run_pytest(python: Path, folder: Path, *options: str) -> str:
    """Run pytest in a folder, and return its output."""
    variables = {name: os.environ[name] for name in VARIABLES if name in os.environ}
    process = subprocess.run(
        [python, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *options],
        cwd=folder,
        env={"HOME": str(folder), "PYTHONSAFEPATH": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_passes_on_two_workers(python: Path, tmp_path: Path, example: Path) -> None:
    folder = tmp_path / example.name
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("__pycache__"))
    own = sum(file.read_text().count("    def test_") for file in folder.glob("tests/*.py"))
    (folder / "tests" / "test_location.py").write_text(LOCATION_TESTS.format(root=str(ROOT)))
    output = run_pytest(python, folder, "-n", "2")
    (passed,) = re.findall(r"=+ (\d+) passed in .* =+$", output.rstrip())
    assert int(passed) >= own + LOCATION_TEST_COUNT
    assert "created: 2/2 workers" in output


def test_every_example_has_tests() -> None:
    folders = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
    assert folders == EXAMPLES != []
