"""A virtual environment with the built wheel and its declared dependencies, without the checkout.

Nothing is downloaded. The dependencies in the wheel's metadata, and their dependencies, are linked
from the environment that runs the tests. Undeclared dependencies are missing.
"""

import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import Path as ZipPath

from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]

_GUARD = """\
import sys

def reject(event, arguments):
    if event == "open" and str(arguments[0]).startswith({sources!r}):
        raise PermissionError(f"{{arguments[0]}} is in the checkout")

sys.addaudithook(reject)
"""
_SOURCES = ("emulator", "facade", "generated", "openapi", "tests", "README.md")


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path, *requirements: str, extra: str = "") -> Path:
    """Create an environment that cannot open files of the checkout; return its interpreter."""
    venv.create(folder, symlinks=True, with_pip=False)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python*/site-packages")
    (metadata,) = (each for each in ZipPath(wheel).iterdir() if each.name.endswith(".dist-info"))
    declared = _requirements_of(PathDistribution(metadata), {extra})
    for found in _needed([*declared, *map(Requirement, requirements)]):
        _link(found, site)
    # without an index, pip fails if a requirement is missing
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    pip += ["install", "--no-index", "--quiet", f"labelbridge[{extra}] @ {wheel.as_uri()}"]
    subprocess.run(pip, check=True, capture_output=True)
    sources = tuple(str(ROOT / name) for name in _SOURCES)
    (site / "sitecustomize.py").write_text(_GUARD.format(sources=sources))
    return python


def _requirements_of(found: Distribution, extras: Iterable[str]) -> list[Requirement]:
    def needed(marker: Marker | None) -> bool:
        return marker is None or any(marker.evaluate({"extra": each}) for each in ("", *extras))

    return [each for each in map(Requirement, found.requires or ()) if needed(each.marker)]


def _needed(requirements: list[Requirement]) -> list[Distribution]:
    """Return the distributions for requirements and their dependencies, without labelbridge."""
    found: dict[tuple[str, frozenset[str]], Distribution] = {}
    own = distribution("labelbridge")
    while requirements:
        each = requirements.pop()
        key = (each.name.lower(), frozenset(each.extras))
        if key in found:
            continue
        found[key] = own if each.name == "labelbridge" else distribution(each.name)
        requirements += _requirements_of(found[key], each.extras)
    return [each for each in found.values() if each is not own]


def _link(found: Distribution, site: Path) -> None:
    """Link the modules and the metadata of a distribution into another environment."""
    for top in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
        link = site / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))).resolve())
