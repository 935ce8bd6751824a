"""The command that generates the API package."""

from pathlib import Path

import pytest

from scripts import generate

needs_generator = pytest.mark.skipif(
    not generate.ENVIRONMENT.is_dir(), reason="needs `make .envs/generator/.ok`"
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with two files, one of them in a subfolder."""
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


def test_differences_lists_changed_missing_and_extra_files(tree: Path, copy: Path) -> None:
    (copy / "a.py").write_text("A = 2  # by hand\n")
    (copy / "inner" / "b.py").unlink()
    (copy / "inner" / "c.txt").write_text("")
    assert generate.differences(tree, copy) == [
        "differs: a.py",
        "missing: inner/b.py",
        "extra:   inner/c.txt",
    ]


def test_replace_removes_stale_files(tree: Path, copy: Path) -> None:
    (copy / "stale.py").write_text("")
    before = sorted(copy.parent.iterdir())
    generate.replace(tree, copy)
    assert generate.differences(tree, copy) == []
    assert sorted(copy.parent.iterdir()) == before


def test_check_lists_differences_and_writes_nothing(
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


def test_failure_prints_reason_and_writes_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Path) -> None:
        raise generate.GenerationError("small: no such schema")

    monkeypatch.setattr(generate, "TARGET", copy)
    monkeypatch.setattr(generate, "generate", fail)
    (copy / "a.py").write_text("A = 2\n")
    assert generate.main([]) == 1
    assert capsys.readouterr().err == "generate: small: no such schema\n"
    assert (copy / "a.py").read_text() == "A = 2\n"


def test_unknown_arguments_print_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--verbose"]) == 2
    assert "--check" in capsys.readouterr().out


def test_missing_environment_raises_with_make_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "ENVIRONMENT", tmp_path)
    with pytest.raises(generate.GenerationError, match=r"make \.envs/generator/\.ok"):
        generate.installed_package()


def test_version_other_than_pinned_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "lib" / "python3.11" / "site-packages" / "ruff-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ruff\nVersion: 0.1\n")
    (tmp_path / "pins.txt").write_text("# pinned\nruff==0.2\n")
    monkeypatch.setattr(generate, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(generate, "PINS", tmp_path / "pins.txt")
    with pytest.raises(generate.GenerationError, match=r"ruff must be 0\.2 but is 0\.1"):
        generate.installed_package()


def test_x_idempotent_overrides_the_method() -> None:
    spec = {"paths": {"/a": {"post": {"operationId": "ask", "x-idempotent": True}, "get": {}}}}
    assert generate.idempotency(spec) == {"ask": True}


@needs_generator
def test_installed_generator_is_pinned() -> None:
    assert generate.installed_package().name == "openapi_python_client"
