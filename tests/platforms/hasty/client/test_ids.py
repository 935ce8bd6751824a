"""Ids as arguments: every method accepts a text and a UUID, and sends the same."""

from uuid import UUID

import pytest

from labelbridge import Hasty
from tests.platforms.hasty import calls
from tests.support.calls import make_call

TEXTS = calls.IDS
UUIDS = {name: UUID(text) for name, text in TEXTS.items()}


@pytest.mark.parametrize("operation", calls.CALLS)
def test_ids_are_texts_or_uuids(emulator, tmp_path, monkeypatch, operation):
    sent = []
    with Hasty("key", base_url=emulator.hasty) as client:
        for ids in (TEXTS, UUIDS):
            emulator.reset()
            monkeypatch.setattr(calls, "IDS", ids)
            make_call("hasty", operation, client, tmp_path)
            sent.append([request["url"].partition("?")[0] for request in emulator.requests()])
    assert sent[0] == sent[1] != []
