"""Tests of the pins in requirements/."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, Version]:
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(package): Version(version) for package, version in pairs}


def test_lowest_pins_are_the_declared_lower_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["emulator"]]
    lowest = pins("lowest.txt")
    for requirement in map(Requirement, declared):
        (bound,) = [each.version for each in requirement.specifier if each.operator == ">="]
        assert lowest.pop(canonicalize_name(requirement.name)) == Version(bound), requirement
    pinned = pins("dev.txt")
    assert {name: version for name, version in lowest.items() if pinned.get(name) != version} == {}
