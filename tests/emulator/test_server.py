"""Starting and stopping an emulator."""

import logging
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import httpx
import pytest

import labelbridge_emulator
from labelbridge_emulator.server.server import running
from tests.support.example import OTHER_PLATFORM, PLATFORM


def ports(emulator):
    return urlsplit(emulator[PLATFORM]).port, urlsplit(emulator.storage).port


def check_key(emulator):
    return httpx.get(f"{emulator[OTHER_PLATFORM]}/?api_key=k")


def test_public_names_are_imported_on_access():
    assert labelbridge_emulator.running is running
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        labelbridge_emulator.nothing  # noqa: B018 - the access is the test


def test_emulators_are_independent():
    with running("demo") as one, running("empty") as other:
        assert len({*ports(one), *ports(other)}) == 4
        jobs = [
            httpx.get(f"{each[OTHER_PLATFORM]}/my-workspace/my-cv-project/jobs?api_key=k").json()[
                "jobs"
            ]
            for each in (one, other)
        ]
        assert [len(each) for each in jobs] == [2, 0]


def test_failed_start_leaves_no_thread():
    before = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), running(storage_port=port):
            pass
    with pytest.raises(ValueError, match="unknown seed 'full'"), running("full"):
        pass
    assert threading.active_count() == before


def test_stop_is_quick_and_leaves_no_thread_or_listener():
    before = threading.active_count()
    with httpx.Client(verify=False) as client:
        with running() as emulator:
            client.get(f"{emulator[OTHER_PLATFORM]}/?api_key=k")
            start = time.monotonic()
        assert time.monotonic() - start < 1
        assert threading.active_count() == before
        with pytest.raises(httpx.ConnectError):
            check_key(emulator)


def test_response_is_not_delayed_by_nagles_algorithm():
    seconds = []
    with running() as emulator, httpx.Client(verify=False) as client:
        for _ in range(15):
            start = time.monotonic()
            client.get(f"{emulator[OTHER_PLATFORM]}/?api_key=k")
            seconds.append(time.monotonic() - start)
    assert statistics.median(seconds) < 0.035


def test_keys_in_urls_are_never_logged(caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    with running() as emulator:
        access = logging.getLogger("uvicorn.access")
        monkeypatch.setattr(access, "propagate", True)
        monkeypatch.setattr(access, "handlers", [logging.NullHandler()])
        url = urlsplit(emulator[OTHER_PLATFORM])
        with socket.create_connection((url.hostname, url.port)) as connection:
            connection.sendall(
                f"GET {url.path}/?api_key=secret HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            )
            assert b"200 OK" in connection.recv(1000)
    assert "secret" not in caplog.text


def test_serve_stops_on_sigterm():
    program = (
        "from labelbridge_emulator import serve\n"
        f"serve(lambda urls: print(urls[{OTHER_PLATFORM!r}], flush=True), api_keys=['k'])"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        assert httpx.get(f"{url}/?api_key=k").status_code == 200
        assert httpx.get(f"{url}/?api_key=other").status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


@pytest.mark.parametrize(("host", "expected"), [("0.0.0.0", "127.0.0.1"), ("::1", "::1")])
def test_url_of_a_wildcard_or_ipv6_address(host, expected):
    try:
        with running(host=host) as emulator:
            assert urlsplit(emulator[PLATFORM]).hostname == expected
            assert check_key(emulator).status_code == 200
    except OSError:
        if expected == "::1":
            pytest.skip("this machine has no IPv6 loopback")
        raise
