"""The service's pages on a port of this machine, for tests with a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from handlers.app import create_app
from handlers.service import Service
from tests.processes import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLL_SECONDS = 0.02  # so long stopping it takes


@contextmanager
def listening(app: Flask, port: int) -> Iterator[str]:
    """An application on a port of this machine until the end of the block; its address."""
    server = make_server("127.0.0.1", port, _closing(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _closing(app: Flask) -> WSGIApplication:
    """Closes what it answers with even where the browser went on before it was all sent.

    The development server does not, and a file left open is a warning, which fails a test.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as chunks:
            yield from chunks

    return answer


@contextmanager
def served(service: Service) -> Iterator[Service]:
    """The same service, its pages open at its `base_url` until the end of the block."""
    port = free_port()
    service.settings = replace(service.settings, base_url=f"http://127.0.0.1:{port}")
    with listening(create_app(service=service), port):
        yield service
