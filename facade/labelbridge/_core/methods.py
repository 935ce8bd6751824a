"""One method, two colours: descriptors that give a flow to sync and async clients, typed for each.

A resource writes each method once, as a flow. `operation` gives one value, `listing` a pager,
`stream` rows. The context that a resource is in decides what calling the method means: sync or
async, and whether it is bound to a parent, whose ids then come first by themselves. Type checkers
know the context, so that they see wrong arguments and a forgotten `await`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar, overload

from attrs import frozen

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
    """Sync, in a parent with one id."""


class AsyncIn(Async):
    """Async, in a parent with one id."""


class SyncIn2(Sync):
    """Sync, in a parent with two ids."""


class AsyncIn2(Async):
    """Async, in a parent with two ids."""


C = TypeVar("C", bound=Sync | Async)


class HasContext(Generic[C]):
    """Whatever is in a context: a client, a handle of a parent, a resource."""

    def __init__(self, context: C) -> None:
        self._context = context


class Resource(HasContext[C]):
    """Methods around one kind of thing on a platform."""


class _Method(Generic[P, T]):
    """What the three descriptors share: the function, its name and its words."""

    outcomes: ClassVar[tuple[Callable[..., Any], Callable[..., Any]]]
    """What makes the method's outcome from a driver and what the function returned: sync, async."""

    returns = r"\2"
    """What the method returns, in terms of what the function's annotation holds."""

    def __init__(self, function: Callable[Concatenate[Any, P], T]) -> None:
        self.__wrapped__ = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    def _bound(self, holder: HasContext[Any] | None) -> Any:
        if holder is None:
            return self
        context: Sync | Async = holder._context
        outcome = self.outcomes[isinstance(context, Async)]

        def call(*args: Any, **kwargs: Any) -> Any:
            started = self.__wrapped__(holder, *context.parents, *args, **kwargs)  # type: ignore[arg-type]  # the overloads of __get__ check
            return outcome(context.driver, started)

        call.__doc__, call.__name__ = self.__doc__, self.__name__
        call.__qualname__ = self.__wrapped__.__qualname__
        call.__module__ = self.__wrapped__.__module__
        _self, *parameters = self._signature.parameters.values()
        given = parameters[len(context.parents) :]
        # inspect and help() read it, but the type of a function does not have it
        call.__signature__ = self._signature.replace(parameters=given)  # type: ignore[attr-defined]
        return call

    @cached_property
    def _signature(self) -> inspect.Signature:
        """The function's signature, with what a user gets back, for help() and editors."""
        signature = inspect.signature(self.__wrapped__)
        annotation = str(signature.return_annotation)
        returned = re.sub(r"^\w+\[(Open\[)?(.*)(?(1)\])\]$", self.returns, annotation)
        return signature.replace(return_annotation=returned)


class operation(_Method[P, Flow[T]]):  # noqa: N801 - it is read as a decorator
    """A method that returns one value."""

    outcomes = Driver.run, AsyncDriver.run

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
        return self._bound(holder)


class listing(_Method[P, PageFetcher[T]]):  # noqa: N801 - it is read as a decorator
    """A method that returns a pager; the function returns how one page is fetched."""

    outcomes = Pager, AsyncPager
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
        return self._bound(holder)


class stream(_Method[P, Flow[Open[T]]]):  # noqa: N801 - it is read as a decorator
    """A method that returns rows: the flow says where they are, the driver reads them."""

    outcomes = Rows, AsyncRows
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
        return self._bound(holder)
