"""An environment as an outside user has it: the wheel, what it declares to need, and no checkout.

Nothing is fetched. The distributions that the wheel's metadata ask for, and what those ask for, are
linked from the environment that runs the tests; what is not declared is not there.
"""

import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import Path as ZipPath

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]

_GUARD = """\
import sys

def refuse(event, arguments):
    if event == "open" and str(arguments[0]).startswith({sources!r}):
        raise PermissionError(f"{{arguments[0]}} lies in the checkout")

sys.addaudithook(refuse)
"""
_SOURCES = ("emulator", "facade", "generated", "openapi", "tests", "README.md")


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path, *requirements: str, extra: str = "") -> Path:
    """Make a virtual environment with a wheel, in which no file of the checkout can be opened.

    Args:
        wheel: The wheel.
        folder: Where the environment shall lie.
        *requirements: Further distributions, of those that are installed here.
        extra: The wheel's extra to install with it.

    Returns:
        Its interpreter.
    """
    venv.create(folder, symlinks=True, with_pip=False)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python*/site-packages")
    for found in _needed([*_declared(wheel, extra), *map(Requirement, requirements)]):
        _link(found, site)
    # pip finds all requirements there, or fails: it has no index to look for more
    named = f"labelbridge[{extra}] @ {wheel.as_uri()}"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--no-index", "--quiet", named], check=True, capture_output=True
    )
    sources = tuple(str(ROOT / name) for name in _SOURCES)
    (site / "sitecustomize.py").write_text(_GUARD.format(sources=sources))
    return python


def _declared(wheel: Path, extra: str) -> list[Requirement]:
    """What a wheel asks for, with one of its extras."""
    (metadata,) = (each for each in ZipPath(wheel).iterdir() if each.name.endswith(".dist-info"))
    return _asked_for(PathDistribution(metadata), {extra})


def _asked_for(found: Distribution, extras: Iterable[str]) -> list[Requirement]:
    asked = map(Requirement, found.requires or ())
    environments = [{"extra": extra} for extra in {"", *extras}]
    return [
        each
        for each in asked
        if each.marker is None or any(each.marker.evaluate(one) for one in environments)
    ]


def _needed(requirements: list[Requirement]) -> list[Distribution]:
    """The distributions that requirements lead to, labelbridge itself excepted."""
    found: dict[tuple[str, frozenset[str]], Distribution] = {}
    own = distribution("labelbridge")
    while requirements:
        each = requirements.pop()
        key = (each.name.lower(), frozenset(each.extras))
        if key in found:
            continue
        found[key] = own if each.name == "labelbridge" else distribution(each.name)
        requirements += _asked_for(found[key], each.extras)
    return [each for each in found.values() if each is not own]


def _link(found: Distribution, site: Path) -> None:
    """Link the modules and the metadata of a distribution into another environment."""
    for top in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
        link = site / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))).resolve())
