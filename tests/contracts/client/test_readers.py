"""The readers of responses and rows give equal objects.

msgspec decodes bytes directly or by way of structs, the strict readers read parsed JSON, and the
tolerant reader reads what does not match the contract. `python -m tests.deep readers` does the same
at length.
"""

from __future__ import annotations

import json
from importlib import import_module
from math import inf
from random import Random
from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelbridge._core.json.direct import _direct_decoder, decode_directly
from labelbridge._core.json.structs import struct_decoder
from labelbridge._core.json.tolerant import TolerantReader
from labelbridge_api import model
from labelbridge_api.introspection import hints_of, required_names, wire_name
from labelbridge_api.model import ResponseModel
from labelbridge_api.reading import MISMATCHES, MismatchError, read
from tests.contracts.cases import CONTRACTS, same_data
from tests.contracts.client.schema_values import UNKNOWN, ValueMaker
from tests.deep.fuzzing.mutations import BODIES, IDS, INSTANTS, VALUES, to_json
from tests.deep.fuzzing.strategies import component
from tests.support.example import models
from tests.support.facts import facts
from tests.support.model_values import check_complete, check_model, has_type, typed
from tests.support.samples import sample_json

MUTATIONS = [*VALUES, "duplicate keys", "surrogate", "white space"]
EXAMPLES = max(4, settings().max_examples // 25)


def response_models() -> list[Any]:
    """Return the models of all named schemas of responses, and those of rows."""
    found = []
    for platform in CONTRACTS:
        models = import_module(f"labelbridge_api.{platform}.models")
        found += [
            pytest.param(platform, name, model, id=f"{platform}-{name}")
            for name in models.__all__
            if name in CONTRACTS[platform].document["components"]["schemas"]
            if issubclass(model := getattr(models, name), ResponseModel)
        ]
        found += [
            pytest.param(platform, row.__name__, row, id=f"{platform}-{row.__name__}-row")
            for row in facts(platform).ROWS.values()
        ]
    return found


every_model = pytest.mark.parametrize(("platform", "name", "model"), response_models())
short = settings(
    max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), database=None, deadline=None
)


def parse(content: bytes) -> tuple[Any, bool]:
    """Parse JSON, and return whether msgspec can; json accepts a lone surrogate in a row."""
    try:
        return msgspec.json.decode(content), True
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(content), False


def decode_structs(model: Any, content: bytes) -> Any:
    """Decode an object by way of structs; return None if that is not possible."""
    decode = struct_decoder(model)
    try:
        return decode and decode(content)
    except (*MISMATCHES, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def check_readers(model: Any, content: bytes, *, has_duplicates: bool = False) -> Any:
    """Check that the readers agree about an object, and return it.

    msgspec checks all values of a duplicate key. The others see only the last one.
    """
    value, is_exact = parse(content)
    direct = decode_directly(content, model)
    try:
        strict = read(model, value)
    except MismatchError:
        strict = None
    exact = decode_structs(model, content)
    assert exact is None or typed(exact) == typed(strict)
    if not isinstance(value, dict):
        assert strict is None
        assert direct is exact is None
        return None
    tolerant = TolerantReader("an_operation")
    found = tolerant.read(model, value)
    if _direct_decoder(model) and is_exact and not has_duplicates:
        assert (direct is None) == (strict is None)
    if direct is not None:
        assert typed(direct) == typed(strict)
        assert (
            typed(decode_directly(b"[%b,%b]" % (content, content), list[model]))
            == [typed(strict)] * 2
        )
    if strict is not None:
        assert strict == found
        assert typed(strict) == typed(found)
        assert tolerant.problems == {}
    assert has_type(found, model)
    check_complete(found, value)
    return found


@every_model
def test_fast_readers_accept_all_properties(platform: str, name: str, model: Any) -> None:
    value = ValueMaker(CONTRACTS[platform], UNKNOWN).make({"$ref": f"#/components/schemas/{name}"})
    assert same_data(read(model, value), value)
    if _direct_decoder(model):
        assert decode_directly(msgspec.json.encode(value), model) is not None


@every_model
def test_readers_agree_on_valid_values(platform: str, name: str, model: Any) -> None:
    @short
    @given(component(platform, name), st.randoms(use_true_random=False))
    def check(value: Any, random: Random) -> None:
        content = to_json(random, value)
        check_model(check_readers(model, content))
        tolerant = TolerantReader("an_operation")
        tolerant.read(model, value)
        assert tolerant.problems == {}

    check()


@every_model
def test_readers_agree_on_mutated_values(platform: str, name: str, model: Any) -> None:
    @short
    @given(
        component(platform, name),
        st.sampled_from(MUTATIONS),
        st.randoms(use_true_random=False),
    )
    def check(value: Any, mutation: str, random: Random) -> None:
        if mutation in VALUES:
            content = to_json(random, VALUES[mutation](random, value))
        else:
            content = BODIES[mutation](random, to_json(random, value))
        try:
            parse(content)
        except ValueError:
            return
        check_model(check_readers(model, content, has_duplicates=mutation == "duplicate keys"))

    check()


def properties() -> list[Any]:
    """Return a model and a property for each type that a property has."""
    found = {}
    for case in response_models():
        _, _, model = case.values
        for name, hint in hints_of(model).items():
            is_direct = _direct_decoder(model) is not None
            key = (str(hint), name in required_names(model), is_direct)
            found.setdefault(key, pytest.param(model, name, id=f"{model.__name__}.{name}"))
    return list(found.values())


@pytest.mark.parametrize(("model", "name"), properties())
def test_readers_agree_on_unusual_values(model: Any, name: str) -> None:
    wire = wire_name(model, name)
    others = {key: value for key, value in sample_json(model).items() if key != wire}
    for text in UNUSUAL:
        check_readers(model, msgspec.json.encode({**others, wire: msgspec.Raw(text)}))


NUMBERS = (
    *("0", "-0", "-0.0", "1", "1.0", "1e2", "0.1", "-7", "255", "9007199254740993", "1e300"),
    *("9007199254740993.0", "18446744073709551616", "-9223372036854775809", "1e16", "5e-324"),
    *("9" * 400, "1" + "0" * 30 + ".0", "253402300800", "-62135596801", "1700000000.9999999"),
)
TEXTS = (
    *INSTANTS,
    *IDS,
    *("", "0", "1", "true", "null", "NaN", "s3", "2020-01-01T12:00:00+00", "2020-02-30", "1e5"),
    *("2020-01-01T00:00:00.123456789Z", "2016-12-31T23:59:60Z", "2020-01-01T00:00:00+24:00"),
    *("2020-01-01T00:00:00.Z", "2020-01-01T00:00:00,5Z", "-2020-01-01", "1700000000", "é\0"),
)
UNUSUAL = [
    *(text.encode() for text in ("null", "true", "false", *NUMBERS)),
    *(msgspec.json.encode(text) for text in TEXTS),
    *(b"[%b]" % number.encode() for number in NUMBERS),
    *(b"[[%b]]" % number.encode() for number in NUMBERS),
    *(b'{"a":%b}' % number.encode() for number in NUMBERS),
    *(b"[%b]" % msgspec.json.encode(text) for text in TEXTS),
    *(b'{"_seconds":%b,"_nanoseconds":%b}' % (n.encode(), n.encode()) for n in NUMBERS),
    *(b"[]", b"{}", b"[null]", b"[[]]", b"[{}]", b"[[null]]", b"[[{}]]", b'{"":null}', b"[1,null]"),
    *(b'{"a":{}}', b'"\\ud83d\\ude00"', b'"\\ud800"', b'["\\udfff"]', b"[" * 200 + b"]" * 200),
    *(b'{"_seconds":1}', b'{"_seconds":1,"_nanoseconds":null}', b'{"additional_properties":{}}'),
]
"""JSON of values that readers could convert differently."""

DIRECT = [case for case in response_models() if _direct_decoder(case.values[2])]


@pytest.mark.parametrize(("platform", "name", "model"), DIRECT)
def test_unknown_number_out_of_range_can_be_read(platform: str, name: str, model: Any) -> None:
    for text in (b"-1e999", b"-" + b"9" * 5000):
        value = {**sample_json(model), "new": [msgspec.Raw(text)]}
        found = decode_directly(msgspec.json.encode(value), model)
        assert found["new"] == [-inf]
        check_model(found)


@pytest.mark.parametrize(("platform", "name", "model"), DIRECT)
def test_text_that_is_not_utf8_is_not_accepted(platform: str, name: str, model: Any) -> None:
    for text in (b'"\xff"', b'{"\xff":1}', b'["\xed\xa0\x80"]'):
        value = {**sample_json(model), "new": msgspec.Raw(text)}
        assert decode_directly(msgspec.json.encode(value), model) is None


def test_parts_of_an_object_parse_its_text_once_for_their_unknown_keys() -> None:
    points = [sample_json(models.LabelKeypoint) | {"new": number} for number in range(5)]
    content = msgspec.json.encode([sample_json(models.Label) | {"keypoints": points, "new": -1}])
    (label,) = decode_directly(content, list[models.Label])
    with mock.patch.object(model, "_parsed", wraps=model._parsed) as parsed:
        assert label.to_dict()["keypoints"] == points
        assert label["new"] == -1
    assert parsed.call_count == 1
