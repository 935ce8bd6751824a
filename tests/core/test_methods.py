"""Signatures of bound methods."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge._core.methods import Resource, Sync, SyncIn, listing, operation, stream
from tests.support.example import CLIENTS

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


@pytest.mark.parametrize(("client", "prefix"), [*zip(CLIENTS, ("", "Async"), strict=True)])
def test_repr_of_a_list_is_the_call(client, prefix):
    platform, project = client("a-key"), UUID(int=7)
    shown = repr(platform.images.list(project, image_status=["NEW", "DONE"]))
    assert shown == (f"<{prefix}Pager of Images.list('{project}', image_status=['NEW', 'DONE'])>")
    assert repr(platform.project(project).images.list()) == (
        f"<{prefix}Pager of Images.list('{project}')>"
    )
    ids = [UUID(int=number) for number in range(99)]
    filters = {"dataset_id": ids, "tag_class_ids": ids, "ef_run_ids": ids, "queue_id": project}
    filters |= {"batch_id": project, "aldi_session_id": project}
    assert 300 < len(repr(platform.images.list(project, **filters))) < 330


@pytest.mark.parametrize(("client", "prefix"), [(Labelbox, ""), (AsyncLabelbox, "Async")])
def test_repr_of_rows_is_the_call(client, prefix):
    rows = client("a-key").labels.export("a-project", start="2024-05-01")
    assert repr(rows) == f"<{prefix}Rows of Labels.export('a-project', start='2024-05-01')>"


def test_a_call_without_await_is_reported_with_the_name_of_the_method():
    call = CLIENTS[1]("secret-key").projects.get(UUID(int=1))
    try:
        assert repr(call).startswith("<coroutine object Projects.get at ")
    finally:
        call.close()
