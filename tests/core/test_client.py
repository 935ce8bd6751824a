"""Arguments of clients, and their life cycle."""

from functools import partial

import httpx
import pytest

from labelbridge.errors import ConfigurationError, NotFound
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.support.example import CLIENTS, HOST, PROJECT, Client
from tests.support.modes import MODES, open_client

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
    ("transport", "x", r"transport must be an? httpx.(Async)?BaseTransport, not 'x'"),
]


@pytest.mark.parametrize(
    ("make", "argument", "value", "message"),
    [
        *((partial(client, api_key="key"), *case) for client in CLIENTS for case in INVALID),
        (Timeout, "read", 0, "read must be a number of seconds above 0"),
        *((RetryPolicy, "attempts", wrong, "attempts must be an integer of") for wrong in (0, 1.5)),
        (RetryPolicy, "base", "x", "base must be a number of seconds above 0"),
        *((ClientOptions, "paths", wrong, "paths must be a dict") for wrong in ([], {5: "/a"})),
        *((ClientOptions, "paths", {"a": path}, PATH) for path in (5, "//evil/v1", "/v2/{id")),
        (ClientOptions, "lists", "tab", "lists must be"),
        *((ClientOptions, "connections", wrong, "connections must be an") for wrong in (0, 1.5)),
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
