"""Arguments of clients, and proxies from the environment."""

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import ConfigurationError
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.support.modes import MODES, open_client

CLIENTS = [Hasty, AsyncHasty]
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "socks_proxy", "npm_config_proxy")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def route(client, url):
    """Return the proxy for a URL, or None."""
    transport = client._api._transport_for_url(httpx.URL(url))
    pool = transport._inner._pool
    proxy = getattr(pool, "_proxy_url", None)
    return None if proxy is None else proxy.host.decode()


@pytest.mark.parametrize("client", CLIENTS)
def test_proxies_come_from_the_environment(client, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    made = client("key")
    assert route(made, "https://api.hasty.ai") == "proxy.test"
    assert route(made, "http://api.hasty.ai") is None
    monkeypatch.setenv("ALL_PROXY", "all.test:1")
    assert route(client("key"), "http://api.hasty.ai") == "all.test"


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("exceptions", "direct", "through"),
    [
        ("localhost,127.0.0.1,::1", ["http://[::1]:80", "http://localhost"], ["http://x.test"]),
        ("*", ["http://x.test", "http://localhost"], []),
        ("x.test", ["http://x.test", "http://a.x.test"], ["http://y.test"]),
        (".x.test", ["http://a.x.test"], ["http://y.test"]),
        ("*.x.test", ["http://a.x.test"], ["http://y.test"]),
        ("10.0.0.1, [fe80::1] ,,", ["http://10.0.0.1", "http://[fe80::1]"], ["http://10.0.0.2"]),
        ("http://x.test", ["http://x.test"], ["https://x.test"]),
        ("", ["http://localhost:8900", "http://127.0.0.1", "http://[::1]:1"], ["http://x.test"]),
    ],
)
def test_no_proxy_hosts_and_loopback_bypass_the_proxy(
    client, exceptions, direct, through, monkeypatch
):
    monkeypatch.setenv("ALL_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", exceptions)
    made = client("key")
    assert [route(made, url) for url in direct] == [None] * len(direct)
    assert [route(made, url) for url in through] == ["proxy.test"] * len(through)


@pytest.mark.parametrize("client", CLIENTS)
def test_variables_with_similar_names_are_ignored(client, monkeypatch):
    monkeypatch.setenv("SOCKS_PROXY", "socks5://x.test:1")
    monkeypatch.setenv("NPM_CONFIG_PROXY", "http://x.test:1")
    assert route(client("key"), "https://api.hasty.ai") is None


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("proxy", ["foo://user:secret@x", "http://[::1", "http://x:port"])
def test_an_invalid_proxy_raises_without_showing_its_url(client, proxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(ConfigurationError, match="http_proxy") as caught:
        client("key")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"api_key": 5}, "api_key must be a string, not int"),
        ({"api_key": b"key"}, "api_key must be a string, not bytes"),
        ({"base_url": 5}, "base_url must be a string, not int"),
        ({"base_url": "https://h:abc"}, "base_url .* must be like"),
        ({"base_url": "https://[::1"}, "base_url .* must be like"),
        ({"base_url": "https://h:99999"}, "base_url .* must be like"),
        ({"timeout": None}, "timeout must be a number of seconds"),
        ({"retry": None}, "retry must be a RetryPolicy, not None"),
        ({"options": None}, "options must be a ClientOptions, not None"),
    ],
)
def test_an_invalid_argument_raises(client, arguments, message):
    with pytest.raises(ConfigurationError, match=f"^{message}"):
        client(**{"api_key": "key"} | arguments)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Timeout(read=0), "read must be a number of seconds above 0"),
        (lambda: RetryPolicy(attempts=0), "attempts must be an integer of at least 1"),
        (lambda: RetryPolicy(attempts=1.5), "attempts must be an integer of at least 1"),
        (lambda: RetryPolicy(base="x"), "base must be a number of seconds above 0"),
        (lambda: ClientOptions(paths=[]), "paths must be a dict"),
        (lambda: ClientOptions(paths={"a": 5}), "paths: the path of a must be like"),
        (lambda: ClientOptions(paths={"a": "//evil.test/v1"}), "paths: the path of a must be like"),
        (
            lambda: ClientOptions(paths={"a": "/v2/{project_id"}),
            "paths: the path of a must be like",
        ),
        (lambda: ClientOptions(lists="tab"), "lists must be"),
    ],
)
def test_an_invalid_option_raises(make, message):
    with pytest.raises(ConfigurationError, match=f"^{message}"):
        make()


def test_the_reason_phrase_is_not_logged(caplog):
    caplog.set_level("INFO")
    answer = httpx.Response(200, json={"items": []}, extensions={"reason_phrase": b"secret words"})
    with Hasty("key", transport=httpx.MockTransport(lambda _request: answer)) as client:
        list(client.projects.list())
    assert "200 OK" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cookie", [b"session=1", b"a=\xff;;=", b"k=v; Domain=.; Expires=never"])
def test_cookies_are_not_kept(mode, cookie):
    sent = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers)
        return httpx.Response(200, headers=[("Set-Cookie", cookie)], json={"id": "p"})

    transport = httpx.MockTransport(respond)
    with open_client(mode, Hasty, AsyncHasty, transport=transport) as hasty:
        for _ in range(2):
            hasty.projects.get("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
    assert ["Cookie" in headers for headers in sent] == [False, False]
