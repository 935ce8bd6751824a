"""`labelbridge contract`: what it says first, what it may call, what it finds."""

import json
import urllib.request

import pytest

from labelbridge.cli import main
from labelbridge.contract import remote
from labelbridge.contract.living import Server
from labelbridge.contract.platforms import operations
from labelbridge_emulator import running

KEY = "a-key-that-nobody-may-see"


@pytest.fixture(scope="module")
def emulator():
    with running(api_keys=[KEY]) as started:
        yield started


@pytest.fixture(autouse=True)
def _keys(monkeypatch):
    for name in ("HASTY", "ROBOFLOW", "LABELBOX"):
        monkeypatch.setenv(f"{name}_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def contract(*options: str) -> int:
    return main(["contract", "--max-examples", "5", *options])


def foreign(platform: str) -> Server:
    return Server(platform, f"https://api.{platform}.example/v", KEY)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8900/hasty", True),
        ("http://127.9.9.9/hasty", True),
        ("http://[::1]:8900/hasty", True),
        ("http://localhost:8900", True),
        ("https://api.hasty.ai", False),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("http://10.0.0.1", False),
        ("http://0.0.0.0", False),
        ("not a url", False),
    ],
)
def test_only_loopback_is_this_machine(url, here):
    assert remote.is_loopback(url) is here


@pytest.mark.parametrize("platform", ["hasty", "roboflow", "labelbox"])
def test_reading_only_calls_nothing_that_changes_anything(platform):
    chosen = remote.called(foreign(platform), read_only=True)
    assert chosen
    assert {each.method for each in chosen} == {"GET"}
    assert not [each.id for each in chosen if each.id.startswith("create")]


def test_all_is_called_else_and_what_deletes_comes_last():
    chosen = remote.called(foreign("hasty"), read_only=False)
    assert set(chosen) == set(operations("hasty"))
    first = [each.method for each in chosen].index("DELETE")
    assert {each.method for each in chosen[first:]} == {"DELETE"}


def test_storage_is_called_where_it_was_named_only():
    server = foreign("labelbox")
    assert "download_export" not in [each.id for each in remote.called(server, read_only=True)]
    named = Server("labelbox", server.base_url, KEY, "https://storage.example")
    assert "download_export" in [each.id for each in remote.called(named, read_only=True)]


@pytest.mark.parametrize(("chosen", "only"), [((), True), (("--no-read-only",), False)])
def test_a_foreign_host_is_only_read_from_unless_told_otherwise(monkeypatch, capsys, chosen, only):
    asked = []

    def searched(server, given, effort, *, read_only):
        asked.append(read_only)
        return remote.Found(), []

    monkeypatch.setattr(remote, "searched", searched)
    assert contract("--base-url", "https://api.hasty.ai", *chosen) == 0
    said = capsys.readouterr().out
    assert asked == [only]
    assert said.startswith("https://api.hasty.ai, as hasty: this ")
    assert ("DELETE /v1/projects/{project_id}" in said) is not only
    assert KEY not in said


def test_a_server_on_this_machine_is_changed_unless_told_otherwise(monkeypatch, emulator):
    asked = []

    def searched(server, given, effort, *, read_only):
        asked.append(read_only)
        return remote.Found(), []

    monkeypatch.setattr(remote, "searched", searched)
    assert contract("--base-url", emulator.hasty) == 0
    assert contract("--base-url", emulator.hasty, "--read-only") == 0
    assert asked == [False, True]


def test_reading_only_sends_only_what_it_said(emulator, capfd):
    emulator.reset()
    assert contract("--base-url", emulator.roboflow, "--read-only") == 0
    said, _ = capfd.readouterr()
    requests = emulator.requests()
    assert {each["method"] for each in requests} == {"GET"}
    assert {each["operation"] for each in requests} - {None} == {
        each.id for each in operations("roboflow") if each.method == "GET"
    }
    assert "list_batches" in said
    assert "0 problems" in said
    assert KEY not in said


def test_queries_of_graphql_are_reading(emulator, capfd):
    emulator.reset()
    assert contract("--base-url", emulator.labelbox, "--read-only") == 0
    sent = [each for each in emulator.requests() if each["method"] == "POST"]
    assert {each["operation"] for each in sent} == {"execute_graphql"}
    with emulator.store.lock:
        from labelbridge_emulator.platforms.labelbox.models import State

        assert emulator.store.state(State).exports == {}
    assert "Query.project" in capfd.readouterr().out


def test_everything_of_an_emulator_that_begins_anew_is_in_order(emulator, capfd):
    reset = emulator.hasty.removesuffix("hasty") + "_emulator/reset"
    options = ("--storage", emulator.storage, "--reset", reset)
    assert contract("--base-url", emulator.labelbox, *options) == 0
    said = capfd.readouterr().out
    assert "download_export" in said
    assert "Mutation.exportLabels" in said


def test_a_fault_is_found_and_told_without_the_key(emulator, capfd):
    emulator.reset()
    emulator.faults([{"operation": "list_batches", "status": 500, "count": 100_000}])
    try:
        assert contract("--base-url", emulator.roboflow, "--read-only") == 1
    finally:
        emulator.faults([])
    said, complained = capfd.readouterr()
    assert "list_batches in fuzzing: not_a_server_error" in said
    assert "list_batches: never answered with success in coverage" in said
    assert KEY not in said + complained


def test_a_wrong_base_url_fails(emulator, capfd):
    assert contract("--base-url", f"{emulator.hasty}/nowhere/roboflow", "--read-only") == 1
    assert "never answered with success" in capfd.readouterr().out


def test_a_server_that_is_not_there_is_said_so(capfd):
    url = "http://127.0.0.1:9/roboflow"
    assert contract("--base-url", url) == 1
    assert "127.0.0.1 cannot be reached: ConnectionError" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--base-url", "http://127.0.0.1:8900"), "which platform is it?"),
        (
            ("--base-url", "http://127.0.0.1/hasty", "--live", "project_id"),
            "takes a name and a value",
        ),
        ((), "base-url"),
    ],
)
def test_what_is_missing_is_said(options, said, capsys):
    assert contract(*options) == 2
    printed = capsys.readouterr()
    assert said in (printed.out + printed.err).lower()


def test_a_missing_key_is_said(monkeypatch, capsys):
    monkeypatch.delenv("HASTY_API_KEY")
    assert contract("--base-url", "https://api.hasty.ai") == 2
    assert "set HASTY_API_KEY" in capsys.readouterr().err


def test_what_lives_is_found_along_links(emulator):
    from labelbridge.contract.discovery import discovered

    known = discovered(Server("hasty", emulator.hasty, KEY), {})
    with urllib.request.urlopen(
        urllib.request.Request(f"{emulator.hasty}/v1/projects", headers={"X-Api-Key": KEY})
    ) as answer:
        assert known["project_id"] == [json.load(answer)["items"][0]["id"]]
    assert {"workspace_id", "dataset_id", "image_id", "label_id"} <= known.keys()
