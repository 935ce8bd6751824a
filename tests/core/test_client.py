"""Arguments of clients, and proxies from the environment."""

from functools import partial

import httpx
import pytest

from labelbridge.errors import ConfigurationError, NotFound
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.support.example import CLIENTS, HOST, PROJECT, Client
from tests.support.modes import MODES, open_client

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "socks_proxy", "npm_config_proxy")

every_client = pytest.mark.parametrize("client", CLIENTS)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in (*PROXIES, *map(str.upper, PROXIES)):
        monkeypatch.delenv(name, raising=False)


def route(client, url):
    """Return the proxy for a URL, or None."""
    pool = client._api.http._transport_for_url(httpx.URL(url))._pool
    return pool._proxy_url.host.decode() if hasattr(pool, "_proxy_url") else None


@every_client
def test_proxies_come_from_the_environment(client, monkeypatch):
    for name in ("SOCKS_PROXY", "NPM_CONFIG_PROXY"):  # not the name of a scheme
        monkeypatch.setenv(name, "socks5://x.test:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    made = client("key")
    assert route(made, f"https://{HOST}") == "proxy.test"
    assert route(made, f"http://{HOST}") is None
    monkeypatch.setenv("ALL_PROXY", "all.test:1")
    assert route(client("key"), f"http://{HOST}") == "all.test"


@every_client
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


@every_client
@pytest.mark.parametrize("proxy", ["foo://user:secret@x", "http://[::1", "http://x:port"])
def test_an_invalid_proxy_raises_without_showing_its_url(client, proxy, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(ConfigurationError, match="http_proxy") as caught:
        client("key")
    assert "secret" not in str(caught.value)


NO_SECONDS = [0, -1, None, "60", True, float("nan"), float("inf")]
PATH = "paths: the path of a must be like"
INVALID = [
    *(("api_key", wrong, "api_key must be a string, not (int|bytes)") for wrong in (5, b"key")),
    ("base_url", 5, "base_url must be a string, not int"),
    *(("base_url", f"https://{host}", "base_url .* must be like") for host in ("h:abc", "[::1")),
    ("base_url", "https://h:99999", "base_url .* must be like"),
    *(("timeout", wrong, "timeout must be a number of seconds") for wrong in NO_SECONDS),
    ("retry", None, "retry must be a RetryPolicy, not None"),
    ("options", None, "options must be a ClientOptions, not None"),
]


@pytest.mark.parametrize(
    ("make", "argument", "value", "message"),
    [
        *((partial(client, api_key="key"), *case) for client in CLIENTS for case in INVALID),
        (Timeout, "read", 0, "read must be a number of seconds above 0"),
        *((RetryPolicy, "attempts", wrong, "attempts must be an integer of") for wrong in (0, 1.5)),
        (RetryPolicy, "base", "x", "base must be a number of seconds above 0"),
        (ClientOptions, "paths", [], "paths must be a dict"),
        *((ClientOptions, "paths", {"a": path}, PATH) for path in (5, "//evil/v1", "/v2/{id")),
        (ClientOptions, "lists", "tab", "lists must be"),
        (ClientOptions, "on_drift", "log", "on_drift must be a function"),
    ],
)
def test_an_invalid_argument_raises(make, argument, value, message):
    with pytest.raises(ConfigurationError, match=f"^{message}"):
        make(**{argument: value})


def test_a_number_as_timeout_sets_all_timeouts():
    assert Timeout.of(120) == Timeout(connect=10, read=120, write=120, pool=120)
    assert Timeout.of(2) == Timeout(2, 2, 2, 2)


def test_the_repr_of_a_client_shows_only_its_host():
    for client in CLIENTS:
        made = client("topsecret", base_url="https://h.test/x")
        assert repr(made) == f"{client.__name__}(base_url='https://h.test/x')"
        assert repr(client("topsecret")) == f"{client.__name__}(base_url='https://{HOST}')"


def test_a_closed_client_raises_a_configuration_error():
    client = Client("k")
    client.close()
    client.close()
    with pytest.raises(ConfigurationError, match=r"this client of \w+ is closed"):
        client.projects.list().total()


def test_the_reason_phrase_is_in_no_log_and_no_error(caplog):
    caplog.set_level("DEBUG")
    answer = httpx.Response(404, extensions={"reason_phrase": b"secret words"})
    with (
        Client("key", transport=httpx.MockTransport(lambda _request: answer)) as client,
        pytest.raises(NotFound, match="404: Not Found"),
    ):
        client.projects.list().first()
    assert "list_projects: 404" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cookie", [b"session=1", b"a=\xff;;=", b"k=v; Domain=.; Expires=never"])
def test_cookies_are_not_kept(mode, cookie):
    sent = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append("Cookie" in request.headers)
        return httpx.Response(200, headers=[("Set-Cookie", cookie)], json={"id": "p"})

    with open_client(mode, *CLIENTS, transport=httpx.MockTransport(respond)) as client:
        for _ in range(2):
            client.projects.get(PROJECT)
    assert sent == [False, False]
