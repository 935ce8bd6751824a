"""Proxies from the environment."""

import gc
import json
import logging
import re
import socketserver
import ssl
import traceback
import urllib.request
from base64 import b64encode
from contextlib import suppress
from threading import Thread

import httpx
import pytest

from labelbridge._core.http import proxies
from labelbridge._core.http.network import Network
from labelbridge._core.http.proxies import Proxies
from labelbridge.errors import ConfigurationError, ConnectionFailed
from labelbridge.options import NO_RETRY
from tests.support.example import CLIENTS, PROJECT
from tests.support.local_server import local_server
from tests.support.modes import MODES, open_client

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "socks_proxy", "npm_config_proxy")
PROXY = "http://user:pass-word-1@proxy.test:3128"

SECRET = re.compile(f"pass-word-1|{b64encode(b'user:pass-word-1').decode()}")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in (*NAMES, *map(str.upper, NAMES), "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def proxy():
    with local_server() as server:
        yield server


def select(url):
    return Proxies.from_environment().select(httpx.URL(url))


def test_a_scheme_has_its_own_proxy_or_that_of_all(monkeypatch):
    for name in ("SOCKS_PROXY", "NPM_CONFIG_PROXY"):  # not the name of a scheme
        monkeypatch.setenv(name, "socks5://x.test:1")
    assert select("http://x.test") is None
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert (select("https://x.test"), select("http://x.test")) == ("https", None)
    monkeypatch.setenv("ALL_PROXY", "xn--zz--:1")
    assert (select("https://x.test"), select("http://x.test")) == ("https", "all")
    assert Proxies.from_environment().proxy("all", ssl.create_default_context)


@pytest.mark.parametrize(
    ("no_proxy", "direct", "through"),
    [
        ("*", ["x.test", "10.0.0.1"], []),
        ("x.test", ["x.test", "a.x.test", "X.TEST.", "x.test:99"], ["y.test", "ax.test"]),
        ("X.Test.", ["x.test", "a.x.test"], ["y.test"]),
        (".x.test", ["x.test", "a.x.test"], ["y.test"]),
        ("*.x.test", ["x.test", "a.x.test"], ["y.test"]),
        ("a.test, b.test\tc.test,,", ["a.test", "b.test", "c.test"], ["d.test"]),
        ("x.test:80", ["x.test", "a.x.test:80"], ["x.test:81"]),
        ("x.test:abc,x.test:99999,a b,http://,//,[,[::1,]:,y.test", ["y.test"], ["x.test"]),
        ("http://x.test", ["x.test"], []),
        ("https://x.test", [], ["x.test"]),
        ("münchen.test", ["xn--mnchen-3ya.test", "www.münchen.test"], ["munchen.test"]),
        ("10.0.0.1", ["10.0.0.1", "[::ffff:10.0.0.1]"], ["10.0.0.2", "110.0.0.1"]),
        ("10.0.0.0/8", ["10.200.3.4"], ["11.0.0.1", "10.test"]),
        ("10.1.2.3/8:80,10.0.0.1:81", ["10.0.0.1:81"], ["10.0.0.1:82", "10.0.0.2:81"]),
        ("192.168.1.77/24", ["192.168.1.1"], ["192.168.2.1"]),
        ("fe80::1", ["[fe80::1]", "[FE80:0::1]:99"], ["[fe80::2]"]),
        ("[fe80::1]", ["[fe80::1]:99"], ["[fe80::2]"]),
        ("[fe80::1]:8080", ["[fe80::1]:8080"], ["[fe80::1]", "[fe80::1:8080]"]),
        ("fe80::/10", ["[fe80::1]", "[febf::1]"], ["[fec0::1]", "10.0.0.1"]),
        ("[fe80::]/10", ["[fe80::1]"], ["[fec0::1]"]),
        ("", ["localhost:8900", "localhost.", "127.0.0.1", "127.9.9.9", "[::1]:1"], ["x.test"]),
    ],
)
def test_no_proxy_excludes_hosts_and_this_machine_is_always_excluded(
    no_proxy, direct, through, monkeypatch
):
    monkeypatch.setenv("ALL_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert [host for host in direct if select(f"http://{host}")] == []
    assert [host for host in through if not select(f"http://{host}")] == []


def test_settings_of_the_system_apply_if_the_environment_has_none(monkeypatch):
    monkeypatch.setattr(proxies, "getproxies", lambda: {"http": "system.test:1"})
    monkeypatch.setattr(proxies, "proxy_bypass", lambda host: host == "x.test")
    assert (select("http://x.test"), select("http://y.test")) == (None, "http")
    assert select("https://y.test") is None
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert (select("http://y.test"), select("https://x.test")) == (None, "https")
    assert urllib.request.getproxies() == {"https": PROXY}


@pytest.mark.parametrize("mode", MODES)
def test_a_client_uses_the_proxies_at_the_time_of_its_creation(mode, proxy, monkeypatch):
    def get(base_url):
        with open_client(mode, *CLIENTS, base_url=base_url, retry=NO_RETRY) as client:
            return client.projects.get(PROJECT)

    with pytest.raises(ConnectionFailed):
        get("http://api.test")
    monkeypatch.setenv("HTTP_PROXY", f"http://user:pass@127.0.0.1:{proxy.port}")
    assert str(get("http://api.test").id) == PROJECT
    assert proxy.requests == [f"http://api.test/v1/projects/{PROJECT}"]
    monkeypatch.setenv("NO_PROXY", "api.test")
    with pytest.raises(ConnectionFailed):
        get("http://api.test")
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("no_proxy", ["fe80::/10", "[::1]:8080", "münchen.example", "h:abc", "]"])
def test_a_client_can_be_created_with_any_no_proxy(client, no_proxy, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", no_proxy)
    client("key")


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("foo://user:pass-word-1@x", "https_proxy is not the URL of a proxy"),
        ("http://user:pass-word-1@[::1", "https_proxy is not the URL of a proxy"),
        ("http://user:pass-word-1@x:port", "https_proxy is not the URL of a proxy"),
        ("http://user:pass-word-1@", "https_proxy is not the URL of a proxy"),
        ("http://user:pass-word-1@a..b", "https_proxy is not the URL of a proxy"),
        ("socks4://user:pass-word-1@x", "https_proxy is not the URL of a proxy"),
        ("socks5://user:pass-word-1@x:1", r'SOCKS proxy.* pip install "httpx\[socks\]"'),
        ("socks5h://user:pass-word-1@x:1", r'SOCKS proxy.* pip install "httpx\[socks\]"'),
    ],
)
def test_an_unusable_proxy_raises_without_showing_its_url(client, url, message, monkeypatch):
    monkeypatch.setattr(proxies, "find_spec", lambda _name: None)
    monkeypatch.setenv("HTTPS_PROXY", url)
    with pytest.raises(ConfigurationError, match=message) as caught:
        client("key")
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert "pass-word-1" not in str(caught.value)
    client("key", base_url="http://x.test")
    monkeypatch.setenv("NO_PROXY", client.platform.base_url)
    client("key")


def test_an_unusable_proxy_of_another_scheme_raises_when_it_is_needed(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "foo://x")
    network = Network.of(None)
    network.check("https://x.test")
    with pytest.raises(ConfigurationError, match="http_proxy"):
        network.check("http://x.test")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_log_and_no_error_shows_the_password_of_a_proxy(
    mode, scheme, proxy, monkeypatch, caplog
):
    caplog.set_level(logging.DEBUG)
    for port in (proxy.port, 1):  # a server that rejects CONNECT, and no server
        monkeypatch.setenv("ALL_PROXY", f"http://user:pass-word-1@127.0.0.1:{port}")
        url = f"{scheme}://api.test"
        with open_client(mode, *CLIENTS, base_url=url, retry=NO_RETRY) as client:
            if (port, scheme) == (proxy.port, "http"):
                client.projects.get(PROJECT)
                continue
            with pytest.raises(ConnectionFailed) as caught:
                client.projects.get(PROJECT)
        shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
        assert SECRET.search(shown) is None
    assert SECRET.search("".join(str(vars(record)) for record in caplog.records)) is None


@pytest.mark.parametrize("client", CLIENTS)
def test_no_repr_shows_the_password_of_a_proxy(client, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", PROXY)
    found = Proxies.from_environment()
    assert (
        "pass-word-1" not in f"{client('key')}{vars(client('key'))}{found}{found.proxy('all', 0)}"
    )


@pytest.mark.parametrize("mode", MODES)
def test_proxies_do_not_apply_to_a_transport_of_the_user(mode, monkeypatch, caplog):
    caplog.set_level(logging.INFO, "labelbridge")
    monkeypatch.setenv("ALL_PROXY", "foo://x:pass-word-1@x")
    transport = httpx.MockTransport(lambda _request: httpx.Response(200, json={"id": PROJECT}))
    with open_client(mode, *CLIENTS, transport=transport) as client:
        assert str(client.projects.get(PROJECT).id) == PROJECT
    assert "the proxy in all_proxy does not apply, because of transport=" in caplog.text
    assert "pass-word-1" not in caplog.text


class SocksProxy(socketserver.ThreadingTCPServer):
    daemon_threads = True


class SocksHandler(socketserver.BaseRequestHandler):
    """Sends the reply to each message of a client."""

    def handle(self):
        with suppress(ConnectionError):  # a client that rejects a reply closes the connection
            for reply in self.server.replies:
                self.request.recv(65536)
                self.request.sendall(reply)


# httpcore leaves the connection open if the proxy rejects it
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("greeting", "error"),
    [
        (b"\x05\x00", None),
        (b"\x05\xff", "NO ACCEPTABLE METHODS"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", r"the SOCKS proxy sent an invalid reply \(Malformed"),
    ],
)
def test_socks_proxies_are_used(mode, greeting, error, monkeypatch):
    body = json.dumps({"id": PROJECT}).encode()
    response = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with SocksProxy(("127.0.0.1", 0), SocksHandler) as server:
        server.replies = [greeting, b"\x05\x00\x00\x01" + bytes(6), response]
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{server.server_address[1]}")
        try:
            with open_client(mode, *CLIENTS, base_url="http://api.test", retry=NO_RETRY) as client:
                if error is None:
                    assert str(client.projects.get(PROJECT).id) == PROJECT
                    return
                with pytest.raises(ConnectionFailed, match=error):
                    client.projects.get(PROJECT)
        finally:
            server.shutdown()
            thread.join()
            gc.collect()
