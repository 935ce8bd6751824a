"""The storage origin: uploads and downloads by signed URLs, over HTTP."""

import socket
from urllib.parse import urlsplit

import pytest


def test_upload_is_returned_with_type_and_length(client, signed_url):
    url = signed_url("PUT", "uploads/ü 1.png")
    response = client.put(url, content=b"\x89PNG", headers={"content-type": "image/png"})
    assert (response.status_code, response.content) == (200, b"")
    got = client.get(signed_url("GET", "uploads/ü 1.png"))
    assert (got.content, got.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert got.headers["content-length"] == "4"


def test_head_returns_the_headers_only(emulator, client, signed_url):
    emulator.store.files.put("a", b"12345", "text/plain")
    response = client.head(signed_url("GET", "a"))
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == "5"


@pytest.mark.parametrize(
    ("requested", "status", "content"),
    [
        ("bytes=2-", 206, b"345"),
        ("bytes=0-", 200, b"12345"),
        ("bytes=5-", 200, b"12345"),
        ("bytes=1-3", 200, b"12345"),
    ],
)
def test_the_rest_of_an_object_can_be_requested(
    emulator, client, signed_url, requested, status, content
):
    emulator.store.files.put("a", b"12345", "text/plain")
    response = client.get(signed_url("GET", "a"), headers={"range": requested})
    assert (response.status_code, response.content) == (status, content)
    assert response.headers.get("content-range") == ("bytes 2-4/5" if status == 206 else None)


def test_any_headers_are_accepted_and_logged(emulator, client, signed_url):
    headers = {"x-api-key": "secret", "cookie": "a=1", "authorization": "Bearer secret"}
    assert client.put(signed_url("PUT", "a"), content=b"1", headers=headers).is_success
    (entry,) = emulator.requests()
    assert entry["operation"] == "storage.put"
    assert headers.items() <= entry["headers"].items()


def test_large_bodies_are_streamed(emulator, client, signed_url):
    chunk = bytes(range(256)) * 4096

    def body():
        for _ in range(24):
            yield chunk

    assert client.put(signed_url("PUT", "long"), content=body()).status_code == 200
    stored = emulator.store.files.get("long")
    assert stored is not None
    assert (stored.size, stored.data) == (24 * len(chunk), None)
    with client.stream("GET", signed_url("GET", "long")) as response:
        assert response.headers["content-length"] == str(24 * len(chunk))
        received = b"".join(response.iter_bytes())
    assert received == chunk * 24


def test_incomplete_upload_stores_nothing(client, signed_url):
    url = urlsplit(signed_url("PUT", "half"))
    with socket.create_connection((url.hostname, url.port)) as connection:
        head = f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
        connection.sendall(head.encode())
    assert client.get(signed_url("GET", "half")).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "GET", "HEAD"])
def test_missing_signature_returns_403(emulator, client, method):
    emulator.store.files.put("a", b"1")
    assert client.request(method, f"{emulator.storage}/a").status_code == 403


def test_unknown_method_returns_405(client, signed_url):
    response = client.post(signed_url("PUT", "a"), content=b"1")
    assert (response.status_code, response.headers["allow"]) == (405, "PUT, GET, HEAD")
