"""The newcomer's program runs against the emulator; `make types` checks its types."""

import inspect

from labelbridge import Hasty, Labelbox, Roboflow
from labelbridge.testing import picture
from tests.typing import newcomer


def test_program_runs(platforms, tmp_path, capsys) -> None:
    newcomer.main(tmp_path, picture(320, 200, format="JPEG"))
    printed = capsys.readouterr().out
    for part in ("CAR", "box, ", "polygon around", "405 get_project"):
        assert part in printed


def test_program_uses_every_resource() -> None:
    source = inspect.getsource(newcomer)
    for platform in (Hasty, Roboflow, Labelbox):
        name = platform.__name__.lower()
        resources = {
            each
            for each in dir(platform)
            if not each.startswith("_") and hasattr(getattr(platform, each), "attrname")
        }
        assert resources
        missing = {each for each in resources if f"{name}.{each}." not in source}
        assert not missing, f"{name}: {missing}"


def test_program_has_no_workaround() -> None:
    source = inspect.getsource(newcomer)
    for word in ("cast(", "assert ", "ignore", " is not None", "UNSET"):
        assert word not in source.partition('"""\n')[2]
