"""Tests of the page of all operations, and of the facts in it."""

import re

import pytest

from scripts import operations_page
from scripts.operations import CLIENTS, operations_by_method, rows
from tests.support.example import PLATFORM


@pytest.mark.parametrize("platform", CLIENTS)
def test_every_method_sends_an_operation(platform):
    assert all(operations_by_method(platform).values())


def test_operations_of_a_method_are_found_through_helpers_and_tables():
    found = {each.name: ids for each, ids in operations_by_method(PLATFORM).items()}
    assert found["images.upload"] == {"create_uploads", "create_image"}  # through helpers
    assert found["attributes.values"] == {"list_label_attributes"}  # through another class
    assert len(found["inference.wait"]) == 4  # through a table


def test_guessed_paths_are_listed_with_their_reason():
    section = operations_page.page().partition("## Guessed paths")[2]
    for row in (row for platform in CLIENTS for row in rows(platform)):
        line = f"| `{row.id}` | `{row.method} {row.path}` | {row.reason} |"
        assert (line in section) is (row.confidence == "low")


def test_example_replaces_a_guessed_path_with_the_same_parameters():
    ((operation, path),) = re.findall(r'\{"(\w+)": "(.+)"\}', operations_page.GUESSES)
    (guess,) = [row for platform in CLIENTS for row in rows(platform) if row.id == operation]
    assert guess.confidence == "low"
    assert path != guess.path
    assert re.findall(r"\{\w+\}", path) == re.findall(r"\{\w+\}", guess.path)


def test_check_fails_if_the_page_is_missing_or_differs(monkeypatch, tmp_path, capsys):
    page = tmp_path / "docs" / "operations.md"
    monkeypatch.setattr(operations_page, "PAGE", page)
    assert operations_page.main(["--check"]) == 1
    assert not page.exists()
    assert operations_page.main([]) == operations_page.main(["--check"]) == 0
    page.write_text(page.read_text().replace("| `get_project` |", "", 1))
    assert operations_page.main(["--check"]) == 1
    assert "run `make docs`" in capsys.readouterr().err


def test_link_to_a_missing_file_raises():
    with pytest.raises(FileNotFoundError, match=r"facade/labelbridge/nowhere\.py"):
        operations_page.code("nowhere.get", "labelbridge.nowhere")


def test_unknown_arguments_print_the_usage(capsys):
    assert operations_page.main(["--write"]) == 2
    assert "--check" in capsys.readouterr().out
