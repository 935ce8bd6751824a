"""The import rules of docs/architecture.md, and the size of modules."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FACADE, CORE = ROOT / "facade" / "labelbridge", ROOT / "facade" / "labelbridge" / "_core"
EMULATOR, GENERATED = ROOT / "emulator" / "labelbridge_emulator", ROOT / "generated"
TREES = {"facade": ROOT / "facade", "emulator": ROOT / "emulator", "scripts": ROOT}
CLIENT = ["labelbridge", "labelbridge_api"]
PLATFORMS = sorted(path.stem for path in (ROOT / "openapi").glob("*.yaml") if "." not in path.stem)

FACADE_LAYERS = [
    ["errors", "drift", "options"],
    ["_core", "files", "pagination", "streams"],
    PLATFORMS,
    ["integrations", "contract", "testing", "cli"],
]
"""Modules and packages of `labelbridge`, lowest layer first: none imports from a higher layer."""

EMULATOR_LAYERS = [["store", "urls"], ["handler"], ["contract"], ["platforms"], ["server"]]
"""The same for `labelbridge_emulator`."""

LAZY = re.compile(r"^def __getattr__\(", re.MULTILINE)
"""Packages with this function import what they export only when it is used."""

IMPORT_HTTPX = ("_core/http/", "_core/client", "_core/drivers", "testing/emulated_platform")


@cache
def modules(tree: str) -> dict[str, Path]:
    """Return the modules of a tree by their full names."""
    root = TREES[tree]
    paths = (root / "scripts").glob("*.py") if tree == "scripts" else root.rglob("*.py")
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(paths)
    }


@cache
def imports(path: Path, *, in_functions: bool = True) -> list[str]:
    """Return the full names of imported modules and objects, also those for type checkers only."""
    found: list[str] = []
    nodes: list[ast.AST] = [ast.parse(path.read_text())]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += (f"{node.module}.{alias.name}" for alias in node.names)
        elif in_functions or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            nodes += ast.iter_child_nodes(node)
    return found


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def violations(folder: Path, forbidden: str, allowed: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{place}: {name}"
        for path in sorted(folder.rglob("*.py"))
        if not (place := path.relative_to(folder).as_posix()).startswith(allowed)
        for name in imports(path)
        if is_within(name, forbidden)
    ]


@pytest.mark.parametrize("tree", TREES)
def test_modules_have_no_import_cycles(tree):
    known = modules(tree)
    graph = {
        name: {
            imported if imported in known else imported.rpartition(".")[0]
            for imported in imports(path, in_functions=False)
        }
        & known.keys() - {name}
        for name, path in known.items()
        if not LAZY.search(path.read_text())
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize(
    ("tree", "package", "layers"),
    [("facade", FACADE, FACADE_LAYERS), ("emulator", EMULATOR, EMULATOR_LAYERS)],
)
def test_no_module_imports_from_a_higher_layer(tree, package, layers):
    ranks = {name: rank for rank, names in enumerate(layers) for name in names}
    found = {path.stem for path in package.glob("[!_]*") if path.name != "py.typed"}
    assert found <= ranks.keys()
    for name, path in modules(tree).items():
        part = name.split(".")[1] if "." in name else ""
        for imported in imports(path) if part in ranks else ():
            target = imported.split(".")[1] if is_within(imported, package.name) else ""
            assert ranks.get(target, 0) <= ranks[part], f"{name} imports {imported}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_platforms_do_not_import_each_other(platform):
    generated = (GENERATED / "labelbridge_api" / platform).rglob("*.py")
    source = "".join(path.read_text() for path in generated)
    for other in set(PLATFORMS) - {platform}:
        for package in CLIENT:
            assert violations(FACADE / platform, f"{package}.{other}") == []
        emulated = f"labelbridge_emulator.platforms.{other}"
        assert violations(EMULATOR / "platforms" / platform, emulated) == []
        assert not re.search(rf"^from \.+{other}\b", source, re.MULTILINE)


def test_facade_imports_only_plans_models_and_types_of_generated_code():
    names = "|".join(PLATFORMS)
    allowed = re.compile(
        rf"labelbridge_api\.(plan\.Plan$|(introspection|instants|model|reading)\.\w+$|({names})\.(models(\.|$)|types\.(UNSET|Unset)$|api\.\w+\.\w+$))"
    )
    for name, path in modules("facade").items():
        for imported in imports(path):
            if is_within(imported, "labelbridge_api"):
                assert allowed.match(imported), f"{name} imports {imported}"


@pytest.mark.parametrize(
    ("folder", "forbidden", "allowed"),
    [
        (CORE, [f"{api}.{name}" for api in CLIENT for name in PLATFORMS], ()),
        (FACADE, ["labelbridge_emulator"], ("cli/", "testing/", "contract/")),
        (FACADE, ["httpx"], IMPORT_HTTPX),
        (EMULATOR, CLIENT, ()),
    ],
)
def test_folder_does_not_import(folder, forbidden, allowed):
    for package in forbidden:
        assert violations(folder, package, allowed) == []


@pytest.mark.parametrize("tree", TREES)
def test_modules_have_at_most_300_lines(tree):
    counts = {name: path.read_text().count("\n") for name, path in modules(tree).items()}
    assert {name: count for name, count in counts.items() if count > 300} == {}
