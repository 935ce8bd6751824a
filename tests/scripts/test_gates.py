"""Tests of the summary at the end of `make test`."""

from scripts import gates


def test_summary_names_what_failed_in_the_last_lines(tmp_path, monkeypatch, capsys):
    (tmp_path / "Makefile").write_text(
        "good:\n\t@echo fine\n"
        "bad:\n\t@echo 'FAILED tests/a.py::test_b'; echo noise; exit 1\n"
        "silent:\n\t@echo only this; exit 1\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(gates, "STAGES", (("silent", "good"), ("bad",)))
    assert gates.main() == 1
    summary = capsys.readouterr().out.rpartition("\n\n")[2].splitlines()
    assert [line.split()[:2] for line in summary if not line.startswith(" ")] == [
        ["silent", "FAILED"],
        ["good", "passed"],
        ["bad", "FAILED"],
    ]
    assert "    FAILED tests/a.py::test_b" in summary
    assert "    noise" not in summary


def test_exit_status_is_zero_if_all_gates_pass(tmp_path, monkeypatch):
    (tmp_path / "Makefile").write_text("good:\n\t@echo fine\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(gates, "STAGES", (("good",),))
    assert gates.main() == 0


def test_a_failed_gate_without_known_lines_shows_its_last_lines():
    result = gates.Result("lint", passed=False, seconds=1, output=["one", "two"])
    assert result.summary()[1:] == ["    one", "    two"]
