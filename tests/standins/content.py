"""A content host that does what no honest one would: it lies, drips, redirects and never ends.

It runs in a thread; `play` says how the next GET is answered, `asked` what came in.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Headers = Mapping[str, str]


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    headers: Headers


@dataclass
class ContentHost:
    """`file_path` is what Telegram's getFile says."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    file_path: object = "documents/file_1.jpg"
    written: int = 0
    _answer: tuple[int, Headers, Iterable[bytes], float] = (404, {}, (), 0)

    def play(
        self,
        status: int = 200,
        pieces: Iterable[bytes] = (),
        headers: Headers | None = None,
        pause: float = 0,
    ) -> None:
        """Answer with these pieces and a pause before each; without a length unless told."""
        self._answer = (status, headers or {}, pieces, pause)
        self.asked.clear()
        self.written = 0

    def gets(self) -> list[Asked]:
        return [one for one in self.asked if one.method == "GET"]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        status, headers, pieces, pause = self._answer
        request.send_response_only(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        for piece in pieces:
            time.sleep(pause)
            request.wfile.write(piece)
            self.written += len(piece)


@contextmanager
def content_host() -> Iterator[ContentHost]:
    host = ContentHost()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._note()
            self.close_connection = True
            try:
                host.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                return  # the caller had enough

        def do_POST(self) -> None:
            self._note()
            self.rfile.read(int(self.headers["Content-Length"]))
            found = {"ok": True, "result": {"file_path": host.file_path}}
            body = json.dumps(found).encode()
            self.send_response_only(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _note(self) -> None:
            host.asked.append(Asked(self.command, self.path, dict(self.headers)))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
