"""The storage origin takes and gives bytes by signed URLs, over real HTTP."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from labelbridge_emulator.server.server import Emulator

MEGABYTE = 1024 * 1024


def signed(emulator: Emulator, method: str, key: str, lifetime: float = 60) -> str:
    return emulator.storage + emulator.store.files.sign(method, key, lifetime=lifetime)


def test_it_is_another_origin(emulator: Emulator) -> None:
    assert urlsplit(emulator.storage).netloc != urlsplit(emulator.hasty).netloc


def test_what_was_put_is_given_back_with_its_type_and_length(
    emulator: Emulator, client: httpx.Client
) -> None:
    url = signed(emulator, "PUT", "uploads/ü 1.png")
    answer = client.put(url, content=b"\x89PNG", headers={"content-type": "image/png"})
    assert (answer.status_code, answer.content) == (200, b"")
    got = client.get(signed(emulator, "GET", "uploads/ü 1.png"))
    assert (got.content, got.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert got.headers["content-length"] == "4"


def test_bytes_without_a_type_are_bytes(emulator: Emulator, client: httpx.Client) -> None:
    client.put(signed(emulator, "PUT", "a"), content=b"1", headers={"content-type": ""})
    got = client.get(signed(emulator, "GET", "a"))
    assert got.headers["content-type"] == "application/octet-stream"


def test_head_tells_what_get_would_send(emulator: Emulator, client: httpx.Client) -> None:
    emulator.store.files.put("a", b"12345", "text/plain")
    answer = client.head(signed(emulator, "GET", "a"))
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (
        200,
        "5",
        b"",
    )


def test_whatever_headers_come_are_taken_and_recorded(
    emulator: Emulator, client: httpx.Client
) -> None:
    headers = {"X-Api-Key": "planted", "Cookie": "a=1", "Authorization": "Bearer planted"}
    assert client.put(signed(emulator, "PUT", "a"), content=b"1", headers=headers).is_success
    (entry,) = emulator.requests()
    assert entry["operation"] == "storage.put"
    assert entry["headers"]["x-api-key"] == "planted"
    assert entry["headers"]["cookie"] == "a=1"
    assert entry["headers"]["authorization"] == "Bearer planted"


def test_long_bodies_stream_both_ways(emulator: Emulator, client: httpx.Client) -> None:
    chunk = bytes(range(256)) * 4096

    def body() -> Iterator[bytes]:
        for _ in range(24):
            yield chunk

    assert client.put(signed(emulator, "PUT", "long"), content=body()).status_code == 200
    stored = emulator.store.files.get("long")
    assert stored is not None
    assert stored.size == 24 * MEGABYTE
    assert stored.data is None
    with client.stream("GET", signed(emulator, "GET", "long")) as answer:
        assert answer.headers["content-length"] == str(24 * MEGABYTE)
        received = b"".join(answer.iter_bytes())
    assert received == chunk * 24


def test_an_upload_that_breaks_off_stores_nothing(emulator: Emulator, client: httpx.Client) -> None:
    url = urlsplit(signed(emulator, "PUT", "half"))
    with socket.create_connection((url.hostname, url.port)) as connection:
        head = f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
        connection.sendall(head.encode())
    assert client.get(signed(emulator, "GET", "half")).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "GET", "HEAD"])
def test_without_a_signature_nothing_opens(
    emulator: Emulator, client: httpx.Client, method: str
) -> None:
    emulator.store.files.put("a", b"1")
    assert client.request(method, f"{emulator.storage}/a").status_code == 403


def test_a_signature_for_another_method_or_object_does_not_open(
    emulator: Emulator, client: httpx.Client
) -> None:
    emulator.store.files.put("a", b"1")
    assert client.put(signed(emulator, "GET", "a"), content=b"2").status_code == 403
    assert client.get(signed(emulator, "PUT", "a")).status_code == 403
    assert client.get(signed(emulator, "GET", "b").replace("/b?", "/a?")).status_code == 403


def test_an_expired_signature_does_not_open(emulator: Emulator, client: httpx.Client) -> None:
    emulator.store.files.put("a", b"1")
    url = signed(emulator, "GET", "a", lifetime=60)
    assert client.get(url).status_code == 200
    emulator.advance(61)
    answer = client.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/xml")


def test_only_what_exists_is_served(emulator: Emulator, client: httpx.Client) -> None:
    assert client.get(signed(emulator, "GET", "nothing")).status_code == 404


def test_other_methods_are_refused(emulator: Emulator, client: httpx.Client) -> None:
    answer = client.post(signed(emulator, "PUT", "a"), content=b"1")
    assert (answer.status_code, answer.headers["allow"]) == (405, "PUT, GET, HEAD")
