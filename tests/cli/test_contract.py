"""`labelbridge contract`: what it announces, which requests it sends, and what it reports."""

import pytest

from labelbridge._core.registry import platform_names
from labelbridge.cli import main
from labelbridge.contract import remote_run
from labelbridge.contract.discovery import discover
from labelbridge.contract.operations import operations
from labelbridge.contract.server import Server, is_loopback
from labelbridge_emulator import running

KEY = "a-secret-key"


@pytest.fixture(scope="module")
def emulator():
    with running(api_keys=[KEY]) as started:
        yield started


@pytest.fixture(autouse=True)
def _keys(monkeypatch):
    for name in platform_names():
        monkeypatch.setenv(f"{name.upper()}_API_KEY", KEY)


def contract(*options: str, examples: int = 5) -> int:
    return main(["contract", "--max-examples", str(examples), *options])


def remote(platform: str, **options) -> Server:
    return Server(platform, f"https://api.{platform}.example/v", KEY, **options)


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ("127.0.0.1:8900 127.9.9.9 [::1]:8900 localhost:8900", True),
        ("api.hasty.ai 127.0.0.1.example.com localhost.example.com 10.0.0.1 0.0.0.0", False),
    ],
)
def test_loopback(hosts, expected):
    assert {is_loopback(f"http://{host}/x") for host in hosts.split()} == {expected}


@pytest.mark.parametrize("platform", platform_names())
def test_read_only_runs_select_reading_operations_only(platform):
    chosen = remote_run.selected_operations(remote(platform), read_only=True)
    assert {each.method for each in chosen} == {"GET"}
    assert not [each.id for each in chosen if each.id.startswith("create")]
    chosen = remote_run.selected_operations(remote(platform), read_only=False)
    methods = [each.method for each in chosen]
    assert methods == sorted(methods, key=lambda method: method == "DELETE")


def test_storage_operations_need_the_storage_option():
    for storage in (None, "https://storage.example"):
        server = remote("labelbox", storage=storage)
        ids = [each.id for each in remote_run.selected_operations(server, read_only=True)]
        assert ("download_export" in ids) is bool(storage)


@pytest.mark.parametrize(
    ("host", "options", "expected"),
    [
        ("https://api.hasty.ai", (), True),
        ("https://api.hasty.ai", ("--no-read-only",), False),
        ("http://127.0.0.1:9/hasty", (), False),
        ("http://127.0.0.1:9/hasty", ("--read-only",), True),
    ],
)
def test_read_only_is_the_default_for_other_machines(monkeypatch, capsys, host, options, expected):
    used = []

    def run_remote(server, given, settings, *, read_only):
        used.append(read_only)
        return remote_run.Results(), []

    monkeypatch.setattr(remote_run, "run_remote", run_remote)
    assert contract("--base-url", host, *options) == 0
    output = capsys.readouterr().out
    assert used == [expected]
    assert output.startswith(f"Testing {host.removesuffix('/hasty')} as hasty. This ")
    assert ("  DELETE " in output) is not expected
    assert KEY not in output


def test_read_only_run_sends_the_announced_requests(emulator, capfd):
    emulator.reset()
    # with fewer, the search may not follow a link to a job
    assert contract("--base-url", emulator.roboflow, "--read-only", examples=12) == 0
    output, _ = capfd.readouterr()
    requests = emulator.requests()
    assert {each["method"] for each in requests} == {"GET"}
    assert {each["operation"] for each in requests} - {None} == {
        each.id for each in operations("roboflow") if each.method == "GET"
    }
    assert "list_batches" in output
    assert "0 problems" in output
    assert KEY not in output


def test_read_only_run_sends_graphql_queries(emulator, capfd):
    emulator.reset()
    assert contract("--base-url", emulator.labelbox, "--read-only") == 0
    sent = [each for each in emulator.requests() if each["method"] == "POST"]
    assert {each["operation"] for each in sent} == {"execute_graphql"}
    output = capfd.readouterr().out
    assert "Query.project" in output
    assert "Mutation" not in output


def test_complete_run_with_reset_and_storage(emulator, capfd):
    reset = emulator.hasty.removesuffix("hasty") + "_emulator/reset"
    options = ("--storage", emulator.storage, "--reset", reset)
    assert contract("--base-url", emulator.labelbox, *options) == 0
    output = capfd.readouterr().out
    assert "download_export" in output
    assert "Mutation.exportLabels" in output


def test_failures_are_reported_without_the_key(emulator, capfd):
    emulator.reset()
    emulator.faults([{"operation": "list_batches", "status": 500, "count": 100_000}])
    try:
        assert contract("--base-url", emulator.roboflow, "--read-only") == 1
    finally:
        emulator.faults([])
    output, errors = capfd.readouterr()
    assert "list_batches in fuzzing: not_a_server_error" in output
    assert "list_batches: no successful response in coverage" in output
    assert KEY not in output + errors


def test_unreachable_server_is_reported(capfd):
    assert contract("--base-url", "http://127.0.0.1:9/roboflow") == 1
    assert "cannot connect to 127.0.0.1: ConnectionError" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--base-url", "http://127.0.0.1:8900"), "use --platform hasty|labelbox|roboflow"),
        (("--base-url", "http://x", "--platform", "cvat"), "one of hasty, labelbox, roboflow"),
        (("--base-url", "http://127.0.0.1/hasty", "--live", "project_id"), "a name and a value"),
        (("--base-url", "https://api.hasty.ai"), "set HASTY_API_KEY, or use --api-key"),
        ((), "base-url"),
    ],
)
def test_invalid_options_are_reported(options, message, monkeypatch, capsys):
    if "HASTY" in message:
        monkeypatch.delenv("HASTY_API_KEY")
    assert contract(*options) == 2
    printed = capsys.readouterr()
    assert message in printed.out + printed.err


def test_discovery_finds_ids_along_links(emulator):
    known = discover(Server("hasty", emulator.hasty, KEY), {})
    assert {"project_id", "workspace_id", "dataset_id", "image_id", "label_id"} <= known.keys()
