"""Both colours of a client from one test: an async client that is driven as if it blocked.

@pytest.fixture(params=MODES)
def hasty(request, emulator):
    with open_client(request.param, Hasty, AsyncHasty, base_url=emulator.hasty) as client:
        yield client

def test_a_project_is_read_back(hasty):          # runs twice
    made = hasty.projects.create(name="Traffic")
    assert made in list(hasty.projects.list())
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from anyio.from_thread import BlockingPortal, start_blocking_portal

from labelbridge._core.methods import Async

MODES: Final = ("sync", "async")


@contextmanager
def open_client(
    mode: str, sync: Callable[..., Any], async_: Callable[..., Any], **options: Any
) -> Iterator[Any]:
    """Open a client, and close it: the sync one itself, the async one behind a face that blocks.

    Args:
        mode: One of `MODES`.
        sync: The class of the sync client.
        async_: The class of the async client.
        **options: What both are made with; a key is given unless they name one.
    """
    options.setdefault("api_key", "a-key-of-tests")
    if mode == "sync":
        with sync(**options) as client:
            yield client
        return
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(async_(**options)) as client,
    ):
        yield Blocking(client, portal)


class Blocking:
    """Something async, awaited and iterated in another thread: a test sees no difference."""

    def __init__(self, target: Any, portal: BlockingPortal) -> None:
        self._target, self._portal = target, portal

    def __getattr__(self, name: str) -> Any:
        # what is closed async is called aclose; tests say close in both colours
        if name == "close" and not hasattr(self._target, name):
            name = "aclose"
        return self._blocking(getattr(self._target, name))

    def _blocking(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._blocking(self._portal.call(_awaited, value))
        if callable(value):
            return lambda *args, **options: self._blocking(value(*args, **options))
        if _is_async(value):
            return Blocking(value, self._portal)
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

    def __repr__(self) -> str:
        return f"Blocking({self._target!r})"


_END: Final = object()


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def _is_async(value: Any) -> bool:
    """Say whether a value has parts to await: a resource, a pager, rows."""
    context = getattr(value, "_context", None)
    return isinstance(context, Async) or hasattr(value, "__aiter__") or hasattr(value, "pages")
