"""Texts of the errors for exceptions of transports."""

import httpx

from labelbridge._core.http.transport_errors import transport_error


def test_exception_without_text_has_that_of_its_cause() -> None:
    error, between = httpx.ReadError(""), RuntimeError()
    error.__cause__, between.__cause__ = between, ConnectionResetError(104, "reset by peer")
    found = transport_error("acme", "get_thing", error, str)
    assert str(found) == "acme get_thing: [Errno 104] reset by peer"


def test_exception_without_text_and_cause_has_its_name() -> None:
    found = transport_error("acme", "get_thing", httpx.ReadError(""), str)
    assert str(found) == "acme get_thing: ReadError"


def test_text_of_a_cause_has_no_secrets() -> None:
    error = httpx.ReadError("")
    error.__context__ = OSError("key")
    found = transport_error("acme", "get_thing", error, lambda text: text.replace("key", "***"))
    assert str(found) == "acme get_thing: ***"
