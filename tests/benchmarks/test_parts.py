"""Each part of the benchmarks runs, with small sizes. No test depends on a duration."""

import json

import pytest

from benchmarks.__main__ import PARTS, main
from benchmarks.measure import ROOT, Required, Settings, Subject, Worker, alternate, server
from benchmarks.parts.labels import PYTHON_OF_SDK

RATIOS = {
    "calls": [
        "labels.create, box / labels.create, box (baseline)",
        "projects.get / httpx",
        "projects.get async / httpx async",
    ],
    "exports": [
        "100 MB, array / 100 MB, msgspec.json.decode",
        "1 GB, rows without objects: growth of the process",
    ],
    "labels": ["speed of labelbridge / limit", "list of 10,000 / list of 100"],
    "memory": [],
    "rows": ["models / msgspec.json.decode"],
}
"""Results that each part has."""


def test_every_part_is_tested() -> None:
    assert sorted(RATIOS) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_part_runs(part, tmp_path, capsys) -> None:
    file = tmp_path / "results.json"
    baseline = ["--cpu", "--baseline", str(ROOT)] if part == "calls" else []
    main([part, "--rounds", "1", "--scale", "0.005", "--json", str(file), *baseline])
    results = {each["name"]: each for each in json.loads(file.read_text())["results"]}
    table = capsys.readouterr().out
    assert {each["part"] for each in results.values()} == {part}
    assert {*RATIOS[part]} <= {*results}
    for name, each in results.items():
        assert f"| {part} | {name} | " in table
        assert len(each["samples"]) == 1


def test_vendors_sdk_reads_the_same_labels() -> None:
    if not PYTHON_OF_SDK.exists():
        pytest.skip("the vendor's SDK is not installed")
    with server(0) as url:
        arguments = {"base_url": url, "image": "00000000-0000-4000-8000-000000000300"}
        sdk = Subject("hasty", "hasty_sdk:labels", arguments, python=PYTHON_OF_SDK)
        with Worker(sdk) as worker:
            assert worker.run().items == 300


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
    assert "there is no part 'label'; choose from calls, exports" in capsys.readouterr().err


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
