"""Mutations of responses: each breaks a valid response in one way, by a source of randomness."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from attrs import evolve, frozen

KEY = "injected-Key-7f3a"
SIGNATURE = "injected-Signature-9c1e"
"""Secrets that responses repeat. No error and no drift may contain them."""

SIGNED = f"https://s.example/x?Signature={SIGNATURE}"
HTML = f"<!doctype html><h1>502 Bad Gateway</h1><p>{KEY}</p>".encode()


@frozen
class RawResponse:
    """A response as it is sent.

    Attributes:
        mutation: The name of the mutation, or `valid`.
    """

    status: int = 200
    headers: tuple[tuple[str, bytes], ...] = (("Content-Type", b"application/json"),)
    body: bytes = b""
    mutation: str = "valid"

    def with_header(self, name: str, value: bytes) -> "RawResponse":
        rest = tuple(each for each in self.headers if each[0].lower() != name.lower())
        return evolve(self, headers=(*rest, (name, value)))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each container in a value with each of its keys or indexes."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(parts):
        yield value, key
        if isinstance(part, dict | list):
            yield from places(part)


def at_random_place(change: Callable[[Random, Any, Any], Any]) -> Callable[[Random, Any], Any]:
    """Apply a change `(random, container, key)` to a random place in a copy of a value."""

    def changed(random: Random, value: Any) -> Any:
        copy = json.loads(json.dumps([value]))
        holder, key = random.choice(list(places(copy)))
        change(random, holder, key)
        return copy[0] if copy else None

    return changed


def replace_by(*values: Any) -> Callable[[Random, Any], Any]:
    """Replace the value at a random place by one of some values."""

    def change(random: Random, holder: Any, key: Any) -> None:
        holder[key] = random.choice(values)

    return at_random_place(change)


def _drop(_random: Random, holder: Any, key: Any) -> None:
    del holder[key]


def _retype(random: Random, holder: Any, key: Any) -> None:
    others = [0, -1, 2.5, "", "x", True, [], {}, [[1]], {"a": 1}, [None], "12", 10**25, 1e300]
    holder[key] = random.choice([each for each in others if type(each) is not type(holder[key])])


def _rename(_random: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[f"{key}_new"] = holder.pop(key)
    else:
        holder[key] = {"renamed": holder[key]}


def _extra(random: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        names = ["new", "a/b~c", "", "additional_properties", "_rest", "__class__", KEY]
        holder[random.choice(names)] = {"x": [1]}
    else:
        holder.insert(key, {"new": 1})


def _nest(random: Random, holder: Any, key: Any) -> None:
    value: Any = 1
    for _ in range(random.choice([40, 200])):
        value = random.choice([[value], {"items": value}])
    holder[key] = value


OTHER_VALUES = (
    *(None, 0, "", "x", [], {}, [[]], [None], [{}], True, {"error": KEY}, {"errors": [KEY]}),
    {"errors": [{"message": KEY, "extensions": {"code": KEY}}]},
    {"error": {"message": 5}},
)
INSTANTS = (
    *("0000-00-00T00:00:00Z", "9999-12-31T23:59:60Z", "2020-01-01", "2020-W01-1", "now"),
    *("2020-01-01T00:00:00", "0001-01-01T00:00:00+23:59", "2020-01-01T24:00:00Z", "٢٠٢٠"),
    *("2020-01-01t00:00:00z", "2020-01-01 00:00:00Z", "2020-01-01T00:00:00.1234567891Z"),
    *("2020-01-01T00:00:00.9999999Z", "9999-12-31T23:59:59.9999999Z", "2020-01-01T00:00Z"),
    *("2020-01-01T00:00:00.5", "2020-01-01T00:00:00-00:00", "20200101T000000Z", "2016-02-30"),
)
IDS = (
    *("{17A4FAB4-C59C-4031-9CB5-41FCCB5B054C}", "urn:uuid:17a4fab4-c59c-4031-9cb5-41fccb5b054c"),
    *("17a4fab4c59c40319cb541fccb5b054c", "17A4FAB4-C59C-4031-9CB5-41FCCB5B054C", "17a4fab4-", " "),
    *("17a4fab4-c59c-4031-9cb5-41fccb5b054c\n", "17a4-fab4c59c-4031-9cb5-41fccb5b054c"),
)
FEW_NUMBERS = (-1, 0.1, 1.0, -0.0, 1e-320, True)
VALUES = {
    "dropped": at_random_place(_drop),
    "null": replace_by(None),
    "retyped": at_random_place(_retype),
    "renamed": at_random_place(_rename),
    "extra": at_random_place(_extra),
    "odd number": replace_by(10**30, -(10**300), 1e308, 2**53 + 1, 2**63, 2**64, *FEW_NUMBERS),
    "odd text": replace_by("\0", "\u202e", "é" * 9, "nan", KEY, SIGNED, "NEW_VALUE", ""),
    "odd instant": replace_by(*INSTANTS),
    "odd id": replace_by(*IDS),
    "huge": replace_by("x" * 5000, "x" * 70_000),
    "wide": replace_by(*([each] * 2000 for each in (0, None, "x", {}, []))),
    "nested": at_random_place(_nest),
    "replaced": lambda random, _: random.choice(OTHER_VALUES),
}
"""Mutations of the JSON value."""


def _insert(random: Random, body: bytes, *texts: bytes) -> bytes:
    at = random.choice([i for i, byte in enumerate(body) if byte in b":[,"] or [0]) + 1
    return body[:at] + random.choice(texts) + body[at:]


def _duplicate_key(random: Random, body: bytes) -> bytes:
    """Write a key of an object twice, first with null."""
    at = [i for i in range(len(body) - 1) if body[i : i + 1] == b"{" and body[i + 1] == 0x22]
    if not at:
        return b'{"a": 1, "a": 2}'
    begin = random.choice(at) + 1
    end = begin + 1
    while body[end] != 0x22:
        end += 2 if body[end] == 0x5C else 1
    return body[:begin] + body[begin : end + 1] + b": null, " + body[begin:]


def _deeper(random: Random, body: bytes) -> bytes:
    depth = random.choice([900, 990, 1100, 20_000])
    opened, closed = random.choice([(b"[", b"]"), (b'{"items":', b"}"), (b'{"x":[', b"]}")])
    return opened * depth + body + closed * depth if body else body


def _encoded(random: Random, body: bytes) -> bytes:
    encoding = random.choice(["utf-16", "utf-16-be", "utf-32"])
    return body.decode("utf-8", "replace").encode(encoding)


BODIES: dict[str, Callable[[Random, bytes], bytes]] = {
    "duplicate keys": _duplicate_key,
    "cut": lambda random, body: body[: random.randrange(len(body) or 1)],
    "empty": lambda _, __: b"",
    "html": lambda _, __: HTML,
    "utf-16": _encoded,
    "latin-1": lambda _, body: b'{"name": "K\xf6ln", ' + body[1:],
    "bom": lambda _, body: b"\xef\xbb\xbf" + body,
    "nan": lambda random, body: _insert(random, body, b"NaN,", b"Infinity,"),
    "not a number": lambda random, body: _insert(
        random, body, b"1e999,", b"9" * 5000 + b",", b"-", b"0x10,"
    ),
    "surrogate": lambda random, body: _insert(random, body, b'"\\ud800",'),
    "trailing data": lambda random, body: body + random.choice([body, b"\0", b"]", b"x"]),
    "deep": _deeper,
    "binary": lambda random, _: random.randbytes(200),
    "white space": lambda _, body: b" \r\n\t" * 500 + body + b"\n" * 500,
}
"""Mutations of the bytes of the body."""


def _compressed(random: Random, response: RawResponse) -> RawResponse:
    body = response.body
    zipped, deflated = gzip.compress(body), zlib.compress(body)
    choices = [
        *((zipped, b"gzip"), (zipped[: len(zipped) // 2], b"gzip"), (body, b"gzip")),
        *((zipped[:-8] + bytes(8), b"gzip"), (b"", b"gzip"), (zipped + b"tail", b"gzip")),
        *((deflated, b"deflate"), (deflated[2:-4], b"deflate"), (zipped, b"gzip, gzip")),
        *((body, b"br"), (body, b"\xff\xfe")),
    ]
    content, coding = random.choice(choices)
    return evolve(response.with_header("Content-Encoding", coding), body=content)


STATUSES = (
    *(100, 101, 199, 200, 201, 202, 204, 206, 300, 304, 399, 400, 402, 404, 409, 418, 422, 429),
    *(500, 502, 503, 504, 520, 599, 600, 999),
)
HEADERS: dict[str, tuple[tuple[int, ...], tuple[tuple[str, bytes], ...]]] = {
    "redirect": (
        (301, 302, 303, 307, 308),
        tuple(
            ("Location", value)
            for value in (
                *(b"/", b"", b"http://[", b"\xff", b"ftp://x/", b"//", b"http:", b"x" * 70000),
                *(b"https://s.example:99999/", b"javascript:1", SIGNED.encode()),
            )
        ),
    ),
    "content type": (
        (),
        tuple(
            ("Content-Type", value)
            for value in (
                *(b"text/html", b"", b"\xff", b"image/png", b"text/plain;charset=\x00"),
                *(b"application/json; charset=klingon", b"application/json; charset=utf-16"),
                b"application/xml; x=" + b"y" * 999,
            )
        ),
    ),
    "retry-after": (
        (429, 503, 500, 200),
        tuple(
            ("Retry-After", value)
            for value in (
                *(b"31536000", b"-1", b"1e400", b"nan", b"\xff", b"soon", b"9" * 5000, b"", b"1_0"),
                *(b"Fri, 31 Dec 9999 23:59:59 GMT", b"Sat, 01 Jan 0000 00:00:00 -9999"),
                b"0 0 0 0 0 0 0",
            )
        ),
    ),
    "headers": (
        (200, 400, 500),
        (
            *(("X-Request-ID", b"\xe9\xff"), ("X-Request-ID", KEY.encode()), ("Date", b"\x00")),
            *(("Content-Length", b"-5"), ("Content-Length", b"x"), ("Link", b"<" * 5000)),
            *(("Transfer-Encoding", b"klingon"), ("Set-Cookie", b"a=\xff;;=")),
            ("Set-Cookie", b"k=v; Domain=.; Expires=never"),
        ),
    ),
}
"""Statuses and headers; without statuses, that of the response stays."""


def _error(random: Random, response: RawResponse) -> RawResponse:
    """Return an error response whose body is hard to read."""
    deep = random.choice([100, 500, 900, 980, 5000])
    bodies = [
        HTML,
        b"[" * deep + b"]" * deep,
        b'{"error":' * deep + b"1" + b"}" * deep,
        b'{"message": ' + b"[" * deep + b"]" * deep + b', "code": {"a": [1]}}',
        f'{{"message": "{KEY}", "code": "{KEY}", "{KEY}": ["{SIGNED}"]}}'.encode(),
        f'{{"error": {{"message": "no {SIGNED}", "type": ["{KEY}"]}}}}'.encode(),
        b'{"errors": [{"message": null, "extensions": {"exception": {"status": 1e300}}}]}',
        b'{"errors": [{"message": 1, "extensions": {"exception": {"status": 777}}}]}',
        b'{"errors": {"a": 1}, "error": {}, "message": []}',
        b'{"code": ' + b"9" * 4000 + b"}",
        *(KEY.encode("utf-16"), b"\xff" * 5000, b"", b"null", response.body),
    ]
    status = random.choice([400, 401, 403, 404, 409, 413, 422, 423, 429, 500, 502, 503])
    return evolve(response, status=status, body=random.choice(bodies))


OTHERS: dict[str, Callable[[Random, RawResponse], RawResponse]] = {
    "compressed": _compressed,
    "status": lambda random, response: evolve(response, status=random.choice(STATUSES)),
    "error": _error,
}

MUTATIONS = (*VALUES, *BODIES, *HEADERS, *OTHERS)


def to_json(random: Random, value: Any) -> bytes:
    """Write JSON, with or without escapes."""
    return json.dumps(value, ensure_ascii=random.random() < 0.5).encode()


def mutate(mutation: str, random: Random, value: Any, valid: RawResponse) -> RawResponse:
    """Break a response in one way.

    Args:
        mutation: One of `MUTATIONS`.
        random: Determines everything else.
        value: The JSON value of the response.
        valid: The response.
    """
    response = evolve(valid, mutation=mutation)
    if mutation in VALUES:
        return evolve(response, body=to_json(random, VALUES[mutation](random, value)))
    if mutation in BODIES:
        return evolve(response, body=BODIES[mutation](random, response.body))
    if mutation in HEADERS:
        statuses, headers = HEADERS[mutation]
        status = random.choice(statuses or (response.status,))
        return evolve(response, status=status).with_header(*random.choice(headers))
    return OTHERS[mutation](random, response)
