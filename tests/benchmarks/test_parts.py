"""Parts of the benchmarks run, with small sizes. No test depends on a duration."""

import pytest

from benchmarks import page
from benchmarks.__main__ import PARTS, main
from benchmarks.chart import PANELS
from benchmarks.data import image_id
from benchmarks.measure import Settings, Subject, alternate, server
from benchmarks.peers import GENERATOR, HASTY, PYTHONS, ROBOFLOW, sdk, stock
from benchmarks.results import Required, Result, soundness
from tests.support.benchmark_parts import QUICK, RESULTS, check_part


def test_every_part_is_tested() -> None:
    assert sorted(RESULTS) == PARTS


@pytest.mark.parametrize("part", QUICK)
def test_part_runs(part, tmp_path, capsys) -> None:
    check_part(part, tmp_path, capsys)


@pytest.mark.parametrize(
    ("name", "subjects", "counted", "items"),
    [
        (HASTY, lambda given, _: sdk(HASTY, "hasty_sdk:labels", given), "labels", 300),
        (HASTY, lambda _, given: sdk(HASTY, "hasty_sdk:upload", given), "images", 3),
        (ROBOFLOW, lambda _, given: sdk(ROBOFLOW, "roboflow_sdk:get", given), "projects", 3),
        ("generator", lambda given, _: stock("stock:labels", given), "labels", 300),
    ],
)
def test_peers_do_the_same(name, subjects, counted, items, tmp_path) -> None:
    if not PYTHONS.get(name, GENERATOR).exists():
        pytest.skip(f"{name} is not installed")
    with server(0) as served:
        url = {"base_url": served.url}
        number = {"repeat": 3} if name == ROBOFLOW else {"number": 3, "folder": str(tmp_path)}
        (subject,) = subjects(url | {"image": image_id(300)}, url | number)
        (runs,) = alternate([subject], Settings(rounds=1), served, counted, warm=False).values()
    assert (runs[0].items, runs[0].seen[counted]) == (items, items)


def test_failed_items_and_connections_are_counted() -> None:
    with server(0) as served:
        arguments = {"base_url": f"{served.url}/no", "number": 5, "threads": 2}
        subject = Subject("broken", "concurrent:get_in_threads", arguments)
        runs = alternate([subject], Settings(rounds=1), served, "projects", warm=False)
    errors, connections, _ = soundness("part", "title", runs, ["broken"], 1)
    assert (errors.name, errors.samples) == ("title: broken, errors", [20])  # client and server
    assert not errors.is_met
    assert (connections.name, connections.value) == ("title: broken, connections at once", 2)


def test_work_that_the_server_has_not_seen_ends_the_run() -> None:
    with server(0) as served:
        subject = Subject("lazy", "client:create", {"repeat": 2, "shape": "box"})
        with pytest.raises(SystemExit, match="lazy: the server has seen 0 labels, not 2"):
            alternate([subject], Settings(rounds=1), served, "labels")


def test_subjects_must_do_the_same() -> None:
    subjects = [Subject(str(n), "client:create", {"repeat": n, "shape": "box"}) for n in (1, 2)]
    with pytest.raises(SystemExit, match="different numbers of items: {'1': 1, '2': 2}"):
        alternate(subjects, Settings(rounds=1))


def test_failing_subject_ends_the_run(capfd) -> None:
    with pytest.raises(SystemExit, match="^broken ended"):
        alternate([Subject("broken", "client:create", {"shape": "box"})], Settings(rounds=1))
    assert "repeat" in capfd.readouterr().err


def test_unknown_part_is_an_error(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["label"])
    assert "there is no part 'label'; choose from calls, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("required", "value", "met"),
    [
        (Required("≥", 2), 2.0, True),
        (Required("≥", 2), 1.9, False),
        (Required("≤", 2), 2.0, True),
        (Required("≤", 2), 2.1, False),
    ],
)
def test_bounds(required, value, met) -> None:
    assert required.is_met(value) is met


def test_sizes_are_scaled_to_multiples() -> None:
    settings = Settings(scale=0.5)
    assert [settings.size(21), settings.size(1000, 100), settings.size(1, 100)] == [10, 500, 100]


def test_pages_have_the_stored_results() -> None:
    parts = page.load()
    assert {*parts} <= {*PARTS}
    names = {(part, each.name) for part in parts for each in page.results_of(parts[part])}
    assert {(part, name) for _, part, name in page.HIGHLIGHTS} <= names
    assert {path: path.read_text() for path in (page.PAGE, page.README)} == page.pages(parts)


def test_results_of_a_part_are_stored_with_the_others(tmp_path, monkeypatch) -> None:
    paths = {name: tmp_path / name for name in ("STORED", "PAGE", "README", "PICTURE")}
    for name, path in paths.items():
        monkeypatch.setattr(page, name, path)
    for name in ("PAGE", "README"):
        paths[name].write_text("a\n<!-- results -->\nold\n<!-- end of results -->\nb\n")
    text, part, name = page.HIGHLIGHTS[0]
    title = next(iter(PANELS))
    bar = Result(part, f"{title}: a subject", [3.0, 1.234, 2.0], "µs", chart=title)
    count = Result("writes", "errors", [0.0, 1.0], "", Required("≤", 0))
    page.store("writes", "a machine", [Result("writes", "old", [1], "ms")])
    page.store(part, "a machine", [bar, Result(part, name, [9.87], "x", Required("≥", 8))])
    page.store("writes", "a machine", [count])
    assert page.results_of(page.load()["writes"]) == [count]
    written = paths["PAGE"].read_text()
    assert written.startswith("a\n<!-- results -->\n")
    assert f"| {bar.name} | 2.00 µs | 1.23 to 3.00 |  |\n" in written
    assert "| errors | 1 | 0 to 1 | ≤ 0, **missed** |\n" in written
    assert "old" not in written
    assert f"| {text} | 9.87 x |\n" in paths["README"].read_text()
    assert f">{PANELS[title]} (logarithmic)</text>" in paths["PICTURE"].read_text()


def test_only_complete_runs_are_written(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["rows", "--write", "--scale", "0.5"])
    assert "--write cannot be used with" in capsys.readouterr().err
