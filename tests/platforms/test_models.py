"""The models of all platforms are imported on first use."""

import subprocess
import sys

import pytest

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
