"""Every operation has a client method, a handler, sync and async calls, and a row in the docs.

A contract marks operations that are reached in another way with `x-no-plan`.
"""

from collections.abc import Iterator

import pytest

import labelbridge
from labelbridge_emulator.server.server import Emulator, running
from scripts.operations import CLIENTS, Row, operations_by_method, rows
from scripts.operations_page import PAGE
from tests.platforms.hasty import calls as hasty
from tests.platforms.labelbox import calls as labelbox
from tests.platforms.roboflow import calls as roboflow
from tests.support.calls import Noting
from tests.support.modes import MODES, open_client

ROWS = {platform: rows(platform) for platform in CLIENTS}
CALLS = {"hasty": hasty.CALLS, "roboflow": roboflow.CALLS, "labelbox": labelbox.CALLS}
WORLDS = {"hasty": hasty.Street, "roboflow": roboflow.Racoons, "labelbox": labelbox.Everything}

every_operation = pytest.mark.parametrize(
    ("platform", "row"),
    [
        pytest.param(platform, row, id=f"{platform}-{row.id}")
        for platform in CLIENTS
        for row in ROWS[platform]
    ],
)
every_call = pytest.mark.parametrize(
    ("platform", "row"),
    [
        pytest.param(platform, row, id=f"{platform}-{row.id}")
        for platform in CLIENTS
        for row in ROWS[platform]
        if row.id in CALLS[platform]
    ],
)


@pytest.fixture(scope="module")
def server() -> Iterator[Emulator]:
    with running() as started:
        yield started


@pytest.fixture
def emulator(server: Emulator) -> Iterator[Emulator]:
    """An emulator at its demo; whatever it answers must keep to the contract."""
    server.reset()
    yield server
    assert server.violations == []


def test_hasty_is_whole():
    """77 operations of the document, and 20 that only the vendor's SDK shows."""
    documented = [row.sources[0].startswith("004_86c7851a7e0ef3c3:") for row in ROWS["hasty"]]
    assert (documented.count(True), documented.count(False)) == (77, 20)


@every_operation
def test_an_operation_has_a_method_of_the_client(platform, row):
    assert row.methods or row.note


@every_operation
def test_an_operation_is_answered_by_the_emulator(platform, row):
    assert row.handler


@every_operation
def test_an_operation_has_a_line_on_its_page(platform, row):
    page = PAGE.read_text(encoding="utf-8")
    section = page.partition(f"\n## {CLIENTS[platform]}\n")[2].partition("\n## ")[0]
    (line,) = [each for each in section.splitlines() if each.startswith(f"| `{row.id}` |")]
    for said in (f"`{row.method} {row.path}`", *(f"[`{each.name}`]" for each in row.methods)):
        assert said in line


@pytest.mark.parametrize("platform", CLIENTS)
def test_every_operation_that_a_client_sends_is_called(platform):
    assert set(CALLS[platform]) == {row.id for row in ROWS[platform] if row.methods}


@pytest.mark.parametrize("mode", MODES)
@every_call
def test_an_operation_is_called_by_all_its_methods_and_answered(
    platform, row, mode, emulator, tmp_path
):
    clients = [getattr(labelbridge, f"{prefix}{CLIENTS[platform]}") for prefix in ("", "Async")]
    noted: set[str] = set()
    with open_client(mode, *clients, base_url=getattr(emulator, platform)) as client:
        CALLS[platform][row.id](Noting(client, noted), WORLDS[platform](client, tmp_path))
    received = emulator.requests()
    assert {each["status"] for each in received} <= {200, 204}
    assert recorded_as(row) in {each["operation"] for each in received}
    assert {method.name for method in row.methods} <= noted


def recorded_as(row: Row) -> str:
    """The name in the emulator's record: its storage serves files, whatever operation they are."""
    return "storage.get" if row.handler.endswith(".storage") else row.id


@every_operation
def test_no_plan_is_sent_of_an_operation_with_a_note(platform, row):
    senders = operations_by_method(platform).values()
    assert not (row.note and any(row.id in ids for ids in senders))
