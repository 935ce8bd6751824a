"""The log of requests."""

import logging
import re

import httpx
import pytest

from labelbridge.errors import LabelbridgeError
from tests.core.conftest import KEY, SIGNED_URL, get_thing, response
from tests.support.example import PLATFORM


@pytest.fixture
def lines(caplog):
    """Return the lines of the log, with N for durations."""
    caplog.set_level(logging.DEBUG, "labelbridge")

    def read():
        found = [(r.levelname, r.getMessage()) for r in caplog.records if r.name == "labelbridge"]
        caplog.clear()
        return [(level, re.sub(r"\d+ ms", "N ms", text)) for level, text in found]

    return read


def test_each_request_has_one_line(open_tools, lines, tmp_path):
    tools = open_tools(httpx.Response(200, json={"a": 1}))
    tools.get(path="/v1/thing?a=query")
    assert lines() == [("INFO", f"{PLATFORM} get_thing: 200 in N ms (attempt 1)")]
    tools.put(b"data")
    tools.fetch(tmp_path / "a")
    list(tools.rows())
    names = ["storage.put", "storage.get", "storage.get"]
    assert lines() == [("INFO", f"{PLATFORM} {name}: 200 in N ms (attempt 1)") for name in names]


def test_retries_have_a_line_with_reason_and_wait(open_tools, lines):
    tools = open_tools(
        httpx.Response(503, text=f"{KEY} {SIGNED_URL}"),
        httpx.ReadTimeout(f"{KEY} {SIGNED_URL}"),
        httpx.Response(200, json={"a": 1}),
    )
    tools.get()
    found = [(level, re.sub(r"in [\d.]+ s", "in N s", text)) for level, text in lines()]
    assert found == [
        ("INFO", f"{PLATFORM} get_thing: 503 in N ms (attempt 1)"),
        ("DEBUG", f"{PLATFORM} get_thing: attempt 2 in N s, because of 503"),
        ("INFO", f"{PLATFORM} get_thing: ReadTimeout in N ms (attempt 2)"),
        ("DEBUG", f"{PLATFORM} get_thing: attempt 3 in N s, because of RequestTimeout"),
        ("INFO", f"{PLATFORM} get_thing: 200 in N ms (attempt 3)"),
    ]


def test_each_redirection_has_a_line(open_tools, lines):
    redirection = httpx.Response(301, headers={"Location": SIGNED_URL})
    list(open_tools(redirection, response(200, b"{}")).rows(get_thing()))
    assert [text for _, text in lines()] == [
        f"{PLATFORM} get_thing: 301 in N ms (attempt 1)",
        f"{PLATFORM} storage.get: 200 in N ms (attempt 1)",
    ]


def test_nothing_is_formatted_if_the_level_is_off(open_tools, caplog, monkeypatch):
    def fail(*_arguments):
        raise AssertionError("the level is off")

    monkeypatch.setattr(logging.LogRecord, "getMessage", fail)
    monkeypatch.setattr(logging.Logger, "_log", fail)
    caplog.set_level(logging.WARNING, "labelbridge")
    caplog.set_level(logging.WARNING, "asyncio")
    with pytest.raises(LabelbridgeError):
        open_tools(httpx.Response(503)).get()
