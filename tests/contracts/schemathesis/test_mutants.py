"""The contract tests detect defective servers: each test changes one behavior of the emulator."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from schemathesis.core import NOT_SET

from labelbridge.contract import emulator_run, graphql, report
from labelbridge.contract.operations import PHASES, UNIT_PHASES, operations
from labelbridge.contract.results import Results, RunSettings
from labelbridge.contract.runner import run
from labelbridge.contract.starting_data import StartingData, starting_data
from labelbridge_emulator.contract.operation import Operation
from labelbridge_emulator.handler import Response
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.emulation import Emulation

SETTINGS = RunSettings(seed=3, examples=5, scenarios=12, methods=("trace",))
SMALL = RunSettings(seed=1, examples=4, scenarios=4, methods=("trace",))


def tagged(platform: str, tag: str) -> list:
    return [each for each in operations(platform) if each.tag == tag]


def run_tag(emulator, platform, tag, phases, settings=SETTINGS, **changes) -> Results:
    server = dataclasses.replace(emulator_run.server(emulator, platform), **changes)
    return run(server, starting_data(platform), tagged(platform, tag), phases, settings)


def failed_checks(results: Results) -> set[str]:
    return {failure.split(": ")[1] for failure in results.failures}


@contextmanager
def replaced(platform: str, operation: str, handler) -> Iterator[None]:
    """Replace the handler of an operation; the new one also receives the original one."""
    (handlers,) = (each.handlers for each in all_platforms() if each.name == platform)
    original = handlers[operation]
    handlers._by_operation[operation] = lambda request: handler(request, original)
    try:
        yield
    finally:
        handlers._by_operation[operation] = original


def forget(request, original):
    made = original(request)
    request.store.reset()
    return made


@pytest.mark.parametrize(
    ("platform", "tag", "phase", "operation", "handler", "check"),
    [
        ("hasty", "datasets", "stateful", "delete_dataset", lambda *_: Response(204),
         "use_after_free"),
        ("hasty", "labels", "stateful", "delete_labels", lambda *_: Response(204),
         "an object exists after its deletion"),
        ("hasty", "datasets", "stateful", "create_dataset", forget, "ensure_resource_availability"),
        ("roboflow", "jobs", "stateful", "get_job", lambda *_: Response(404, {"error": "no"}),
         "an object of an earlier response does not exist"),
        ("hasty", "datasets", "coverage", "get_dataset", lambda *_: 1 / 0, "not_a_server_error"),
        ("hasty", "datasets", "coverage", "get_dataset",
         lambda request, original: {**original(request), "id": 7}, "response_schema_conformance"),
        ("hasty", "datasets", "coverage", "get_dataset",
         lambda *_: Response(418, {"code": "no", "message": "no"}), "status_code_conformance"),
        ("hasty", "datasets", "coverage", "get_dataset",
         lambda *_: Response(content=b"<html>", media_type="text/html"),
         "content_type_conformance"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_defective_handler_is_detected(
    emulator, monkeypatch, platform, tag, phase, operation, handler, check
):
    if check.endswith("_conformance"):  # disable the emulator's own validation of responses
        monkeypatch.setattr(Operation, "violations", lambda *_: [])
    with replaced(platform, operation, handler):
        assert check in failed_checks(run_tag(emulator, platform, tag, [phase]))


@pytest.mark.parametrize(("platform", "tag"), [("hasty", "datasets"), ("roboflow", "batches")])
def test_ignored_key_is_detected(emulator, monkeypatch, platform, tag):
    monkeypatch.setattr(Emulation, "_key", lambda *_: "any")
    assert "ignored_auth" in failed_checks(run_tag(emulator, platform, tag, ["fuzzing"]))


def test_accepted_invalid_data_is_detected(emulator, monkeypatch):
    monkeypatch.setattr(Operation, "read_query", lambda self, raw: {})
    results = run_tag(emulator, "hasty", "datasets", ["coverage"])
    assert "negative_data_rejection" in failed_checks(results)


def test_unexpected_rejection_is_reported_once_with_the_response(emulator):
    rejection = Response(409, {"code": "conflict", "message": "Not today."})
    with replaced("hasty", "create_dataset", lambda *_: rejection):
        results = run_tag(emulator, "hasty", "datasets", ["examples", "coverage"])
    (failure,) = results.failures
    assert "valid data rejected" in failure
    assert '409 {"code": "conflict", "message": "Not today."}' in failure


def test_wrong_base_url_has_no_successful_responses(emulator):
    base_url = f"{emulator.hasty}/nowhere"
    results = run_tag(emulator, "hasty", "datasets", UNIT_PHASES, base_url=base_url, reset=None)
    missing = report.missing(results, tagged("hasty", "datasets"), UNIT_PHASES)
    assert len(missing) == 5 * 3
    assert "get_dataset: no successful response in fuzzing" in missing


def test_graphql_endpoint_that_accepts_invalid_documents_is_detected(emulator, monkeypatch):
    from labelbridge_emulator.platforms.labelbox.handlers import documents

    monkeypatch.setattr(documents, "validate", lambda *_: [])
    server = emulator_run.server(emulator, "labelbox")
    results = graphql.run_graphql(server, starting_data("labelbox"), SETTINGS)
    assert any("invalid document accepted" in failure for failure in results.failures)


def test_graphql_field_without_data_is_reported(emulator):
    server = emulator_run.server(emulator, "labelbox")
    errors = starting_data("labelbox").graphql_errors
    results = graphql.run_graphql(server, StartingData(graphql_errors=errors), SETTINGS)
    missing = {line.partition(":")[0] for line in report.missing(results, [])}
    assert missing >= {"Query.project", "Query.task", "Mutation.exportLabels"}
    assert not missing & {"Query.organization", "Mutation.exportDataRowsInCatalog"}


def test_failures_do_not_contain_the_key(emulator):
    leak = lambda request, _: Response(418, {"code": request.key, "message": "-"})  # noqa: E731
    with replaced("hasty", "get_dataset", leak):
        results = run_tag(emulator, "hasty", "datasets", ["examples"])
    assert results.failures
    assert emulator_run.KEY not in "".join(results.failures)


def test_same_seed_sends_the_same_requests(emulator):
    def sent() -> list:
        bodies: list = []

        def record(request, original):
            bodies.append(request.body)
            return original(request)

        with replaced("hasty", "create_dataset", record):
            run_tag(emulator, "hasty", "datasets", ["fuzzing", "stateful"], SMALL)
        return bodies

    assert sent() == sent() != []


def test_scenarios_do_not_depend_on_addresses_of_the_process(emulator, monkeypatch):
    def sent(address: str) -> list[str]:
        monkeypatch.setattr(type(NOT_SET), "__repr__", lambda _: f"<NotSet at {address}>")
        urls = []

        def record() -> None:
            urls.extend(each["url"] for each in emulator.requests() if each["operation"])
            emulator.reset()

        emulator.reset()
        settings = dataclasses.replace(SMALL, scenarios=4)
        run_tag(emulator, "hasty", "labels", ["stateful"], settings, reset=record)
        return urls

    assert sent("0x7ff2") == sent("0x7f51") != []


def test_part_runs_again_until_every_operation_succeeds(emulator, monkeypatch):
    calls = []

    def fake_run(_server, _data, chosen, phases, settings) -> Results:
        calls.append((settings.seed, len(chosen), list(phases)))
        successful = chosen[1:] if len(calls) < 3 else chosen
        return Results(
            Counter({(each.id, phase, 200): 1 for each in successful for phase in phases})
        )

    monkeypatch.setattr(emulator_run, "run", fake_run)
    by_name = {each.name: each for each in emulator_run.all_parts()}
    for kind in ("stateful", "unit"):
        calls.clear()
        part = by_name[f"hasty:labels:{kind}"]
        results = emulator_run.run_part(part, SMALL, emulator)
        assert report.missing(results, part.operations(), part.phases) == []
        number = len(part.operations())
        expected = [number] * 3 if kind == "stateful" else [number, 1, 1]
        assert [(seed, chosen) for seed, chosen, _ in calls] == list(enumerate(expected, 1))


def test_storage_never_receives_the_key(emulator):
    recorded = []

    def record() -> None:
        recorded.extend(emulator.requests())
        emulator.reset()

    run_tag(emulator, "labelbox", "labels", PHASES, SMALL, reset=record)
    stored = [each for each in recorded if each["operation"] == "storage.get"]
    assert stored
    assert not [each for each in stored if emulator_run.KEY in str(each)]
