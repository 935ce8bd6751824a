"""The output of `python -m labelbridge.contract`: tables, problems, the report, its options."""

from collections import Counter

import pytest

from labelbridge.contract import __main__ as command
from labelbridge.contract.operations import UNIT_PHASES
from labelbridge.contract.parts import Part
from labelbridge.contract.results import Results, RunSettings
from labelbridge.contract.summary import DEEP, Summary

BATCHES = Part("roboflow", ("batches",), "unit")
GRAPHQL = Part("labelbox", ("labels",), "graphql")
SETTINGS = RunSettings(seed=5, examples=6, scenarios=7)


def results(*absent: str, failures: tuple[str, ...] = ()) -> Results:
    """Results with a success in every operation and phase, except for some."""
    pairs = [(one, phase) for one in ("list_batches", "get_batch") for phase in UNIT_PHASES]
    responses = Counter({(*pair, 200): 2 for pair in pairs if " ".join(pair) not in absent})
    responses["get_batch", "fuzzing", 404] = 5
    return Results(responses, list(failures))


def row(summary: Summary, name: str) -> list[str]:
    """The cells of a row of the printed table."""
    (line,) = [each for each in summary.text().splitlines() if each.startswith(f"{name} ")]
    return line.split()[1:]


def summary(part: Results, *, complete: bool = False) -> Summary:
    return Summary({BATCHES: part}, SETTINGS, complete=complete, seconds=3.2)


def test_run_without_problems():
    run = summary(results())
    assert run.problems == []
    assert row(run, "get_batch") == ["2/2", "2/2", "2/7", "-"]
    assert "17 cases in 3 s with seed 5: 0 failures, 0 operations and phases" in run.text()


def test_problems_are_failures_with_their_command_and_missing_successes():
    run = summary(results("get_batch fuzzing", failures=("list_batches in fuzzing: broken",)))
    command_line = "--part 'roboflow:batches:unit' --seed 5 --examples 6 --scenarios 7 --steps 8"
    repeat = f"repeat: python -m labelbridge.contract {command_line}"
    failure = f"list_batches in fuzzing: broken\n    {repeat}"
    assert run.problems == [failure, "roboflow: get_batch: no successful response in fuzzing"]


def test_unused_rejections_are_reported_for_complete_runs_only():
    complete = summary(results(), complete=True)
    assert complete.problems == []
    assert "create_job 400 no images: expected, but did not occur" in complete.text()
    assert "did not occur" not in summary(results()).text()


def test_graphql_fields_have_rows():
    part = Results(Counter({("Query.project", "fuzzing", 200): 3}))
    part.graphql_data["Query.project"] = 0
    run = Summary({GRAPHQL: part}, DEEP, complete=False, seconds=1)
    assert row(run, "Query.project") == ["-", "-", "0/3", "-"]
    assert run.problems == ["labelbox: Query.project: no response with data"]


def test_report_has_seed_counts_and_versions():
    part = results()
    part.rejections["create_job 400 no"] = 4
    page = summary(part).page()
    assert "- seed 5, up to 6 generated requests" in page
    assert "| get_batch | 2/2 | 2/2 | 2/7 | - |" in page
    assert "| 404 | 5 |" in page
    assert "| fuzzing | 9 |" in page
    assert "| `create_job 400 no` | 4 |" in page


def test_single_part_with_report(tmp_path, capsys):
    page = tmp_path / "page.md"
    options = ["--part", BATCHES.name, "--examples", "2", "--seed", "3", "--processes", "1"]
    assert command.main([*options, "--report", str(page)]) == 0
    output = capsys.readouterr().out
    assert output.startswith("seed 3, 2 examples, ")
    assert "list_batches" in output
    assert "- seed 3" in page.read_text()


def test_deep_runs_have_different_seeds(monkeypatch, capsys):
    used = []
    monkeypatch.setattr(
        command.emulator_run, "run_parts", lambda chosen, settings, *_: used.append(settings) or {}
    )
    for _ in range(2):
        assert command.main(["--deep", "--part", BATCHES.name]) == 0
    assert used[0].seed != used[1].seed
    assert f"seed {used[0].seed}" in capsys.readouterr().out
    assert used[0].examples == DEEP.examples


@pytest.mark.parametrize("name", ["", "roboflow:batches"])
def test_unknown_part_is_an_error(name, capsys):
    assert command.main(["--part", name]) == 2
    assert "unknown part" in capsys.readouterr().err
