"""An error response of the storage becomes an error without the signature of the URL."""

from pathlib import Path

import httpx
import pytest

from labelbridge._core.registry import client_classes
from labelbridge.errors import PermissionDenied
from labelbridge.options import NO_RETRY
from tests.contracts.cases import CONTRACTS
from tests.contracts.client.harness import every_mode
from tests.support.facts import facts
from tests.support.modes import open_client

SIGNATURE = "signed-Sign7f3a-for-this"
URL = f"https://storage.test/file?Expires=1&Signature={SIGNATURE}"
CASES = [(platform, name) for platform in CONTRACTS for name in facts(platform).TRANSFERS]


@every_mode
@pytest.mark.parametrize(("platform", "operation"), CASES)
def test_signature_is_in_no_error(platform: str, operation: str, mode: str, tmp_path: Path) -> None:
    signed, transfer = facts(platform).TRANSFERS[operation]

    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.host == "storage.test":
            # storage services repeat the URL and the signature
            text = f"<Error>{request.url} is rejected: {SIGNATURE}</Error>"
            return httpx.Response(403, text=text)
        return httpx.Response(200, json=signed(URL))

    network = httpx.MockTransport(respond)
    with (
        open_client(mode, *client_classes(platform), transport=network, retry=NO_RETRY) as client,
        pytest.raises(PermissionDenied) as caught,
    ):
        transfer(client, tmp_path)
    error = caught.value
    assert "is rejected" in str(error.body)
    assert SIGNATURE not in f"{error}{error!r}{vars(error)}"
    assert [*tmp_path.iterdir()] == []
