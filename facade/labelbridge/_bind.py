"""One method, two colours: descriptors that give a flow to sync and async clients, typed for each.

A resource writes each method once, as a flow. `operation` gives one value, `listing` a pager,
`stream` rows. The class that a method is reached through decides the colour; wrong arguments and a
forgotten `await` are seen by type checkers.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from labelbridge._drivers import AsyncDriver, Driver
from labelbridge._flow import Flow, Open
from labelbridge.pagination import AsyncPager, Fetch, Pager
from labelbridge.streams import AsyncRows, Rows

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S")
A = TypeVar("A")


class Sync:
    """Whatever has a sync driver: a client, or a resource of one."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver


class Async:
    """Whatever has an async driver: a client, or a resource of one."""

    def __init__(self, driver: AsyncDriver) -> None:
        self._driver = driver


class _Method(Generic[P, T]):
    """What the three descriptors share: the function, its name and its words."""

    returns = r"\2"
    """What the method returns, in terms of what the function's annotation holds."""

    def __init__(self, function: Callable[Concatenate[Any, P], T]) -> None:
        self.__wrapped__ = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__

    @cached_property
    def _signature(self) -> inspect.Signature:
        """The signature as a user meets it, for help() and editors at run time."""
        signature = inspect.signature(self.__wrapped__)
        _self, *parameters = signature.parameters.values()
        returned = re.sub(
            r"^\w+\[(Open\[)?(.*)(?(1)\])\]$", self.returns, str(signature.return_annotation)
        )
        return signature.replace(parameters=parameters, return_annotation=returned)

    def _named(self, call: Callable[..., Any]) -> Callable[..., Any]:
        call.__doc__, call.__name__ = self.__doc__, self.__name__
        call.__qualname__, call.__module__ = (
            self.__wrapped__.__qualname__,
            self.__wrapped__.__module__,
        )
        call.__signature__ = self._signature  # type: ignore[attr-defined]  # inspect looks for it
        return call


class operation(_Method[P, Flow[T]]):  # noqa: N801 - it is read as a decorator
    """A method that returns one value."""

    @overload
    def __get__(self, instance: Sync, owner: type | None = None) -> Callable[P, T]: ...
    @overload
    def __get__(
        self, instance: Async, owner: type | None = None
    ) -> Callable[P, Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(self, instance: None, owner: type | None = None) -> operation[P, T]: ...
    def __get__(self, instance: Sync | Async | None, owner: type | None = None) -> Any:
        """Bind the method to a resource."""
        if instance is None:
            return self

        def call(*args: P.args, **kwargs: P.kwargs) -> Any:
            return instance._driver.run(self.__wrapped__(instance, *args, **kwargs))

        return self._named(call)


class listing(_Method[P, Fetch[T]]):  # noqa: N801 - it is read as a decorator
    """A method that returns a pager; the function returns how one page is fetched."""

    returns = r"Pager[\2]"

    @overload
    def __get__(self, instance: Sync, owner: type | None = None) -> Callable[P, Pager[T]]: ...
    @overload
    def __get__(self, instance: Async, owner: type | None = None) -> Callable[P, AsyncPager[T]]: ...
    @overload
    def __get__(self, instance: None, owner: type | None = None) -> listing[P, T]: ...
    def __get__(self, instance: Sync | Async | None, owner: type | None = None) -> Any:
        """Bind the method to a resource."""
        if instance is None:
            return self

        def call(*args: P.args, **kwargs: P.kwargs) -> Any:
            fetch = self.__wrapped__(instance, *args, **kwargs)
            if isinstance(instance, Sync):
                return Pager(instance._driver, fetch)
            return AsyncPager(instance._driver, fetch)

        return self._named(call)


class stream(_Method[P, Flow[Open[T]]]):  # noqa: N801 - it is read as a decorator
    """A method that returns rows: the flow says where they are, the driver reads them."""

    returns = r"Rows[\2]"

    @overload
    def __get__(self, instance: Sync, owner: type | None = None) -> Callable[P, Rows[T]]: ...
    @overload
    def __get__(self, instance: Async, owner: type | None = None) -> Callable[P, AsyncRows[T]]: ...
    @overload
    def __get__(self, instance: None, owner: type | None = None) -> stream[P, T]: ...
    def __get__(self, instance: Sync | Async | None, owner: type | None = None) -> Any:
        """Bind the method to a resource."""
        if instance is None:
            return self

        def call(*args: P.args, **kwargs: P.kwargs) -> Any:
            flow = self.__wrapped__(instance, *args, **kwargs)
            if isinstance(instance, Sync):
                return Rows(instance._driver, flow)
            return AsyncRows(instance._driver, flow)

        return self._named(call)


class resource(Generic[S, A]):  # noqa: N801 - it is read as a declaration
    """An attribute of a client: a resource in the client's colour."""

    def __init__(self, sync: Callable[[Driver], S], async_: Callable[[AsyncDriver], A]) -> None:
        self._sync, self._async = sync, async_
        self.__doc__ = sync.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: Sync, owner: type | None = None) -> S: ...
    @overload
    def __get__(self, instance: Async, owner: type | None = None) -> A: ...
    @overload
    def __get__(self, instance: None, owner: type | None = None) -> resource[S, A]: ...
    def __get__(self, instance: Sync | Async | None, owner: type | None = None) -> Any:
        """Make the resource, once for each client."""
        if instance is None:
            return self
        if isinstance(instance, Sync):
            made: Any = self._sync(instance._driver)
        else:
            made = self._async(instance._driver)
        instance.__dict__[self._name] = made
        return made
