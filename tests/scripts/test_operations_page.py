"""The page of all operations says what contracts and code say, and is refused when it does not."""

import re

import pytest

from scripts import operations_page
from scripts.operations import CLIENTS, rows, sent_by_methods

GUESSES = "## Guessed paths"


def sent(platform: str, method: str) -> set[str]:
    """The operations that a method of a client sends."""
    (found,) = [ids for each, ids in sent_by_methods(platform).items() if each.name == method]
    return found


@pytest.mark.parametrize(
    ("platform", "method", "operations"),
    [
        ("hasty", "projects.create", {"create_project"}),
        ("hasty", "labels.create", {"create_labels"}),  # within a function of its own
        ("hasty", "attributes.values", {"list_label_attributes"}),  # of a class beside it
        ("hasty", "images.upload", {"create_uploads", "create_image"}),  # through helpers
        (
            "hasty",
            "inference.wait",  # by a table
            {
                "get_object_detector",
                "get_instance_segmentor",
                "get_semantic_segmentor",
                "get_attributer",
            },
        ),
        ("roboflow", "workspaces.check_key", {"check_key"}),
        ("labelbox", "labels.export", {"execute_graphql"}),
    ],
)
def test_what_a_method_sends_is_found_in_its_code(platform, method, operations):
    assert sent(platform, method) == operations


@pytest.mark.parametrize("platform", CLIENTS)
def test_every_method_of_a_client_sends_something(platform):
    assert all(sent_by_methods(platform).values())


def test_guesses_and_only_they_stand_in_their_section_with_the_reason():
    section = operations_page.page().partition(GUESSES)[2]
    for row in (row for platform in CLIENTS for row in rows(platform)):
        line = f"| `{row.id}` | `{row.method} {row.path}` | {row.reason} |"
        assert (line in section) is (row.confidence == "low")


def test_the_example_gives_a_guess_another_path_with_the_same_names():
    (operation, path), *others = re.findall(r'\{"(\w+)": "(.+)"\}', operations_page.GUESSES)
    (guess,) = [row for row in rows("hasty") if row.id == operation]
    assert guess.confidence == "low"
    assert path != guess.path
    assert re.findall(r"\{\w+\}", path) == re.findall(r"\{\w+\}", guess.path)
    assert others == []


@pytest.fixture
def page(monkeypatch, tmp_path):
    """A place for the page where no other one lies."""
    place = tmp_path / "docs" / "operations.md"
    monkeypatch.setattr(operations_page, "PAGE", place)
    return place


def test_what_was_written_is_up_to_date(page):
    assert operations_page.main([]) == 0
    assert operations_page.main(["--check"]) == 0


@pytest.mark.parametrize("change", ["| `get_project` |", GUESSES, "/v1/projects/{project_id}"])
def test_a_page_that_differs_is_not(page, capsys, change):
    operations_page.main([])
    page.write_text(page.read_text().replace(change, "", 1))
    assert operations_page.main(["--check"]) == 1
    assert "run `make docs`" in capsys.readouterr().err


def test_a_page_that_is_missing_is_not_either(page):
    assert operations_page.main(["--check"]) == 1
    assert not page.exists()


def test_a_link_that_leads_nowhere_is_refused():
    with pytest.raises(FileNotFoundError, match=r"facade/labelbridge/nowhere\.py"):
        operations_page.code("nowhere.get", "labelbridge.nowhere")


def test_other_arguments_are_answered_with_what_there_are(capsys):
    assert operations_page.main(["--write"]) == 2
    assert "--check" in capsys.readouterr().out
