"""The API key is sent once, where the platform expects it, and is not logged."""

import logging
from typing import Any

from tests.contracts.cases import Operation
from tests.contracts.client.harness import KEY, every_operation, full_response, sending


@every_operation
def test_key_is_sent_once_and_not_logged(operation: Operation, mode: str, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    with sending(operation.platform, mode, lambda _: full_response(operation)) as plans:
        plans.send(operation.plan())
    (request,) = plans.requests
    sent = [str(request.url), *request.headers.values(), request.content.decode()]
    assert sum(part.count(KEY) for part in sent) == 1
    logged = "".join(str(vars(record)) + record.getMessage() for record in caplog.records)
    assert f"{operation.platform} {operation.name}: " in logged
    assert KEY not in logged
