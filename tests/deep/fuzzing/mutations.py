"""What can be wrong about an answer: each kind breaks one that fits, by a source of chance."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from attrs import evolve, frozen

KEY = "planted-Key-7f3a"
SIGNATURE = "planted-Signature-9c1e"
"""What no text may hold, though answers repeat it."""

HTML = f"<!doctype html><h1>502 Bad Gateway</h1><p>{KEY}</p>".encode()


@frozen
class Answer:
    """What a platform says.

    Attributes:
        kind: What is wrong with it.
        status: Its status.
        headers: Its headers, as they are on the wire.
        body: Its body, as it is on the wire.
    """

    status: int = 200
    headers: tuple[tuple[str, bytes], ...] = (("Content-Type", b"application/json"),)
    body: bytes = b""
    kind: str = "fits"

    def with_header(self, name: str, value: bytes) -> "Answer":
        rest = tuple(each for each in self.headers if each[0].lower() != name.lower())
        return evolve(self, headers=(*rest, (name, value)))


Place = tuple[Any, Any]
"""A container, and a key or index in it."""


def places(value: Any) -> Iterator[Place]:
    """Yield all places in a value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(parts):
        yield value, key
        if isinstance(part, dict | list):
            yield from places(part)


def of_value(change: Callable[[Random, Any, Any], Any]) -> Callable[[Random, Any], Any]:
    """Make a change of one place into one of a whole value, of which a copy is changed."""

    def changed(chance: Random, value: Any) -> Any:
        whole = json.loads(json.dumps([value]))
        holder, key = chance.choice(list(places(whole)))
        change(chance, holder, key)
        return whole[0] if whole else None

    return changed


def _drop(_chance: Random, holder: Any, key: Any) -> None:
    del holder[key]


def _null(_chance: Random, holder: Any, key: Any) -> None:
    holder[key] = None


def _retype(chance: Random, holder: Any, key: Any) -> None:
    others = [0, -1, 2.5, "", "x", True, [], {}, [[1]], {"a": 1}, [None], "12", 10**25, 1e300]
    holder[key] = chance.choice([each for each in others if type(each) is not type(holder[key])])


def _rename(_chance: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[f"{key}_new"] = holder.pop(key)
    else:
        holder[key] = {"renamed": holder[key]}


def _extra(chance: Random, holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(["neu", "a/b~c", "", "additional_properties", "__class__", KEY])] = {
            "x": [1]
        }
    else:
        holder.insert(key, {"neu": 1})


def _number(chance: Random, holder: Any, key: Any) -> None:
    holder[key] = chance.choice([10**30, -(10**300), 1e308, 2**63, 2**64, -1, 0.1, -0.0, 1e-320])


def _text(chance: Random, holder: Any, key: Any) -> None:
    odd = ["\0", "\u202e", "é" * 9, "nan", KEY, f"https://s.example/x?sig={SIGNATURE}", "NEW_VALUE"]
    holder[key] = chance.choice(odd)


def _moment(chance: Random, holder: Any, key: Any) -> None:
    odd = ["0000-00-00T00:00:00Z", "9999-12-31T23:59:60Z", "2020-01-01", "2020-W01-1", "now"]
    odd += ["2020-01-01T00:00:00", "0001-01-01T00:00:00+23:59", "2020-01-01T24:00:00Z", "٢٠٢٠"]
    holder[key] = chance.choice(odd)


def _huge(chance: Random, holder: Any, key: Any) -> None:
    holder[key] = "x" * chance.choice([5000, 70_000])


def _wide(chance: Random, holder: Any, key: Any) -> None:
    holder[key] = [chance.choice([0, None, "x", {}, []])] * 2000


def _deep(chance: Random, holder: Any, key: Any) -> None:
    value: Any = 1
    for _ in range(chance.choice([40, 200])):
        value = chance.choice([[value], {"items": value}])
    holder[key] = value


VALUES = {
    "dropped": of_value(_drop),
    "null": of_value(_null),
    "retyped": of_value(_retype),
    "renamed": of_value(_rename),
    "extra": of_value(_extra),
    "odd number": of_value(_number),
    "odd text": of_value(_text),
    "odd moment": of_value(_moment),
    "huge": of_value(_huge),
    "wide": of_value(_wide),
    "nested": of_value(_deep),
    "whole": lambda chance, _: chance.choice(
        [
            None,
            0,
            "",
            "x",
            [],
            {},
            [[]],
            [None],
            [{}],
            True,
            {"error": KEY},
            {"errors": [KEY]},
            {"errors": [{"message": KEY, "extensions": {"code": KEY}}]},
            {"error": {"message": 5}},
        ]
    ),
}
"""Changes of what an answer says."""


def _reopened(body: bytes, chance: Random, text: bytes) -> bytes:
    at = chance.choice([i for i, byte in enumerate(body) if byte in b":[,"] or [0]) + 1
    return body[:at] + text + body[at:]


def _doubled(chance: Random, body: bytes) -> bytes:
    """Write the key of an object twice: first with null, then as it was."""
    at = [i for i in range(len(body) - 1) if body[i : i + 1] == b"{" and body[i + 1] == 0x22]
    if not at:
        return b'{"a": 1, "a": 2}'
    begin = chance.choice(at) + 1
    end = begin + 1
    while body[end] != 0x22:
        end += 2 if body[end] == 0x5C else 1
    return body[:begin] + body[begin : end + 1] + b": null, " + body[begin:]


def _deeper(chance: Random, body: bytes) -> bytes:
    depth = chance.choice([900, 990, 1100, 20_000])
    opened, closed = chance.choice([(b"[", b"]"), (b'{"items":', b"}"), (b'{"x":[', b"]}")])
    return _reopened(body, chance, b"") if not body else opened * depth + body + closed * depth


BODIES: dict[str, Callable[[Random, bytes], bytes]] = {
    "duplicate keys": _doubled,
    "cut": lambda chance, body: body[: chance.randrange(len(body) or 1)],
    "empty": lambda _, __: b"",
    "html": lambda _, __: HTML,
    "utf-16": lambda chance, body: body.decode("utf-8", "replace").encode(
        chance.choice(["utf-16", "utf-16-be", "utf-32"])
    ),
    "latin-1": lambda _, body: b'{"name": "K\xf6ln", ' + body[1:],
    "bom": lambda _, body: b"\xef\xbb\xbf" + body,
    "nan": lambda chance, body: _reopened(body, chance, chance.choice([b"NaN,", b"Infinity,"])),
    "not a number": lambda chance, body: _reopened(
        body, chance, chance.choice([b"1e999,", b"9" * 5000 + b",", b"-", b"0x10,"])
    ),
    "surrogate": lambda chance, body: _reopened(body, chance, b'"\\ud800",'),
    "more after it": lambda chance, body: body + chance.choice([body, b"\0", b"]", b"x"]),
    "deep": _deeper,
    "binary": lambda chance, _: chance.randbytes(200),
    "blanks": lambda _, body: b" \r\n\t" * 500 + body + b"\n" * 500,
}
"""Changes of a body's bytes."""


def _packed(chance: Random, answer: Answer) -> Answer:
    whole = gzip.compress(answer.body)
    body, coding = chance.choice(
        [
            (whole, b"gzip"),
            (whole[: len(whole) // 2], b"gzip"),
            (whole[:-8] + bytes(8), b"gzip"),
            (answer.body, b"gzip"),
            (b"", b"gzip"),
            (zlib.compress(answer.body), b"deflate"),
            (zlib.compress(answer.body)[2:-4], b"deflate"),
            (whole, b"gzip, gzip"),
            (answer.body, b"br"),
            (answer.body, b"\xff\xfe"),
            (whole + b"tail", b"gzip"),
        ]
    )
    return evolve(answer.with_header("Content-Encoding", coding), body=body)


def _status(chance: Random, answer: Answer) -> Answer:
    status = chance.choice(
        [
            100,
            101,
            199,
            200,
            201,
            202,
            204,
            206,
            300,
            304,
            399,
            400,
            402,
            404,
            409,
            418,
            422,
            429,
            500,
            502,
            503,
            504,
            520,
            599,
            600,
            999,
        ]
    )
    return evolve(answer, status=status)


def _redirected(chance: Random, answer: Answer) -> Answer:
    where = chance.choice(
        [
            b"/",
            b"",
            b"http://[",
            b"\xff",
            b"ftp://x/",
            b"//",
            b"https://s.example:99999/",
            b"javascript:1",
            f"https://s.example/?sig={SIGNATURE}".encode(),
            b"x" * 70000,
            b"http:",
        ]
    )
    moved = evolve(answer, status=chance.choice([301, 302, 303, 307, 308]))
    return moved.with_header("Location", where)


def _content_type(chance: Random, answer: Answer) -> Answer:
    said = chance.choice(
        [
            b"text/html",
            b"",
            b"\xff",
            b"application/json; charset=klingon",
            b"text/plain;charset=\x00",
            b"application/json; charset=utf-16",
            b"image/png",
            b"application/xml; x=" + b"y" * 999,
        ]
    )
    return answer.with_header("Content-Type", said)


def _retry_after(chance: Random, answer: Answer) -> Answer:
    said = chance.choice(
        [
            b"31536000",
            b"-1",
            b"1e400",
            b"nan",
            b"\xff",
            b"soon",
            b"9" * 5000,
            b"",
            b"1_0",
            b"Fri, 31 Dec 9999 23:59:59 GMT",
            b"Sat, 01 Jan 0000 00:00:00 -9999",
            b"0 0 0 0 0 0 0",
        ]
    )
    failed = evolve(answer, status=chance.choice([429, 503, 500, 200]))
    return failed.with_header("Retry-After", said)


def _headers(chance: Random, answer: Answer) -> Answer:
    name, value = chance.choice(
        [
            ("X-Request-ID", b"\xe9\xff"),
            ("X-Request-ID", KEY.encode()),
            ("Set-Cookie", b"a=\xff;;="),
            ("Content-Length", b"-5"),
            ("Content-Length", b"x"),
            ("Transfer-Encoding", b"klingon"),
            ("Date", b"\x00"),
            ("Link", b"<" * 5000),
            ("Set-Cookie", b"k=v; Domain=.; Expires=never"),
        ]
    )
    odd = evolve(answer, status=chance.choice([200, 400, 500]))
    return odd.with_header(name, value)


def _refusal(chance: Random, answer: Answer) -> Answer:
    """Refuse, with a body that is hard to make sense of."""
    deep = chance.choice([100, 500, 900, 980, 5000])
    signed = f"https://s.example/x?Signature={SIGNATURE}"
    body = chance.choice(
        [
            HTML,
            b"[" * deep + b"]" * deep,
            b'{"error":' * deep + b"1" + b"}" * deep,
            b'{"message": ' + b"[" * deep + b"]" * deep + b', "code": {"a": [1]}}',
            f'{{"message": "{KEY}", "code": "{KEY}", "{KEY}": ["{signed}"]}}'.encode(),
            f'{{"error": {{"message": "no {signed}", "type": ["{KEY}"]}}}}'.encode(),
            b'{"errors": [{"message": null, "extensions": {"exception": {"status": 1e300}}}]}',
            b'{"errors": [{"message": 1, "extensions": {"exception": {"status": 777}}}]}',
            b'{"errors": {"a": 1}, "error": {}, "message": []}',
            b'{"code": ' + b"9" * 4000 + b"}",
            KEY.encode("utf-16"),
            b"\xff" * 5000,
            b"",
            b"null",
            answer.body,
        ]
    )
    status = chance.choice([400, 401, 403, 404, 409, 413, 422, 423, 429, 500, 502, 503])
    return evolve(answer, status=status, body=body)


ANSWERS: dict[str, Callable[[Random, Answer], Answer]] = {
    "packing": _packed,
    "status": _status,
    "redirection": _redirected,
    "content type": _content_type,
    "retry-after": _retry_after,
    "headers": _headers,
    "refusal": _refusal,
}
"""Changes of all else."""

KINDS = (*VALUES, *BODIES, *ANSWERS)


def written(chance: Random, value: Any) -> bytes:
    """Write JSON as some server may."""
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode()


def broken(kind: str, chance: Random, value: Any, fits: Answer) -> Answer:
    """Break an answer in one way.

    Args:
        kind: One of KINDS.
        chance: Decides on all else.
        value: What the answer says.
        fits: The answer.
    """
    answer = evolve(fits, kind=kind)
    if kind in VALUES:
        return evolve(answer, body=written(chance, VALUES[kind](chance, value)))
    if kind in BODIES:
        return evolve(answer, body=BODIES[kind](chance, answer.body))
    return ANSWERS[kind](chance, answer)
