"""Every operation of every contract has a client method, a handler, a call and a line of docs.

A contract marks operations that the client sends without a plan, or never, with `x-no-plan`.
"""

import pytest

from labelbridge._core.registry import client_classes, operation_ids
from scripts.operations import Row, operations_by_method, rows
from scripts.operations_page import PAGE
from tests.contracts.cases import CONTRACTS
from tests.support.calls import MethodRecorder, calls_of, make_call
from tests.support.modes import MODES, open_client

ROWS = {platform: rows(platform) for platform in CONTRACTS}
CALLED = [(platform, row) for platform in CONTRACTS for row in ROWS[platform] if row.methods]

every_platform = pytest.mark.parametrize("platform", CONTRACTS)


@every_platform
def test_every_operation_has_a_plan(platform):
    assert operation_ids(platform) == {row.id for row in ROWS[platform]}


@every_platform
def test_every_operation_has_a_client_method(platform):
    assert [row.id for row in ROWS[platform] if not row.methods and not row.note] == []


@every_platform
def test_every_operation_has_a_handler(platform):
    assert [row.id for row in ROWS[platform] if not row.handler] == []


@every_platform
def test_every_operation_is_documented(platform):
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for row in ROWS[platform]:
        line = next(
            each for each in lines if each.startswith(f"| `{row.id}` | `{row.method} {row.path}`")
        )
        assert [method.name for method in row.methods if f"[`{method.name}`]" not in line] == []


@every_platform
def test_every_client_method_has_a_call(platform):
    assert set(calls_of(platform)) == {row.id for row in ROWS[platform] if row.methods}


@pytest.mark.parametrize(
    ("number", "platform", "row"),
    [pytest.param(n, *case, id=f"{case[0]}-{case[1].id}") for n, case in enumerate(CALLED)],
)
def test_call_sends_operation_by_all_its_methods(number, platform, row, emulator, tmp_path):
    called: set[str] = set()
    base_url = getattr(emulator, platform)
    with open_client(MODES[number % 2], *client_classes(platform), base_url=base_url) as client:
        make_call(platform, row.id, MethodRecorder(client, called), tmp_path)
    received = emulator.requests()
    assert {each["status"] for each in received} <= {200, 204}
    assert logged_name(row) in {each["operation"] for each in received}
    assert {method.name for method in row.methods} <= called


def logged_name(row: Row) -> str:
    """Return the operation's name in the request log; files are served by the storage."""
    return "storage.get" if row.handler.endswith(".storage") else row.id


@every_platform
def test_operation_with_a_note_is_not_sent_by_a_plan(platform):
    noted = {row.id for row in ROWS[platform] if row.note}
    assert not noted & {id_ for ids in operations_by_method(platform).values() for id_ in ids}
