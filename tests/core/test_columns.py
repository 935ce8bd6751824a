"""Columns of Apache Arrow. Tests that need pyarrow are skipped without it."""

import json
import re
import sys
from datetime import UTC, date, datetime
from enum import Enum
from importlib import import_module
from itertools import count
from pkgutil import iter_modules
from typing import Any, get_args, get_origin
from uuid import UUID

import attrs
import httpx
import pytest

from labelbridge._core.call import Call
from labelbridge._core.columns import Table
from labelbridge._core.methods import listing, stream
from labelbridge._core.registry import platform_names
from labelbridge.errors import ApiError, ConfigurationError, InvalidArgument, ResponseFormatError
from labelbridge.integrations.arrow import to_arrow
from labelbridge.options import ClientOptions
from labelbridge_api.instants import EpochSeconds, Instant, Timestamp
from labelbridge_api.introspection import hints_of, without_none
from tests.support.example import AsyncClient, Client, models
from tests.support.modes import MODES, open_client
from tests.support.samples import damaged, sample, sample_json

try:
    import pyarrow as pa
except ImportError:
    pa = None

needs_pyarrow = pytest.mark.skipif(pa is None, reason="pyarrow is not installed")
MOMENT = datetime(2024, 3, 1, 9, 0, 0, 250, tzinfo=UTC)
VALUES = {
    str: "text",
    int: 7,
    float: 0.5,
    bool: True,
    date: MOMENT.date(),
    UUID: UUID(int=1),
    **dict.fromkeys((Instant, Timestamp, EpochSeconds), MOMENT),
}


def item_types():
    """Return the types of the items of all lists and rows, by method."""
    found = {}
    for platform in platform_names():
        package = import_module(f"labelbridge.{platform}.resources")
        for module in iter_modules(package.__path__):
            holders = vars(import_module(f"{package.__name__}.{module.name}")).values()
            for holder in [each for each in holders if isinstance(each, type)]:
                for name, method in vars(holder).items():
                    if isinstance(method, listing | stream):
                        found[f"{platform}.{holder.__name__}.{name}"] = method
    return found


def full(form: Any, above: tuple[Any, ...] = ()) -> Any:
    """Return a value of a type in which all properties are set."""
    form = without_none(form)
    if form in VALUES:
        return VALUES[form]
    if form in above:
        return None
    if isinstance(form, type) and issubclass(form, Enum):
        return next(iter(form))
    if attrs.has(form):
        return form(**{name: full(hint, (*above, form)) for name, hint in hints_of(form).items()})
    inner = get_args(form)
    match get_origin(form):
        case None:
            return {"any": ["thing"]}
        case kind if kind is list:
            return [each for each in [full(inner[0], above)] * 2 if each is not None]
        case kind if kind is dict:
            return {"key": full(inner[-1], above)}
    return full(inner[0], above)


def plain_name(name):
    return re.sub(r"\W|_", "", name).lower()


def same(found, expected):
    """Return whether a value of pyarrow is equal to the JSON value of the model."""
    if isinstance(expected, dict) and "_seconds" in expected:
        expected = expected["_seconds"] + expected["_nanoseconds"] / 1e9
    match found:
        case datetime():
            if isinstance(expected, str):
                return found == datetime.fromisoformat(expected)
            return found == datetime.fromtimestamp(expected, UTC)
        case date():
            return found.isoformat() == expected
        case str() if found != expected:
            return json.loads(found) == expected
        case [(str(), _), *_]:
            return same(dict(found), expected)
        case list():
            return all(map(same, found, expected)) and len(found) == len(expected)
        case dict():
            expected = {plain_name(name): value for name, value in expected.items()}
            found = {plain_name(name): value for name, value in found.items() if value is not None}
            return found.keys() == expected.keys() and all(
                same(value, expected[name]) for name, value in found.items()
            )
    return found == expected


@needs_pyarrow
@pytest.mark.parametrize("method", item_types().values(), ids=item_types())
def test_columns_have_the_values_of_the_models(method):
    item = Call("method", (), {}, method.__wrapped__).item
    made = full(item)
    rows = to_arrow([made, made], model=item).read_all().to_pylist()
    assert rows == to_arrow(iter([made, made])).read_all().to_pylist()
    assert len(rows) == 2
    if not (attrs.has(item) and hints_of(item)):
        assert same(rows[0]["value"], _json(made))
        return
    assert same(rows[0], made.to_dict())
    least = sample(item)
    assert same(to_arrow([least]).read_all().to_pylist()[0], least.to_dict())


def _json(value):
    return value.to_dict() if attrs.has(type(value)) else value


@needs_pyarrow
def test_types_of_columns():
    schema = to_arrow([], model=models.Label).schema
    assert schema.field("id").type == pa.string()
    assert schema.field("created_on").type == pa.timestamp("us", "UTC")
    assert schema.field("polygon").type == pa.list_(pa.list_(pa.int64()))
    assert schema.field("keypoints").type.value_type.field("x").type == pa.int64()
    assert to_arrow([]).schema == pa.schema([])
    project = sample(models.Project)
    kinds = to_arrow([project]).read_all().column("content_type").to_pylist()
    assert kinds == [project.content_type.value]


def respond(requests):
    items = [
        sample_json(models.Project, id=str(UUID(int=number)), name=str(number))
        for number in range(250)
    ]

    def handle(request):
        requests.append(request)
        offset, limit = (int(request.url.params[name]) for name in ("offset", "limit"))
        if offset >= 200:
            return httpx.Response(404)
        found = items[offset : offset + limit]
        return httpx.Response(200, json={"meta": {"total": len(items)}, "items": found})

    return handle


@needs_pyarrow
@pytest.mark.parametrize("mode", MODES)
def test_lists_are_read_in_batches(mode):
    requests = []
    transport = httpx.MockTransport(respond(requests))
    # otherwise, a delay of this machine could widen the window
    options = ClientOptions(read_ahead=0)
    with open_client(mode, Client, AsyncClient, transport=transport, options=options) as client:
        with pytest.raises(InvalidArgument, match="^batch_size: "):
            client.projects.list().to_arrow(batch_size=0)
        batches = iter(client.projects.list().to_arrow(batch_size=60))
        assert requests == []
        names = []

        def read():
            for batch in batches:
                assert batch.schema == Table(models.Project, 1).schema
                names.append(batch.column("name").to_pylist())
                assert len(requests) <= len(names) * 60 // 100 + 1

        # the items before the error are returned
        with pytest.raises(ApiError):
            read()
        assert names == [[*map(str, range(at, min(at + 60, 200)))] for at in range(0, 200, 60)]


@needs_pyarrow
def test_at_most_one_batch_is_read_ahead():
    numbers, closed = count(), []

    def items():
        try:
            yield from numbers
        finally:
            closed.append(True)

    reader = to_arrow(items(), model=int, batch_size=10)
    assert next(numbers) == 0
    assert reader.read_next_batch().column("value").to_pylist() == [*range(1, 11)]
    assert next(numbers) == 11
    del reader
    assert closed


@needs_pyarrow
def test_values_that_are_missing_or_do_not_fit():
    missing = damaged(models.Image, "width")
    assert to_arrow([missing]).read_all().column("width").to_pylist() == [None]
    for name, value, column in [("width", 2**70, "int64"), ("name", "\ud800", "string")]:
        items = to_arrow([missing, sample(models.Image, **{name: value})])
        with pytest.raises(ResponseFormatError, match=f"^{name}: .* not fit .* {column}"):
            items.read_all()


def test_missing_pyarrow_is_an_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with Client("key") as client, pytest.raises(ConfigurationError, match=r"labelbridge\[arrow\]"):
        client.projects.list().to_arrow()
