"""Check that texts and names use standard technical English: `lint_language [FILE...]`.

The check reads Markdown, YAML, TOML, Jinja templates, requirements and the Makefile as text. In
Python it reads comments, string literals, docstrings and identifiers. It also reads file names. A
name is split into words, so that a phrase is found in `drift_is_told` and `DriftIsTold` too. URLs
and file paths within a text are ignored.

Each finding is printed as `path:line: "word": use "replacement"`. With findings, the exit status
is 1.
"""

import os
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

BANNED = {
    # Regular expressions, matched as whole words in any case; a space matches any white space.
    "(is|are|was|were|be) answered": "gets a response, returns",
    "(server|platform|emulator) answers": "responds, returns",
    "anew": "again",
    "as it came": "unchanged, the raw value",
    "bears": "has, accepts",
    "(both|either|each|one|its) colours?": "sync and async",
    "but for": "except",
    "colou?rs? of (a |the )?(client|driver|method)s?": "sync and async",
    "faces": "fixtures, image_probe",
    "(films?|movies)": "video, mp4",
    "footage": "video_probe, fixtures",
    "hands? (over|out|back|on)": "passes, returns",
    "hostile": "malformed, fuzzing",
    "(hold|held|holds|holding) against": "check against, validate",
    "(is|are|was|were) said": "is reported, is documented",
    "known answers?": "snapshot",
    "lies": "is, is stored; mutants",
    "lives of": "lifecycle of",
    "makes? of it": "(say what it does)",
    "mistakes? of": "error in",
    "nobody": "no one, nothing; an unknown user",
    "planted": "mutated, injected",
    "plant": "mutate, inject",
    "refusals?": "error response, rejection",
    "said at once": "raised before any request",
    "says? no more": "has no error message",
    "shall": "must, should",
    "somebody": "a user",
    "stands? (there|here|where)": "(say which value it is)",
    "stands": "is",
    "survivors?": "surviving mutant",
    "tells": "reports, shows, returns",
    "there is none": "is missing, does not exist",
    "told": "reported, shown, given",
    "unheard": "ignored, not called",
    "whoever": "a caller, a client",
    "without a word": "silently",
    "(that|which) is none": "is not a (say what it is)",
}

TEXTS = {".jinja", ".md", ".toml", ".txt", ".yaml", ".yml"}
SKIPPED_FOLDERS = {"generated", "build", "demo-out", "dist", "documents", "snapshots", "traffic"}
SKIPPED_FILES = {"lint_language.py", "test_lint_language.py"}

PHRASES = re.compile(rf"\b(?:{'|'.join(BANNED)})\b".replace(" ", r"\s+"), re.IGNORECASE)
ADDRESSES = re.compile(r"\w+://\S+|[\w-]*[./@][\w./@-]*\w")
"""URLs, e-mail addresses, paths and dotted names. The names of files are checked on their own."""


SAMPLE_DATA = re.compile(r'"films"|Street films|A drawn film')
"""Texts of the emulator's demo data, which the snapshots contain."""


@cache
def replacement(words: str) -> str:
    """Return the replacement of a banned word or phrase."""
    return next(
        new
        for old, new in BANNED.items()
        if re.fullmatch(old.replace(" ", r"\s+"), words, re.IGNORECASE)
    )


def banned(text: str, line: int) -> Iterator[tuple[int, str]]:
    """Yield the line and a message for each banned word or phrase in a text.

    Args:
        text: The text.
        line: The number of its first line.
    """
    plain = text
    for ignored in (ADDRESSES, SAMPLE_DATA):
        plain = ignored.sub(lambda found: " " * len(found[0]), plain)
    for found in PHRASES.finditer(plain):
        words = " ".join(found[0].split())
        at = line + plain.count("\n", 0, found.start())
        yield at, f'"{words}": use "{replacement(found[0])}"'


def words_of(name: str) -> str:
    """Return the words of an identifier or a file name, separated by spaces."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.]+", " ", name)


def python_findings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the findings in a Python file; each identifier is reported once."""
    if not PHRASES.search(words_of(path.read_text(encoding="utf-8"))):
        return  # tokenizing takes ten times as long as this search
    names: set[str] = set()
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            kind = tokenize.tok_name[token.type]
            if kind in {"COMMENT", "STRING", "FSTRING_MIDDLE"}:
                yield from banned(token.string, token.start[0])
            elif kind == "NAME" and token.string not in names:
                names.add(token.string)
                yield from banned(words_of(token.string), token.start[0])


def findings(path: Path, root: Path) -> Iterator[str]:
    """Yield the findings in a file, and in its name."""
    name = path.relative_to(root)
    found = [(1, text) for _, text in banned(words_of(name.stem), 1)]
    if path.suffix == ".py":
        found += python_findings(path)
    else:
        found += banned(path.read_text(encoding="utf-8"), 1)
    yield from (f"{name}:{line}: {text}" for line, text in found)


def checked(path: Path, root: Path) -> bool:
    """Return whether a file is checked."""
    *folders, name = path.relative_to(root).parts
    return (
        (path.suffix in {*TEXTS, ".py"} or name == "Makefile")
        and name not in SKIPPED_FILES
        and not any(folder in SKIPPED_FOLDERS or folder.startswith(".") for folder in folders)
    )


def files(root: Path) -> Iterator[Path]:
    """Yield the files of the project that are checked."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(each for each in folders if checked(here / each / "any.py", root))
        yield from (here / name for name in sorted(names) if checked(here / name, root))


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Print the findings in some files, else in all, and return the exit status."""
    given = [Path(argument).resolve() for argument in arguments]
    paths = [path for path in given if checked(path, root)] if given else files(root)
    found = [text for path in paths for text in findings(path, root)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
