"""100,000 rows in chunks of 1 MiB: each once, after failures, with little memory."""

import json
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROWS, SIZE = 100_000, 1 << 20
BOX = {
    "feature_schema_id": "s",
    "name": "größe",
    "value": "grosse",
    "annotation_kind": "ImageBoundingBox",
    "classifications": [],
    "bounding_box": {"top": 1.0, "left": 2.0, "height": 3.0, "width": 4.0},
}
LABEL = {
    "label_kind": "Default",
    "version": "1.0.0",
    "id": "label",
    "annotations": {
        "objects": [{"feature_id": f"f{n}", **BOX} for n in range(5)],
        "classifications": [],
        "relationships": [],
    },
}
ROW = json.dumps(
    {
        "data_row": {"id": "NNNNNNNN", "row_data": "https://example.com/NNNNNNNN.jpg"},
        "media_attributes": {"height": 480, "width": 640},
        "projects": {"p": {"name": "Cars", "labels": [LABEL]}},
    },
    ensure_ascii=False,
).encode()
LENGTH = len(ROW) + 1
TOTAL = ROWS * LENGTH
FAILING, EXPIRED = 40, 70
"""Numbers of chunks: the first one breaks off three times, the second one has an expired URL."""


def content(start, end):
    """Return the bytes of the file from start to end, exclusive."""
    numbers = range(start // LENGTH, -(-end // LENGTH))
    rows = b"".join(ROW.replace(b"NNNNNNNN", b"%08d" % number) + b"\n" for number in numbers)
    return rows[start - numbers.start * LENGTH :][: end - start]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        query, variables = body["query"], body["variables"]
        if "exportDataRowsInProject" in query:
            data = {"exportDataRowsInProject": {"taskId": "t", "isStreamable": True}}
        elif "createdTasks" in query:
            data = {"user": {"createdTasks": [{"id": "t", "status": "COMPLETE"}]}}
        elif "exportMetadataHeader" in query:
            header = {"totalSize": str(TOTAL), "totalLines": ROWS}
            data = {"task": {"exportMetadataHeader": header}}
        else:
            number = int(variables["offset"]) // SIZE
            end = min((number + 1) * SIZE, TOTAL) - 1
            chunk = {
                "offsets": {"start": str(number * SIZE), "end": str(end)},
                "file": f"http://127.0.0.1:{self.server.server_port}/chunk/{number}",
            }
            data = {"task": {"exportFileFromOffset": chunk}}
        self.reply(200, json.dumps({"data": data}).encode())

    def do_GET(self):
        if self.path == "/requested":
            self.reply(200, json.dumps(len(self.server.requested)).encode())
            return
        assert "Authorization" not in self.headers
        number = int(self.path.rpartition("/")[2])
        self.server.requested[number] += 1
        count = self.server.requested[number]
        if number == EXPIRED and count == 1:
            self.reply(403, b"<Error/>")
            return
        body = content(number * SIZE, min((number + 1) * SIZE, TOTAL))
        if number == FAILING and count <= 3:
            self.reply(200, body, sent=count * SIZE // 5)
            self.close_connection = True
        else:
            self.reply(200, body)

    def reply(self, status, body, sent=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])

    def log_message(self, *_arguments):
        """Log nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requested = Counter()


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_rows_are_read_once_with_little_memory(mode):
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        command = [sys.executable, "-m", "tests.deep.exports.reader", url, mode]
        found = json.loads(subprocess.check_output(command, cwd=ROOT, timeout=280))
        server.shutdown()
    grown = found.pop("grown")
    sys.stdout.write(f"{mode}: {TOTAL >> 20} MiB of rows, grown by {grown / 2**20:.1f} MiB\n")
    assert found == {
        "rows": ROWS,
        "in_order": ROWS,
        "objects": 5 * ROWS,
        "chunks_before_first_row": 1,
    }
    assert server.requested[FAILING] == 4
    assert server.requested[EXPIRED] == 2
    assert sum(server.requested.values()) == -(-TOTAL // SIZE) + 4
    assert grown < 40 << 20
