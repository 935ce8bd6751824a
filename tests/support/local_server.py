"""A small HTTP server for tests of connections; it returns the object that a URL names."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.support.example import models
from tests.support.samples import sample_json

PROJECT = sample_json(models.Project)
TLS = Path(__file__).parent / "tls"
AUTHORITY, CERTIFICATE = TLS / "authority.pem", TLS / "server.pem"
"""A certificate authority, and the key and certificate of `localhost`, which expire in 2126.

They were created with openssl; the key of the authority was deleted.
"""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "LocalServer"

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        self.server.clients.add(self.client_address)
        body = json.dumps(PROJECT | {"id": self.path.rpartition("/")[2]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""


class LocalServer(ThreadingHTTPServer):
    """The server, with what it received.

    Attributes:
        requests: The paths of all requests; those to a proxy are URLs.
        clients: The addresses of all connections.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[str] = []
        self.clients: set[tuple[str, int]] = set()

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.server_address[1])

    def handle_error(self, *_arguments: Any) -> None:
        """Ignore connections that clients close."""


@contextmanager
def local_server(*, tls: bool = False, client_certificates: bool = False) -> Iterator[LocalServer]:
    """Run a server in a thread; with TLS, it may require certificates of the clients."""
    with LocalServer() as server:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            context.load_verify_locations(AUTHORITY)
            context.verify_mode = ssl.CERT_REQUIRED if client_certificates else ssl.CERT_NONE
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
