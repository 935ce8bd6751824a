"""Lists, waits and nested errors end, even if the platform's responses never do."""

from itertools import islice

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from labelbridge.errors import BadRequest
from tests.contracts.client.harness import every_mode
from tests.platforms.hasty.calls import CALLS, DemoData
from tests.support.modes import open_client

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"


@pytest.mark.parametrize("depth", [100, 500, 900, 980, 5000])
def test_nested_error_body_shows_no_secret_of_the_request(depth, tmp_path):
    body = b'{"error":' * depth + b'"a secret"' + b"}" * depth
    network = httpx.MockTransport(lambda _: httpx.Response(400, content=body))
    with (
        open_client("sync", Hasty, AsyncHasty, transport=network) as hasty,
        pytest.raises(BadRequest) as caught,
    ):
        CALLS["create_bucket_credentials"](hasty, DemoData(hasty, tmp_path))
    assert "a secret" not in f"{caught.value!r}{vars(caught.value)}"


@every_mode
@pytest.mark.parametrize("total", [None, 10**30, 2**63])
def test_endless_list_requests_only_pages_that_are_read(total, mode):
    requests = []

    def page(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        items = [{"name": f"{len(requests)}-{number}"} for number in range(100)]
        meta = {} if total is None else {"meta": {"total": total}}
        return httpx.Response(200, json={"items": items, **meta})

    with open_client(mode, Hasty, AsyncHasty, transport=httpx.MockTransport(page)) as hasty:
        read = list(islice(hasty.projects.list(), 950))
    assert (len(read), len(requests)) == (950, 10)
