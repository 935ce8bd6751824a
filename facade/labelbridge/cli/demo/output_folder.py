"""A directory that receives all files of a run, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from labelbridge.errors import InvalidArgument


@contextmanager
def output_folder(out: Path, names: Sequence[str]) -> Iterator[Path]:
    """Provide a temporary directory whose files are moved to `out` when the block succeeds.

    If the block fails, `out` is unchanged.

    Args:
        out: The target directory; it is created if necessary.
        names: The files that the block writes; existing files of these names are replaced.

    Raises:
        InvalidArgument: `out` is not writable, or one of the names is a directory.
    """
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        try:
            out.mkdir(parents=True, exist_ok=True)
            temporary = TemporaryDirectory(prefix=".unfinished-", dir=out)
        except OSError as error:
            raise InvalidArgument("out", f"cannot write to {out}: {error}") from None
        with temporary as folder:
            for name in names:
                if (out / name).is_dir():
                    raise InvalidArgument("out", f"{out / name} is a directory")
            yield Path(folder)
            for name in names:
                (Path(folder) / name).replace(out / name)
    except BaseException:
        for each in missing:
            if each.is_dir():
                each.rmdir()
        raise
