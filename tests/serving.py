"""The service's pages on a port of this machine, for tests with a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask
from werkzeug.serving import make_server

from handlers.app import create_app
from handlers.service import Service
from tests.processes import free_port

POLL_SECONDS = 0.02  # so long stopping it takes


@contextmanager
def listening(app: Flask, port: int) -> Iterator[str]:
    """An application on a port of this machine until the end of the block; its address."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served(service: Service) -> Iterator[Service]:
    """The same service, its pages open at its `base_url` until the end of the block."""
    port = free_port()
    service.settings = replace(service.settings, base_url=f"http://127.0.0.1:{port}")
    with listening(create_app(service=service), port):
        yield service
