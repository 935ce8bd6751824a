"""The key is where the platform wants it, once, and in no log."""

import logging
from typing import Any

import pytest

from tests.contracts.cases import Operation
from tests.contracts.client.every import KEY, answered, every_mode, every_operation, sending


@every_mode
@every_operation
def test_the_key_is_sent_once_and_written_nowhere(
    operation: Operation, mode: str, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    with sending(operation.platform, mode, lambda _: answered(operation)) as plans:
        plans.send(operation.plan())
    (request,) = plans.requests
    sent = [str(request.url), *request.headers.values(), request.content.decode()]
    assert sum(part.count(KEY) for part in sent) == 1
    written = "".join(str(vars(record)) + record.getMessage() for record in caplog.records)
    assert "HTTP Request" in written  # httpx did log
    assert KEY not in written


@pytest.mark.parametrize("platform", ["hasty", "roboflow", "labelbox"])
def test_a_key_that_is_logged_would_be_seen(platform: str, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger(f"labelbridge.{platform}").debug("sent with %s", KEY)
    assert KEY in caplog.records[-1].getMessage()
