"""The Python snippets of the Markdown pages as modules: `python -m scripts.snippets FOLDER`.

mypy and pyright check these modules, and tests run them. A snippet becomes the body of a function.
Names that it uses without defining them are parameters of the function, with the types of
PARAMETERS. A snippet with tests (`def test_...`) stays a module. Line numbers are those of the
page.
"""

from __future__ import annotations

import builtins
import re
import shutil
import symtable
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ("*.md", "docs/*.md", "examples/**/*.md", "openapi/*.md", "scripts/**/*.md")
APPLICATION: Final = ROOT / "tests/docs/my_application.py"
"""The module that snippets about tests import."""

PARAMETERS: Final = {
    "hasty": "labelbridge.Hasty",
    "roboflow": "labelbridge.Roboflow",
    "labelbox": "labelbridge.Labelbox",
    "project_id": "uuid.UUID",
    "project": "labelbridge.hasty.models.Project",
    "image": "labelbridge.hasty.models.Image",
    "car": "labelbridge.hasty.models.LabelClass",
    "hasty_emulator": "labelbridge.testing.HastyEmulator",
    "roboflow_emulator": "labelbridge.testing.RoboflowEmulator",
    "labelbox_emulator": "labelbridge.testing.LabelboxEmulator",
}
"""The types of the names that snippets use without defining them."""

_BLOCK: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Snippet:
    """A Python snippet of a page.

    Attributes:
        page: The path of the page, relative to the checkout.
        line: The line before the code, which begins the block.
        code: The code.
    """

    page: str
    line: int
    code: str

    @property
    def name(self) -> str:
        """The name of the module."""
        return f"{re.sub('[^a-z]', '_', self.page.lower())}_{self.line}"

    @property
    def is_test(self) -> bool:
        """Whether the snippet is a module with tests."""
        return "def test_" in self.code

    @property
    def is_async(self) -> bool:
        """Whether the snippet uses await outside of functions."""
        try:
            compile(self._function(""), self.page, "exec")
        except SyntaxError:
            return True
        return False

    def parameters(self) -> Sequence[str]:
        """Return the names that the snippet uses without defining them.

        Raises:
            NameError: A name is not in PARAMETERS.
        """
        source = self.code if self.is_test else self._function("async ")
        top = symtable.symtable(source, self.page, "exec")
        defined = {each.get_name() for each in top.get_symbols() if each.is_assigned()}
        defined |= {each.get_name() for each in top.get_symbols() if each.is_imported()}
        used = {*_globals(top)} - defined - {*dir(builtins), "snippet"}
        if unknown := used - {*PARAMETERS}:
            raise NameError(f"{self.page}, line {self.line}: {min(unknown)} is not defined")
        return sorted(used)

    def _function(self, prefix: str, arguments: str = "") -> str:
        return f"{prefix}def snippet({arguments}) -> None:\n{indent(self.code, '    ')}"

    def module(self) -> str:
        """Return the source of the module."""
        names = self.parameters()
        imports = ["from __future__ import annotations"]
        for name in names:
            module, _, kind = PARAMETERS[name].rpartition(".")
            imports.append(f"from {module} import {kind}")
        start = "; ".join(imports)
        if self.is_test:
            return start + "\n" * self.line + self.code
        arguments = ", ".join(f"{name}: {PARAMETERS[name].rpartition('.')[2]}" for name in names)
        function = self._function("async " if self.is_async else "", arguments)
        return start + "\n" * (self.line - 1) + function


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that a table and its children use as globals."""
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module"):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals(child)


def find_snippets(root: Path = ROOT) -> list[Snippet]:
    """Return all snippets, in the order of the pages."""
    found = []
    for path in sorted({page for pattern in PAGES for page in root.glob(pattern)}):
        text = path.read_text(encoding="utf-8")
        for block in _BLOCK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            found.append(Snippet(path.relative_to(root).as_posix(), line, block[1]))
    return found


def write(folder: Path, snippets: Sequence[Snippet]) -> None:
    """Write the modules of snippets, and the application that they test, to a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(APPLICATION, folder)
    for snippet in snippets:
        (folder / f"{snippet.name}.py").write_text(snippet.module(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), find_snippets())
