"""LINE's API as cheap as it can be, in a process of its own: it takes messages and notes when.

`GET /arrivals` gives the reply token of each answer and the moment it arrived, monotonic seconds.
"""

import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ARRIVALS: dict[str, float] = {}
TOKEN = re.compile(rb'"replyToken": ?"([^"]+)"')
LOCK = threading.Lock()
SENT = json.dumps({"sentMessages": [{"id": "1"}]}).encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer: small ones apart would wait 40 ms for each other
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        found = TOKEN.search(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if found:  # the loading sign and menus are no answers
            with LOCK:
                ARRIVALS[found[1].decode()] = time.monotonic()
        self._answer(SENT)

    def do_GET(self) -> None:
        with LOCK:
            body = json.dumps(ARRIVALS).encode()
            if self.path == "/arrivals?clear":
                ARRIVALS.clear()
        self._answer(body)

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-line-request-id", "bench")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
