"""The client that openapi-python-client generates with its own templates."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from stock_hasty import AuthenticatedClient
from stock_hasty.api.labels import list_labels

from benchmarks.data import PAGE, PROJECT


def labels(base_url: str, image: str) -> Callable[[], int]:
    """Read all labels of an image: a loop over pages, because the client has none."""
    client = AuthenticatedClient(base_url, "key", prefix="", auth_header_name="X-Api-Key")
    project, parent = UUID(PROJECT), UUID(image)

    def read() -> Iterator[Any]:
        offset, total = 0, 1
        while offset < total:
            page = list_labels.sync(project, parent, client=client, offset=offset, limit=PAGE)
            yield from page.items
            offset, total = offset + len(page.items), page.meta.total

    return lambda: sum(label.class_id is not None for label in read())
