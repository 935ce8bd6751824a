"""A folder that gets all files of a run, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from labelbridge.errors import InvalidArgument


@contextmanager
def staging(out: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a folder for files in the making, which move to `out` together at the end.

    If the block fails, `out` is left as it was.

    Args:
        out: The folder that gets the files; it is made if need be.
        names: The files, all of which the block makes; those of a run before are replaced.

    Raises:
        InvalidArgument: Nothing can be written into `out`.
    """
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        try:
            out.mkdir(parents=True, exist_ok=True)
            folder = TemporaryDirectory(prefix=".unfinished-", dir=out)
        except OSError as error:
            raise InvalidArgument("out", f"{out} cannot be written into: {error}") from None
        with folder as made:
            for name in names:
                if (out / name).is_dir():
                    raise InvalidArgument("out", f"{out / name} is a folder")
            yield Path(made)
            for name in names:
                (Path(made) / name).replace(out / name)
    except BaseException:
        for each in missing:
            if each.is_dir():
                each.rmdir()
        raise
