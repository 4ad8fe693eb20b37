"""A real HTTP server on this machine that answers what a test tells it to, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    port: int  # of the client: the same as before when a connection was used again


@dataclass
class Answer:
    body: object = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0  # seconds before the first byte
    drip: float = 0  # seconds before each byte of the body
    missing: int = 0  # bytes at the end that are promised and never sent
    drop: bool = False  # close without an answer

    @property
    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Service:
    """Answers in the order given; the last answer stays. `route` instead decides by what is asked."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[Asked] = []
        self.answers: list[Answer] = [Answer({"status_code": 34, "status_message": "Not here."}, 404)]
        self.route: Callable[[Asked], Answer | None] = lambda asked: None
        self._lock = threading.Lock()

    def says(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            routed = self.route(asked)
            if routed is not None:
                return routed
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are two writes: with Nagle's algorithm the second waits 40 ms for the first to be acknowledged.
    disable_nagle_algorithm = True
    service: Service

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        answer = self.service.answer(
            Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()), self.client_address[1])
        )
        time.sleep(answer.delay)
        if answer.drop:
            self.close_connection = True
            return
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(answer.raw))} | answer.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        body = answer.raw[: len(answer.raw) - answer.missing]
        if answer.missing:
            self.close_connection = True
        if not answer.drip:
            self.wfile.write(body)
            return
        for byte in body:
            time.sleep(answer.drip)
            self.wfile.write(bytes([byte]))

    def log_message(self, *args: object) -> None:
        """Tests keep their output to themselves."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A client that gives up half-way is what some tests are about."""


@contextmanager
def running() -> Iterator[Service]:
    server = _Server(("127.0.0.1", 0), _Handler)
    service = Service(server.server_address[1])
    server.RequestHandlerClass = type("Handler", (_Handler,), {"service": service})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
