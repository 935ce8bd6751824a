"""A client's key is in no log, repr, error or traceback, and is not sent to the storage."""

import io
import logging
import traceback
from contextlib import suppress

import pytest

from labelbridge._core.registry import client_classes, platform_names
from labelbridge.errors import ConfigurationError, LabelbridgeError
from labelbridge.options import RetryPolicy
from tests.support.calls import calls_of, make_call
from tests.support.facts import facts
from tests.support.modes import MODES, open_client

KEY = "Secret-Key-7f3a"

every_platform = pytest.mark.parametrize("platform", platform_names())
every_mode = pytest.mark.parametrize("mode", MODES)


@pytest.fixture
def log(caplog):
    """Return everything that is logged at DEBUG, and the attributes of the records."""
    caplog.set_level(logging.DEBUG)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    yield lambda: written.getvalue() + "".join(str(vars(record)) for record in caplog.records)
    logging.getLogger().removeHandler(handler)


def texts_of(error):
    """Return all texts of an error and of its causes."""
    return "".join(traceback.format_exception(error)) + f"{error!r}{error}{vars(error)}"


def open_with_key(emulator, platform, mode, **options):
    base_url = getattr(emulator, platform)
    return open_client(mode, *client_classes(platform), api_key=KEY, base_url=base_url, **options)


@every_mode
@every_platform
def test_the_key_is_not_logged_and_not_sent_to_the_storage(platform, mode, emulator, log, tmp_path):
    with open_with_key(emulator, platform, mode) as client:
        text = f"{client!r}{vars(client)}"
        for operation in calls_of(platform):
            with suppress(LabelbridgeError):
                make_call(platform, operation, client, tmp_path)
    received = emulator.requests()
    at_storage = [entry for entry in received if "storage" in entry["operation"]]
    assert all(KEY in str(entry) for entry in received if entry not in at_storage)
    assert bool(at_storage) >= bool(facts(platform).STORED)
    assert KEY not in str(at_storage)
    assert KEY not in text + log()
    assert f"{platform} {next(iter(calls_of(platform)))}: 200 in " in log()


@every_mode
@every_platform
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 401},
        {"status": 502, "body": "html"},
        {"body": "cut"},
        {"content": f"{KEY} is unknown"},
        {"status": 400, "content": {"code": KEY, "message": f"bad key {KEY}", "key": [KEY]}},
        {"status": 400, "content": {"errors": [{"message": KEY, "extensions": {"code": KEY}}]}},
    ],
    ids=str,
)
def test_no_error_shows_the_key(platform, mode, fault, emulator, log, tmp_path):
    emulator.faults([{"operation": "*", "count": 99} | fault])
    retry = RetryPolicy(attempts=2, base=0.01)
    with (
        open_with_key(emulator, platform, mode, retry=retry) as client,
        pytest.raises(LabelbridgeError) as caught,
    ):
        make_call(platform, next(iter(calls_of(platform))), client, tmp_path)
    emulator.faults([])
    assert KEY not in texts_of(caught.value) + log()


@every_platform
@pytest.mark.parametrize(
    "key", [None, "", " \n", f"{KEY} X", f"{KEY}\nx", f"{KEY}é", f"\u2028{KEY}x y"]
)
def test_a_missing_or_invalid_key_names_the_variable(platform, key, monkeypatch, log):
    variable = f"{platform.upper()}_API_KEY"
    monkeypatch.delenv(variable, raising=False)
    for in_environment in (False, True):
        if key and in_environment:
            monkeypatch.setenv(variable, key)
        for client in client_classes(platform):
            with pytest.raises(ConfigurationError, match=variable) as caught:
                client(None if in_environment else key)
            assert KEY not in texts_of(caught.value) + log()
            assert (caught.value.__cause__, caught.value.__context__) == (None, None)
