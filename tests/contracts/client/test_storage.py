"""What the host of signed URLs refuses becomes an error that does not show the signature."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelbridge import AsyncHasty, AsyncLabelbox, Hasty, Labelbox
from labelbridge.errors import PermissionDenied
from labelbridge.options import NO_RETRY
from tests.contracts.client.every import every_mode
from tests.support.modes import open_client

ID = "00000000-0000-4000-8000-000000000017"
SIGNATURE = "signed-Sign7f3a-for-this"
URL = f"https://storage.test/file?Expires=1&Signature={SIGNATURE}"
JOB = {"id": ID, "status": "DONE", "meta": {"url": URL, "export_name": "an export"}}
EXPORT = {"downloadUrl": URL, "createdAt": "2024-02-03T04:05:06.789Z", "shouldPoll": False}
PNG = b"\x89PNG\r\n\x1a\n"

CASES: dict[str, tuple[tuple[Any, Any], Any, Callable[[Any, Path], Any]]] = {
    "create_uploads": (
        (Hasty, AsyncHasty),
        {"items": [{"id": ID, "url": URL}]},
        lambda hasty, _: hasty.images.upload(ID, PNG, dataset_id=ID, filename="a.png"),
    ),
    "get_export": (
        (Hasty, AsyncHasty),
        JOB,
        lambda hasty, folder: hasty.exports.download(ID, ID, to=folder / "a.zip"),
    ),
    "execute_graphql": (
        (Labelbox, AsyncLabelbox),
        {"data": {"exportLabels": EXPORT}},
        lambda labelbox, folder: labelbox.labels.download("a-project", to=folder / "a.json"),
    ),
}
"""By the operation that signs: clients, its answer, and who uses the URL."""


@every_mode
@pytest.mark.parametrize("operation", CASES)
def test_a_signature_is_in_no_error(operation: str, mode: str, tmp_path: Path) -> None:
    clients, signed, use = CASES[operation]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "storage.test":
            # stores repeat what they were given: the whole address, and the signature by itself
            text = f"<Error>{request.url} is refused: {SIGNATURE}</Error>"
            return httpx.Response(403, text=text)
        return httpx.Response(200, json=signed)

    network = httpx.MockTransport(answer)
    with (
        open_client(mode, *clients, transport=network, retry=NO_RETRY) as client,
        pytest.raises(PermissionDenied) as caught,
    ):
        use(client, tmp_path)
    error = caught.value
    assert "is refused" in str(error.body)
    assert SIGNATURE not in f"{error}{error!r}{vars(error)}"
    assert [*tmp_path.iterdir()] == []
