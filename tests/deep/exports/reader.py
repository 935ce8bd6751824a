"""Reads an export in a process of its own: `python -m tests.deep.exports.reader URL sync|async`.

It prints as JSON what it read, and by how many bytes its memory without mapped files grew.
"""

import asyncio
import json
import sys
import urllib.request

from benchmarks.worker import anonymous_memory, size
from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.labelbox import DataRowExport

WARM_UP = 1000
"""Rows before memory is measured: modules and caches are loaded by then."""


class Counter:
    """What was read: numbers of rows in order, annotations, and requests before the first row."""

    def __init__(self, url: str) -> None:
        self.rows = self.objects = self.in_order = 0
        self.start = self.requests = 0
        self._url = url

    def add(self, row: DataRowExport) -> None:
        if not self.rows:
            self.requests = json.load(urllib.request.urlopen(f"{self._url}/requested"))
        self.in_order += row.data_row.id == f"{self.rows:08}"
        self.rows += 1
        self.objects += sum(thing.box is not None for thing in row.objects)
        if self.rows == WARM_UP:
            self.start = size("RssAnon")


async def read_async(client: AsyncLabelbox, found: Counter) -> None:
    async with client, client.exports.rows("p") as rows:
        async for row in rows:
            found.add(row)


def main(url: str, mode: str) -> None:
    found = Counter(url)
    with anonymous_memory() as most:
        if mode == "async":
            asyncio.run(read_async(AsyncLabelbox("key", base_url=url), found))
        else:
            with Labelbox("key", base_url=url) as client:
                for row in client.exports.rows("p"):
                    found.add(row)
    result = {
        "rows": found.rows,
        "in_order": found.in_order,
        "objects": found.objects,
        "chunks_before_first_row": found.requests,
        "grown": most[0] - found.start,
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
