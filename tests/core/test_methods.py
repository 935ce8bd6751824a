"""Signatures of bound methods."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from labelbridge._core.methods import Resource, Sync, SyncIn, listing, operation, stream

if TYPE_CHECKING:
    from labelbridge._core.flow import Flow, Open
    from labelbridge.pagination import PageFetcher


class Things(Resource):
    @operation
    def get(self, thing_id: str) -> Flow[dict[str, int]]:
        """Return one thing."""

    @operation
    def delete(self, thing_id: str) -> Flow[None]: ...

    @listing
    def list(self) -> PageFetcher[Thing]: ...  # noqa: F821 - annotations are only shown

    @stream
    def rows(self, thing_id: str) -> Flow[Open[Row]]: ...  # noqa: F821


def test_signatures_have_the_return_type_of_users():
    returned = ("dict[str, int]", "None", "Pager[Thing]", "Rows[Row]")
    for name, annotation in zip(("get", "delete", "list", "rows"), returned, strict=True):
        call = getattr(Things(Sync(None)), name)
        assert inspect.signature(call).return_annotation == annotation


def test_signatures_have_the_parameters_of_users():
    get = Things(Sync(None)).get
    assert list(inspect.signature(get).parameters) == ["thing_id"]
    assert (get.__name__, get.__doc__) == ("get", "Return one thing.")
    assert not inspect.signature(Things(SyncIn(None, ("id",))).get).parameters
