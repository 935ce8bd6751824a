"""Keys and hosts of clients, and redaction of secrets."""

import pickle

import pytest

from labelbridge._core.platform import Credential, Platform
from labelbridge._core.secrets import Secret
from labelbridge.errors import ConfigurationError, redact_queries

PLATFORM = Platform("acme", "https://api.acme.test", Credential("header", "X-Api-Key"))


def test_a_key_comes_from_the_argument_or_the_environment():
    environment = {"ACME_API_KEY": "from-environment"}
    assert PLATFORM.resolve_key("given", environment).reveal() == "given"
    assert PLATFORM.resolve_key(None, environment).reveal() == "from-environment"
    assert PLATFORM.resolve_key("  given\n", {}).reveal() == "given"


def test_a_secret_has_no_readable_repr():
    secret = Secret("topsecret")
    assert "topsecret" not in repr(secret) + str(secret) + f"{secret}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_secret_is_redacted_at_any_depth():
    secret = Secret("topsecret")
    body = {"message": "key topsecret is bad", "list": ["topsecret", 1, None], "topsecret": {}}
    redacted = {"message": "key *** is bad", "list": ["***", 1, None], "***": {}}
    assert secret.redact_all(body) == redacted
    # an error body may be deeper than the recursion limit
    value = "topsecret"
    for _ in range(5000):
        value = {"topsecret": [value]}
    found = secret.redact_all(value)
    for _ in range(5000):
        found = found["***"][0]
    assert found == "***"


def test_a_host_comes_from_the_argument_the_environment_or_the_contract():
    environment = {"ACME_BASE_URL": "http://127.0.0.1:8900/acme/"}
    assert PLATFORM.resolve_base_url("https://eu.acme.test/", environment) == "https://eu.acme.test"
    assert PLATFORM.resolve_base_url(None, environment) == "http://127.0.0.1:8900/acme"
    assert PLATFORM.resolve_base_url(None, {}) == "https://api.acme.test"
    assert PLATFORM.resolve_base_url(None, {"ACME_BASE_URL": " "}) == "https://api.acme.test"


def test_an_invalid_host_names_the_variable():
    hosts = ("", "/v1", "u:p@x", "x?a=1", "x#y", "x y", "ü.de", "a..b", "x" * 64, "[v1.a]")
    for url in ("api.acme.test", "ftp://x", *(f"https://{host}" for host in hosts)):
        with pytest.raises(ConfigurationError, match="ACME_BASE_URL"):
            PLATFORM.resolve_base_url(url, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"url": "https://s.example/a?Signature=x&b=c"}', '{"url": "https://s.example/a?***"}'),
        ('"https:\\/\\/s.example\\/a\\u003fsig=x"', '"https:\\/\\/s.example\\/a?***"'),
        ("see https://s.example/a, or ask?", "see https://s.example/a, or ask?"),
        ("http://" * 100_000, "http://" * 100_000),
        ("HTTPS://s.example/a?x", "HTTPS://s.example/a?***"),
        ("gs://bucket/a?sig=x", "gs://bucket/a?***"),
        ("redirected to /a?sig=x or //s.example?sig=y", "redirected to /a?*** or //s.example?***"),
        ("not 's.example/a?X-Amz-Signature=x'", "not 's.example/a?***'"),
        (
            r'"see \"https://s.example/a?sig=x\"\nor ask"',
            r'"see \"https://s.example/a?***\"\nor ask"',
        ),
        ("a-" * 100_000, "a-" * 100_000),
        ("?a" * 100_000, "?a" * 100_000),
    ],
)
def test_queries_of_urls_are_redacted(text, expected):
    assert redact_queries(text) == expected
