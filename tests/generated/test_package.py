"""The generated package in the repository."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.generate import HEADER, TARGET, files, platforms

MODULES = sorted(
    ".".join(("labelbridge_api", *file.with_suffix("").parts)).removesuffix(".__init__")
    for file in files(TARGET)
    if file.suffix == ".py"
)
MODELS = [m for m in MODULES if ".models." in m]

IMPORT = """
import importlib, random, sys
names = sys.argv[2:]
random.Random(int(sys.argv[1])).shuffle(names)
for name in names:
    importlib.import_module(name)
"""


def fresh(code: str, *arguments: str) -> str:
    """Run code in a new interpreter, and return its output."""
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_file_has_the_header() -> None:
    assert [str(f) for f in files(TARGET) if not (TARGET / f).read_text().startswith(HEADER)] == []


def test_package_is_typed_and_has_every_platform() -> None:
    assert {Path("py.typed"), *(Path(v, "__init__.py") for v in platforms())} <= set(files(TARGET))


def test_every_module_imports() -> None:
    fresh(IMPORT, "0", *MODULES)


@pytest.mark.parametrize("seed", range(3))
def test_models_import_in_any_order(seed: int) -> None:
    fresh(IMPORT, str(seed), *MODELS)


def test_every_model_imports_alone() -> None:
    code = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    for module in [m for m in sys.modules if m.startswith("labelbridge_api")]:
        del sys.modules[module]
"""
    fresh(code, *MODELS)


def test_model_imports_neither_other_models_nor_httpx() -> None:
    code = """
import sys
from labelbridge_api.hasty.models import Workspace
import labelbridge_api.hasty.api.workspaces.get_workspace
print(*(m for m in sys.modules if m == "httpx" or "hasty.models." in m))
"""
    assert fresh(code).split() == ["labelbridge_api.hasty.models.workspace"]


def test_generated_code_imports_no_other_layer() -> None:
    code = IMPORT + "print(*(m for m in sys.modules if m.startswith('labelbridge')))"
    found = fresh(code, "0", *MODULES).split()
    assert {name.partition(".")[0] for name in found} == {"labelbridge_api"}
