"""The headers and URLs of requests."""

import httpx
import pytest

from labelbridge._core.http.endpoint import Endpoint
from labelbridge._core.http.network import Network
from labelbridge._core.http.timeouts import Timeouts
from labelbridge._core.platform import Credential
from labelbridge._core.secrets import Secret
from labelbridge.files import FileSource


def request(method="GET", url="/things?a=1", base_url="https://h.test:81/base", **options):
    credential = options.pop("credential", Credential("header", "X-Api-Key", "Bearer "))
    key = Secret(options.pop("key", "topsecret"))
    transport = httpx.MockTransport(lambda _: None)
    endpoint = Endpoint(transport, base_url, {"Accept": "*/*"}, credential, key)
    return endpoint.outgoing("get_thing", method, url, timeouts=Timeouts({}), **options).request


@pytest.mark.parametrize(
    ("method", "content", "headers"),
    [
        ("GET", None, {}),
        ("DELETE", None, {}),
        ("POST", None, {"content-length": "0"}),
        ("POST", b"[]", {"content-type": "application/json", "content-length": "2"}),
        ("DELETE", b"[]", {"content-type": "application/json", "content-length": "2"}),
    ],
)
def test_headers_describe_host_key_and_body(method, content, headers):
    made = request(method, content=content)
    common = {"host": "h.test:81", "accept": "*/*", "x-api-key": "Bearer topsecret"}
    assert (made.method, dict(made.headers)) == (method, common | headers)
    assert made.read() == (content or b"")
    assert str(made.url) == "https://h.test:81/base/things?a=1"


@pytest.mark.parametrize("data", [b"", b"content"])
def test_an_upload_has_the_size_and_the_content_of_the_file(data):
    with FileSource.of(data, argument="file", name="f").open() as file:
        made = request("PUT", file=file)
        assert made.headers["Content-Length"] == str(len(data))
        assert "Content-Type" not in made.headers
        assert made.read() == data


@pytest.mark.parametrize(("url", "mark"), [("/things?a=1", "&"), ("/things", "?")])
def test_a_key_in_the_query_is_escaped(url, mark):
    made = request(url=url, credential=Credential("query", "api_key"), key="a+key/&")
    assert str(made.url) == f"https://h.test:81/base{url}{mark}api_key=a%2Bkey%2F%26"


@pytest.mark.parametrize("host", ["a..b", "x" * 64, f"h.{'x' * 64}"])
def test_a_host_that_cannot_be_looked_up_is_an_invalid_url(host):
    with pytest.raises(httpx.InvalidURL, match="its host is not a valid name"):
        request(url=f"https://{host}/x", base_url="")


@pytest.mark.parametrize("host", ["xn--zz--", "xn--", "xn--a"])
def test_a_host_may_be_no_international_domain_name(host):
    assert request(base_url=f"https://{host}").headers["host"] == host
    assert Network.of(None).target(httpx.URL(f"https://{host}")).host == host.encode()


@pytest.mark.parametrize("url", ["ftp://h/x", "http://", "x", "//h/x", "data:,x"])
def test_other_schemes_and_urls_without_a_host_are_rejected(url):
    with pytest.raises(httpx.UnsupportedProtocol, match="the scheme http or https, and a host"):
        request(url=url, base_url="")
