"""Descriptors that turn a flow into a sync and an async method, typed for each.

A resource defines each method once, as a flow. `operation` returns one value, `listing` a pager,
`stream` rows. The context of the resource determines whether the method is sync or async, and
whether the resource belongs to a parent, whose ids are then passed as the first arguments. The
context is part of the type, so that type checkers find wrong arguments and a missing `await`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Coroutine, Sequence
from types import MethodType
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar, overload

from attrs import frozen

from labelbridge._core.call import Call
from labelbridge._core.drivers import AsyncDriver, Driver
from labelbridge._core.flow import Flow, Open
from labelbridge.pagination import AsyncPager, PageFetcher, Pager
from labelbridge.streams import AsyncRows, Rows

P = ParamSpec("P")
Q = ParamSpec("Q")
T = TypeVar("T")


@frozen
class Sync:
    """Sync, without a parent."""

    driver: Driver
    parents: tuple[object, ...] = ()


@frozen
class Async:
    """Async, without a parent."""

    driver: AsyncDriver
    parents: tuple[object, ...] = ()


class SyncIn(Sync):
    """Sync, with a parent of one id."""


class AsyncIn(Async):
    """Async, with a parent of one id."""


class SyncIn2(Sync):
    """Sync, with a parent of two ids."""


class AsyncIn2(Async):
    """Async, with a parent of two ids."""


C = TypeVar("C", bound=Sync | Async)


class HasContext(Generic[C]):
    """Base class of clients, handles of parents and resources: they have a context."""

    def __init__(self, context: C) -> None:
        self._context = context

    def __repr__(self) -> str:
        context = self._context
        parents = "".join(f", in {parent}" for parent in context.parents)
        return f"<{type(self).__name__} of {context.driver!r}{parents}>"


class Resource(HasContext[C]):
    """The methods for one kind of object of a platform."""


class _Method(Generic[P, T]):
    """Base class of the three descriptors."""

    runners: ClassVar[tuple[Callable[..., Any], Callable[..., Any]]]
    """Functions that run what the decorated function returns on a driver: sync and async."""

    shows_call: ClassVar = False
    """Whether the runners take the call as a third argument, for their result."""

    returns = r"\2"
    """The displayed return type, where `\\2` is the item type of the function's annotation."""

    def __init__(self, function: Callable[Concatenate[Any, P], T]) -> None:
        self.__wrapped__ = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self._functions: dict[type, Callable[..., Any]] = {}

    def _bind(self, holder: HasContext[Any] | None) -> Any:
        if holder is None:
            return self
        kind = type(holder._context)
        function = self._functions.get(kind) or self._function(kind, holder._context.parents)
        return MethodType(function, holder)

    def _function(self, kind: type, parents: Sequence[object]) -> Callable[..., Any]:
        """Return the function of the method in contexts of a kind, which are bound to holders."""
        flow: Callable[..., Any] = self.__wrapped__
        is_async = issubclass(kind, Async)
        run = self.runners[is_async]

        def call(holder: HasContext[Any], /, *args: Any, **kwargs: Any) -> Any:
            context: Sync | Async = holder._context
            started = flow(holder, *context.parents, *args, **kwargs)
            if not self.shows_call:
                result = run(context.driver, started)
                if is_async:  # Python shows the name if the coroutine is never awaited
                    result.__qualname__ = call.__qualname__
                return result
            name = f"{type(holder).__name__}.{self.__name__}"
            shown = Call(name, (*context.parents, *args), kwargs, flow)
            return run(context.driver, started, shown)

        call.__doc__, call.__name__ = self.__doc__, self.__name__
        call.__qualname__, call.__module__ = flow.__qualname__, flow.__module__
        holder, *parameters = self._signature.parameters.values()
        remaining = [holder, *parameters[len(parents) :]]
        # read by inspect and help(), but not part of the type of functions
        call.__signature__ = self._signature.replace(parameters=remaining)  # type: ignore[attr-defined]
        self._functions[kind] = call
        return call

    @property
    def _signature(self) -> inspect.Signature:
        """The signature with the user's return type, for help() and editors."""
        signature = inspect.signature(self.__wrapped__)
        annotation = str(signature.return_annotation)
        returned = re.sub(r"^\w+\[(Open\[)?(.*)(?(1)\])\]$", self.returns, annotation)
        return signature.replace(return_annotation=returned)


class operation(_Method[P, Flow[T]]):  # noqa: N801 - used as a decorator
    """A method that returns one value."""

    runners = Driver.run, AsyncDriver.run

    @overload
    def __get__(self, holder: HasContext[Sync], owner: type | None = None) -> Callable[P, T]: ...
    @overload
    def __get__(
        self, holder: HasContext[Async], owner: type | None = None
    ) -> Callable[P, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(
        self: operation[Concatenate[Any, Q], T],
        holder: HasContext[SyncIn],
        owner: type | None = None,
    ) -> Callable[Q, T]: ...
    @overload
    def __get__(
        self: operation[Concatenate[Any, Q], T],
        holder: HasContext[AsyncIn],
        owner: type | None = None,
    ) -> Callable[Q, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(
        self: operation[Concatenate[Any, Any, Q], T],
        holder: HasContext[SyncIn2],
        owner: type | None = None,
    ) -> Callable[Q, T]: ...
    @overload
    def __get__(
        self: operation[Concatenate[Any, Any, Q], T],
        holder: HasContext[AsyncIn2],
        owner: type | None = None,
    ) -> Callable[Q, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(self, holder: None, owner: type | None = None) -> operation[P, T]: ...
    def __get__(self, holder: Any, owner: type | None = None) -> Any:
        """Bind the method to a resource."""
        return self._bind(holder)


class listing(_Method[P, PageFetcher[T]]):  # noqa: N801 - used as a decorator
    """A method that returns a pager. The function returns the pager's PageFetcher."""

    runners = Pager, AsyncPager
    shows_call = True
    returns = r"Pager[\2]"

    @overload
    def __get__(
        self, holder: HasContext[Sync], owner: type | None = None
    ) -> Callable[P, Pager[T]]: ...
    @overload
    def __get__(
        self, holder: HasContext[Async], owner: type | None = None
    ) -> Callable[P, AsyncPager[T]]: ...
    @overload
    def __get__(
        self: listing[Concatenate[Any, Q], T], holder: HasContext[SyncIn], owner: type | None = None
    ) -> Callable[Q, Pager[T]]: ...
    @overload
    def __get__(
        self: listing[Concatenate[Any, Q], T],
        holder: HasContext[AsyncIn],
        owner: type | None = None,
    ) -> Callable[Q, AsyncPager[T]]: ...
    @overload
    def __get__(
        self: listing[Concatenate[Any, Any, Q], T],
        holder: HasContext[SyncIn2],
        owner: type | None = None,
    ) -> Callable[Q, Pager[T]]: ...
    @overload
    def __get__(
        self: listing[Concatenate[Any, Any, Q], T],
        holder: HasContext[AsyncIn2],
        owner: type | None = None,
    ) -> Callable[Q, AsyncPager[T]]: ...
    @overload
    def __get__(self, holder: None, owner: type | None = None) -> listing[P, T]: ...
    def __get__(self, holder: Any, owner: type | None = None) -> Any:
        """Bind the method to a resource."""
        return self._bind(holder)


class stream(_Method[P, Flow[Open[T]]]):  # noqa: N801 - used as a decorator
    """A method that returns rows. The flow returns their source, and the driver reads them."""

    runners = Rows, AsyncRows
    shows_call = True
    returns = r"Rows[\2]"

    @overload
    def __get__(
        self, holder: HasContext[Sync], owner: type | None = None
    ) -> Callable[P, Rows[T]]: ...
    @overload
    def __get__(
        self, holder: HasContext[Async], owner: type | None = None
    ) -> Callable[P, AsyncRows[T]]: ...
    @overload
    def __get__(
        self: stream[Concatenate[Any, Q], T], holder: HasContext[SyncIn], owner: type | None = None
    ) -> Callable[Q, Rows[T]]: ...
    @overload
    def __get__(
        self: stream[Concatenate[Any, Q], T], holder: HasContext[AsyncIn], owner: type | None = None
    ) -> Callable[Q, AsyncRows[T]]: ...
    @overload
    def __get__(self, holder: None, owner: type | None = None) -> stream[P, T]: ...
    def __get__(self, holder: Any, owner: type | None = None) -> Any:
        """Bind the method to a resource."""
        return self._bind(holder)
