"""What a search of the whole emulator comes to: tables, findings, how to replay, the page."""

from collections import Counter

import pytest

from labelbridge.contract import __main__ as command
from labelbridge.contract.deep import DEEP, Verdict
from labelbridge.contract.search import Effort, Found
from labelbridge.contract.worlds import Part

BATCHES = Part("roboflow", ("batches",), "data")
GRAPHQL = Part("labelbox", ("labels",), "graphql")


def found(*absent: str, failures: tuple[str, ...] = ()) -> Found:
    """Success everywhere but where it is absent."""
    answers = Counter(
        {
            (operation, phase, 200): 2
            for operation in ("list_batches", "get_batch")
            for phase in ("examples", "coverage", "fuzzing")
            if f"{operation} {phase}" not in absent
        }
    )
    answers["get_batch", "fuzzing", 404] = 5
    return Found(answers, list(failures))


SHORT = Effort(seed=5, examples=6, walks=7)


def row(run: Verdict, name: str) -> list[str]:
    """The cells of a row of the printed table."""
    (line,) = [each for each in run.text().splitlines() if each.startswith(f"{name} ")]
    return line.split()[1:]


def verdict(part: Found, effort: Effort = SHORT, *, whole: bool = False) -> Verdict:
    return Verdict({BATCHES: part}, effort, whole=whole, seconds=3.2)


def test_a_run_without_findings_says_so():
    run = verdict(found())
    assert run.problems == []
    assert row(run, "get_batch") == ["2/2", "2/2", "2/7", "-"]
    assert "17 cases in 3 s with seed 5: 0 failures, 0 operations and phases" in run.text()


def test_what_was_never_answered_with_success_is_a_problem():
    run = verdict(found("get_batch fuzzing"))
    assert run.problems == ["roboflow: get_batch: never answered with success in fuzzing"]


def test_a_failure_says_how_to_get_it_again():
    run = verdict(found(failures=("list_batches in fuzzing: broken",)))
    (problem,) = run.problems
    assert problem == (
        "list_batches in fuzzing: broken\n    again: python -m labelbridge.contract "
        "--part 'roboflow:batches:data' --seed 5 --examples 6 --walks 7 --steps 8"
    )


def test_listed_refusals_that_never_happen_are_told_of_a_run_of_everything_only():
    whole = verdict(found(), whole=True)
    assert whole.problems == []
    assert "create_job 400 The batch has no images left: listed, but never answered" in whole.text()
    assert "never answered" not in verdict(found()).text()


def test_fields_of_graphql_have_rows_of_their_own():
    part = Found(Counter({("Query.project", "fuzzing", 200): 3}))
    part.data["Query.project"] = 0
    run = Verdict({GRAPHQL: part}, DEEP, whole=False, seconds=1)
    assert row(run, "Query.project") == ["-", "-", "0/3", "-"]
    assert run.problems == ["labelbox: Query.project: never answered with data"]


def test_the_page_has_the_seed_the_counts_and_the_versions():
    part = found()
    part.refused["create_job 400 no"] = 4
    page = verdict(part).page()
    assert "- seed 5, up to 6 generated requests" in page
    assert "| get_batch | 2/2 | 2/2 | 2/7 | - |" in page
    assert "| 404 | 5 |" in page
    assert "| fuzzing | 9 |" in page
    assert "| `create_job 400 no` | 4 |" in page
    assert "schemathesis 4" in page


def test_one_part_can_be_searched_again(tmp_path, capsys):
    page = tmp_path / "page.md"
    options = ["--part", BATCHES.name, "--examples", "2", "--seed", "3", "--processes", "1"]
    assert command.main([*options, "--report", str(page)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("seed 3, 2 examples, ")
    assert "list_batches" in said
    assert "- seed 3" in page.read_text()


def test_walks_go_the_same_way_in_every_process(capsys):
    options = ["--part", "hasty:label_classes:walks", "--walks", "8", "--processes", "1"]
    tables = []
    for _ in range(2):
        command.main(options)
        said = capsys.readouterr().out
        tables.append([line for line in said.splitlines() if "/" in line])
    assert tables[0] == tables[1] != []


def test_a_deep_run_has_a_seed_of_its_own(monkeypatch, capsys):
    efforts = []
    monkeypatch.setattr(
        command.emulated, "search_all", lambda chosen, effort, *_: efforts.append(effort) or {}
    )
    for _ in range(2):
        assert command.main(["--deep", "--part", BATCHES.name]) == 0
    first, second = efforts
    assert first.seed != second.seed
    assert f"seed {first.seed}" in capsys.readouterr().out
    assert first.examples == DEEP.examples


@pytest.mark.parametrize("name", ["", "roboflow:batches"])
def test_an_unknown_part_is_refused(name, capsys):
    assert command.main(["--part", name]) == 2
    assert "there is no part" in capsys.readouterr().err
