"""The service's pages on a port of this machine, for tests with a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from werkzeug.serving import make_server

from handlers.app import create_app
from handlers.service import Service
from tests.processes import free_port

POLL_SECONDS = 0.02  # so long stopping it takes


@contextmanager
def served(service: Service) -> Iterator[Service]:
    """The same service, its pages open at its `base_url` until the end of the block."""
    port = free_port()
    service.settings = replace(service.settings, base_url=f"http://127.0.0.1:{port}")
    server = make_server("127.0.0.1", port, create_app(service=service), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
