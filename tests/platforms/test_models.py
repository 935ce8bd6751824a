"""The models of all platforms: their import on first use, and their types in programs."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from labelbridge import labelbox
from labelbridge._core.registry import platform_names

PROGRAM = """
import sys
from importlib import import_module

def loaded():
    return {name for name in sys.modules if name.startswith("labelbridge_api.%s.models.")}

import_module("labelbridge.%s")
before = loaded()
models = import_module("labelbridge.%s.models")
print(len(loaded() - before), len(models.__all__) > len(before))
"""


@pytest.mark.parametrize("platform", platform_names())
def test_importing_models_does_not_load_them(platform):
    command = [sys.executable, "-c", PROGRAM.replace("%s", platform)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert output.split() == ["0", "True"]


@pytest.mark.parametrize("platform", platform_names())
def test_unset_is_deprecated_and_not_listed(platform):
    models = import_module(f"labelbridge.{platform}.models")
    for name in ("UNSET", "Unset"):
        assert name not in models.__all__
        with pytest.warns(DeprecationWarning, match=f"^{name} is deprecated"):
            getattr(models, name)


def test_models_of_labelbox_are_the_classes_of_rows():
    models = import_module("labelbridge.labelbox.models")
    names = {*labelbox.__all__} & {*models.__all__}
    assert names >= {"Classification", "ExportRow", "FrameRecord", "Label", "LabelObject"}
    text = Path(str(models.__file__)).read_text()
    for name in names:
        assert getattr(models, name) is getattr(labelbox, name)
        assert text.count(f" {name} as {name},") == 2  # for mypy, and for pyright


ROOT = Path(__file__).parents[2]
PROGRAMS = ("tests/typing", "examples", "docs")


def test_programs_and_pages_do_not_need_unset():
    files = [ROOT / "README.md", *(path for name in PROGRAMS for path in ROOT.glob(f"{name}/**/*"))]
    texts = {path: path.read_text() for path in files if path.suffix in {".md", ".py"}}
    assert {path.suffix for path in texts} == {".md", ".py"}
    assert [path for path, text in texts.items() if "UNSET" in text or "Unset" in text] == []
