"""What an answer says is what the client gives: every field, every item, what nobody knows too."""

import json
from typing import Any

import httpx

from labelbridge import AsyncLabelbox, Labelbox
from tests.contracts.cases import CONTRACTS, Operation, encode, same
from tests.contracts.client.every import (
    answered,
    every_mode,
    every_operation,
    filled_answer,
    sending,
)
from tests.contracts.client.filled import UNHEARD, Filler
from tests.support.modes import open_client

FILE = "https://storage.test/labels.json"


@every_mode
@every_operation
def test_an_answer_is_given_as_it_came(operation: Operation, mode: str) -> None:
    with sending(operation.platform, mode, lambda _: answered(operation)) as plans:
        given = plans.send(operation.plan())
    wanted = filled_answer(operation)
    assert (given or None) is None if wanted is None else same(encode(given), wanted)


def rows(name: str) -> list[Any]:
    """Three rows with every field that the contract has of them."""
    filler = Filler(CONTRACTS["labelbox"], UNHEARD)
    return [filler.of({"$ref": f"#/components/schemas/{name}"}) for _ in range(3)]


@every_mode
def test_rows_of_frames_are_given_as_they_came(mode: str) -> None:
    wanted = rows("FrameRecord")
    lines = "\n".join(map(json.dumps, wanted))
    network = httpx.MockTransport(lambda _: httpx.Response(200, text=lines))
    with open_client(mode, Labelbox, AsyncLabelbox, transport=network) as client:
        assert same(encode(list(client.labels.frames("a-label"))), wanted)


@every_mode
def test_rows_of_an_export_are_given_as_they_came(mode: str) -> None:
    wanted = rows("ExportRow")
    export = {"downloadUrl": FILE, "createdAt": "2024-02-03T04:05:06.789Z", "shouldPoll": False}
    answers = {"storage.test": wanted, "api.labelbox.com": {"data": {"exportLabels": export}}}
    network = httpx.MockTransport(lambda it: httpx.Response(200, json=answers[it.url.host]))
    with open_client(mode, Labelbox, AsyncLabelbox, transport=network) as client:
        assert same(encode(list(client.labels.export("a-project"))), wanted)
