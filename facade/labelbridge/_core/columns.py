"""Columns of a table for the properties of a model, for pyarrow, which is imported on first use."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import aclosing
from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, get_args, get_origin
from uuid import UUID

import attrs
import msgspec

from labelbridge._core.json.validate import integer
from labelbridge.errors import ConfigurationError, LabelbridgeError, ResponseFormatError
from labelbridge_api.introspection import hints_of, without_none
from labelbridge_api.model import ResponseModel

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_SIZE: Final = 1000
"""Default number of rows of a record batch."""


class _Column(NamedTuple):
    """How values become those of a column.

    Attributes:
        type: The type of the column.
        convert: Converts a value that is not None.
    """

    type: pa.DataType
    convert: Callable[[Any], Any]

    def values(self, values: Iterable[Any]) -> list[Any]:
        """Return the values for pyarrow."""
        return [None if value is None else self.convert(value) for value in values]


def _import() -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise ConfigurationError(
            'to_arrow requires pyarrow, which is not installed: pip install "labelbridge[arrow]"'
        ) from None
    return pa


class Table:
    """The columns for items of a type. Items without properties have one column, `value`.

    Args:
        item: A model or another type; None for no columns.
        batch_size: The largest number of rows of a record batch.

    Attributes:
        schema: The names and types of the columns.
    """

    def __init__(self, item: Any, batch_size: int) -> None:
        self._size = integer("batch_size", batch_size, minimum=1)
        self._arrow = _import()
        self._is_model = attrs.has(item) and bool(hints_of(item))
        self._columns = {} if item is None else {"value": self._column(item, ())}
        if self._is_model:
            self._columns = self._properties(item, ())
        self.schema = self._arrow.schema([(n, it.type) for n, it in self._columns.items()])

    def reader(self, items: Iterable[Any]) -> pa.RecordBatchReader:
        """Return a reader that reads items when it is read."""
        made: pa.RecordBatchReader
        made = self._arrow.RecordBatchReader.from_batches(self.schema, self._batches(items))
        return made

    def _batches(self, items: Iterable[Any]) -> Generator[pa.RecordBatch]:
        batch: list[Any] = []
        iterator = iter(items)
        try:
            for item in iterator:
                batch.append(item)
                if len(batch) == self._size:
                    yield self._batch(batch)
                    batch = []
        except LabelbridgeError:
            if batch:
                yield self._batch(batch)
            raise
        finally:
            if close := getattr(iterator, "close", None):
                close()
        if batch:
            yield self._batch(batch)

    async def batches_async(
        self, items: AsyncGenerator[Any] | AsyncIterator[Any]
    ) -> AsyncGenerator[pa.RecordBatch]:
        """Yield record batches of the items."""
        batch: list[Any] = []
        async with aclosing(items):  # type: ignore[type-var]  # rows have aclose, too
            try:
                async for item in items:
                    batch.append(item)
                    if len(batch) == self._size:
                        yield self._batch(batch)
                        batch = []
            except LabelbridgeError:
                if batch:
                    yield self._batch(batch)
                raise
        if batch:
            yield self._batch(batch)

    def _batch(self, items: list[Any]) -> pa.RecordBatch:
        arrays = []
        for name, column in self._columns.items():
            values = [getattr(each, name, None) for each in items] if self._is_model else items
            try:
                arrays.append(self._arrow.array(column.values(values), column.type))
            except (self._arrow.ArrowException, OverflowError, UnicodeError) as error:
                raise ResponseFormatError(
                    f"{name}: a value does not fit into a column of {column.type} ({error})"
                ) from None
        made: pa.RecordBatch = self._arrow.RecordBatch.from_arrays(arrays, schema=self.schema)
        return made

    def _properties(self, model: Any, above: tuple[Any, ...]) -> dict[str, _Column]:
        inside = (*above, model)
        return {name: self._column(hint, inside) for name, hint in hints_of(model).items()}

    def _column(self, hint: Any, above: tuple[Any, ...]) -> _Column:
        """Return the column for an annotation inside some models."""
        arrow, hint = self._arrow, without_none(hint)
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        scalars: dict[Any, _Column] = {
            str: _Column(arrow.string(), _unchanged),
            UUID: _Column(arrow.string(), str),
            bool: _Column(arrow.bool_(), _unchanged),
            int: _Column(arrow.int64(), _unchanged),
            float: _Column(arrow.float64(), float),
            int | float: _Column(arrow.float64(), float),
            datetime: _Column(arrow.timestamp("us", "UTC"), _unchanged),
            date: _Column(arrow.date32(), _unchanged),
        }
        if hint in scalars:
            return scalars[hint]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return _Column(arrow.string(), str)
        if get_origin(hint) is list:
            item = self._column(get_args(hint)[0], above)
            return _Column(arrow.list_(item.type), item.values)
        if get_origin(hint) is dict:
            value = self._column(get_args(hint)[1], above)
            made = arrow.map_(arrow.string(), value.type)
            return _Column(
                made, lambda each: [*zip(each, value.values(each.values()), strict=True)]
            )
        # a type cannot contain itself, and objects of any form have no properties
        if attrs.has(hint) and hint not in above and hints_of(hint):
            return self._struct(self._properties(hint, above))
        return _Column(arrow.string(), _json)

    def _struct(self, columns: dict[str, _Column]) -> _Column:
        def convert(each: Any) -> dict[str, Any]:
            values = ((name, getattr(each, name, None)) for name in columns)
            return {
                name: None if value is None else columns[name].convert(value)
                for name, value in values
            }

        fields = [(name, column.type) for name, column in columns.items()]
        return _Column(self._arrow.struct(fields), convert)


def _unchanged(value: Any) -> Any:
    return value


def _json(value: Any) -> str:
    """Return a value as JSON text."""
    return msgspec.json.encode(_plain(value)).decode()


def _plain(value: Any) -> Any:
    """Return a value without models, which msgspec would encode with other names."""
    if isinstance(value, ResponseModel):
        return value.to_dict()
    if isinstance(value, list):
        return [*map(_plain, value)]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def with_first(items: Iterable[Any]) -> tuple[Any, Iterator[Any]]:
    """Return the class of the first item, None without items, and an iterator over all."""
    iterator = iter(items)
    for first in iterator:
        return type(first), chain([first], iterator)
    return None, iterator
