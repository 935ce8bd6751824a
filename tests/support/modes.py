"""Running one test with a sync and an async client, which is wrapped to block."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from anyio.from_thread import BlockingPortal, start_blocking_portal

from labelbridge._core.methods import Async

MODES: Final = ("sync", "async")
ALL_MODES: Final = (*MODES, "trio")
"""Also with the event loop of trio; for tests of what depends on the event loop."""
BACKENDS: Final = ("asyncio", "trio")
"""The event loops of `anyio.run`."""


@contextmanager
def open_client(
    mode: str, sync: Callable[..., Any], async_: Callable[..., Any], **options: Any
) -> Iterator[Any]:
    """Open a client of one of two classes, and close it at the end; it has a key by default."""
    options.setdefault("api_key", "a-key-of-tests")
    if mode == "sync":
        with sync(**options) as client:
            yield client
        return
    with (
        start_blocking_portal("trio" if mode == "trio" else "asyncio") as portal,
        portal.wrap_async_context_manager(async_(**options)) as client,
    ):
        yield BlockingProxy(client, portal)


class BlockingProxy:
    """Wraps an async object: its methods and iterators block, and run in another thread."""

    def __init__(self, target: Any, portal: BlockingPortal) -> None:
        self._target, self._portal = target, portal

    def __getattr__(self, name: str) -> Any:
        # tests call close() for aclose() too
        if name == "close" and not hasattr(self._target, name):
            name = "aclose"
        return self._wrap(getattr(self._target, name))

    def _wrap(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._wrap(self._portal.call(_awaited, value))
        if callable(value):
            return lambda *args, **options: self._wrap(value(*args, **options))
        if _is_async(value):
            return BlockingProxy(value, self._portal)
        return value

    def __iter__(self) -> Iterator[Any]:
        items = aiter(self._target)
        while (item := self._portal.call(anext, items, _END)) is not _END:
            yield item

    def __next__(self) -> Any:
        item = self._portal.call(anext, self._target, _END)
        if item is _END:
            raise StopIteration
        return item

    def __enter__(self) -> Any:
        self._portal.call(self._target.__aenter__)
        return self

    def __exit__(self, *error: object) -> None:
        self._portal.call(self._target.__aexit__, *error)


_END: Final = object()


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def _is_async(value: Any) -> bool:
    """Return whether a value has async methods: a resource, a pager, rows."""
    context = getattr(value, "_context", None)
    return isinstance(context, Async) or hasattr(value, "__aiter__") or hasattr(value, "pages")
