"""An id that is none is said at once, by its name, whichever method it is given to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import InvalidArgument
from tests.contracts.cases import OPERATIONS
from tests.platforms.hasty.calls import CALLS, Street
from tests.support.modes import open_client

ID = "00000000-0000-4000-8000-000000000017"
STATE = {"id": ID, "status": "LOADED", "model_id": "a-model"}
ANSWER = STATE | {"meta": {"total": 1}, "items": [{"id": ID}]}
"""Whatever a call has to know before: it is in here."""


class Spoiling:
    """A client whose methods are called with something else in place of one of their ids."""

    def __init__(self, target: Any, place: int, sent: list[Any], *, method: bool = False) -> None:
        self._target, self._place, self._sent, self._method = target, place, sent, method

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        return (
            self._call(value)
            if self._method
            else Spoiling(value, self._place, self._sent, method=True)
        )

    def _call(self, method: Any) -> Any:
        def call(*given: Any, **options: Any) -> Any:
            spoilt = [*given]
            spoilt[self._place] = "no-id"
            self._sent.clear()
            return method(*spoilt, **options)

        return call


def ids() -> Iterator[Any]:
    """Each id of each operation's path."""
    for operation in OPERATIONS:
        names = [each["name"] for each in operation.parameters if each["in"] == "path"]
        for place, name in enumerate(names if operation.platform == "hasty" else ()):
            yield pytest.param(operation.name, place, name, id=f"{operation.name}-{name}")


@pytest.mark.parametrize(("operation", "place", "name"), [*ids()])
def test_what_is_no_id_is_refused_by_its_name(
    operation: str, place: int, name: str, tmp_path: Path
) -> None:
    sent: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=ANSWER)

    network = httpx.MockTransport(answer)
    with (
        open_client("sync", Hasty, AsyncHasty, transport=network) as hasty,
        pytest.raises(InvalidArgument) as caught,
    ):
        CALLS[operation](Spoiling(hasty, place, sent), Street(hasty, tmp_path))
    assert caught.value.argument == name
    assert sent == []
