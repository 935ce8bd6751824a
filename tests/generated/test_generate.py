"""The generation command: what it compares, replaces and refuses."""

from pathlib import Path

import pytest

from scripts import generate

needs_generator = pytest.mark.skipif(
    not generate.ENVIRONMENT.is_dir(), reason="needs `make .envs/generator/.ok`"
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder of two files, one in a package of its own."""
    (tmp_path / "tree" / "inner").mkdir(parents=True)
    (tmp_path / "tree" / "a.py").write_text("A = 1\n")
    (tmp_path / "tree" / "inner" / "b.py").write_text("B = 1\n")
    return tmp_path / "tree"


@pytest.fixture
def copy(tree: Path, tmp_path: Path) -> Path:
    generate.replace(tree, tmp_path / "copy")
    return tmp_path / "copy"


def test_equal_trees_have_no_differences(tree: Path, copy: Path) -> None:
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "a.pyc").write_bytes(b"\x9d")
    assert generate.differences(tree, copy) == []


def test_each_kind_of_drift_is_named(tree: Path, copy: Path) -> None:
    (copy / "a.py").write_text("A = 2  # by hand\n")
    (copy / "inner" / "b.py").unlink()
    (copy / "inner" / "c.txt").write_text("")
    assert generate.differences(tree, copy) == [
        "differs: a.py",
        "missing: inner/b.py",
        "extra:   inner/c.txt",
    ]


def test_replacing_leaves_no_stale_file_and_nothing_beside_it(tree: Path, copy: Path) -> None:
    (copy / "stale.py").write_text("")
    before = sorted(copy.parent.iterdir())
    generate.replace(tree, copy)
    assert generate.differences(tree, copy) == []
    assert sorted(copy.parent.iterdir()) == before


def test_check_lists_drift_and_fails_without_writing(
    tree: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", copy.parent)
    monkeypatch.setattr(generate, "TARGET", copy)
    monkeypatch.setattr(generate, "generate", lambda out: generate.replace(tree, out))
    assert (generate.main(["--check"]), capsys.readouterr().out) == (0, "")
    (copy / "a.py").write_text("A = 2\n")
    assert generate.main(["--check"]) == 1
    assert "differs: a.py" in capsys.readouterr().out
    assert (copy / "a.py").read_text() == "A = 2\n"
    assert generate.main([]) == 0
    assert (copy / "a.py").read_text() == "A = 1\n"


def test_a_failure_changes_nothing_and_says_why(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path) -> None:
        raise generate.GenerationError("hasty: no such thing")

    monkeypatch.setattr(generate, "TARGET", copy)
    monkeypatch.setattr(generate, "generate", fail)
    (copy / "a.py").write_text("A = 2\n")
    assert generate.main([]) == 1
    assert capsys.readouterr().err == "generate: hasty: no such thing\n"
    assert (copy / "a.py").read_text() == "A = 2\n"


def test_unknown_arguments_print_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--verbose"]) == 2
    assert "--check" in capsys.readouterr().out


def test_without_its_environment_it_says_how_to_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "ENVIRONMENT", tmp_path)
    with pytest.raises(generate.GenerationError, match=r"make \.envs/generator/\.ok"):
        generate.installed_package()


def test_another_version_than_the_pin_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "lib" / "python3.11" / "site-packages" / "ruff-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ruff\nVersion: 0.1\n")
    (tmp_path / "pins.txt").write_text("# pinned\nruff==0.2\n")
    monkeypatch.setattr(generate, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(generate, "PINS", tmp_path / "pins.txt")
    with pytest.raises(generate.GenerationError, match=r"ruff must be 0\.2 but is 0\.1"):
        generate.installed_package()


def test_only_extensions_of_the_contract_override_what_a_method_means() -> None:
    spec = {"paths": {"/a": {"post": {"operationId": "ask", "x-idempotent": True}, "get": {}}}}
    assert generate.idempotency(spec) == {"ask": True}


@needs_generator
def test_the_installed_generator_is_the_pinned_one() -> None:
    assert generate.installed_package().name == "openapi_python_client"
