"""Where specs are found, and how they are loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from labelbridge_emulator.contract import specs
from labelbridge_emulator.platforms import all_platforms

CHECKOUT = Path(__file__).parents[2]
PLATFORMS = [platform.name for platform in all_platforms()]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_checkout_uses_its_own_specs(platform):
    assert specs.spec_path(platform) == CHECKOUT / "openapi" / f"{platform}.yaml"
    assert specs.load_spec(platform)["openapi"].startswith("3.1")


def test_packaged_specs_are_used_outside_of_a_checkout(tmp_path, monkeypatch):
    packaged = tmp_path / "labelbridge_emulator" / "_openapi"
    packaged.mkdir(parents=True)
    (packaged / f"{PLATFORMS[0]}.yaml").write_text("openapi: 3.1.0")
    monkeypatch.setattr(specs, "_CHECKOUT", tmp_path / "openapi")
    monkeypatch.setattr(specs, "_PACKAGED", packaged)
    assert specs.spec_path(PLATFORMS[0]) == packaged / f"{PLATFORMS[0]}.yaml"


def test_unknown_platform_raises():
    with pytest.raises(FileNotFoundError, match="no contract for 'unknown'"):
        specs.spec_path("unknown")


def test_dates_and_yaml_1_1_booleans_stay_strings(tmp_path, monkeypatch):
    (tmp_path / "odd.yaml").write_text("day: 2023-08-01\nanswer: yes\nswitch: on\ncount: 3\n")
    monkeypatch.setattr(specs, "specs_folder", lambda: tmp_path)
    specs.load_spec.cache_clear()
    try:
        expected = {"day": "2023-08-01", "answer": "yes", "switch": "on", "count": 3}
        assert specs.load_spec("odd") == expected
    finally:
        specs.load_spec.cache_clear()


def test_loading_a_spec_imports_no_server():
    program = (
        "import sys, labelbridge_emulator.contract.specs\n"
        "assert not {'starlette', 'uvicorn', 'PIL', 'graphql'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
