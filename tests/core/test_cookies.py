"""A client keeps no cookies: none goes out with later requests, and none can spoil them."""

import httpx
import pytest

from labelbridge import AsyncHasty, Hasty
from tests.support.modes import MODES, open_client


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("cookie", [b"session=1", b"a=\xff;;=", b"k=v; Domain=.; Expires=never"])
def test_a_cookie_of_a_platform_is_not_kept(mode, cookie):
    sent = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers)
        return httpx.Response(200, headers=[("Set-Cookie", cookie)], json={"id": "p"})

    transport = httpx.MockTransport(answer)
    with open_client(mode, Hasty, AsyncHasty, transport=transport) as hasty:
        for _ in range(2):
            hasty.projects.get("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
    assert len(sent) == 2
    assert not any("Cookie" in headers for headers in sent)
