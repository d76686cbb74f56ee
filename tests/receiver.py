"""A program that receives webhooks, at the wire: it remembers each request and answers as it is told to."""

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        """The fact's id."""
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """`status` and `content` are the answer, to the first requests one of `statuses` each; `hangs` seconds pass first;
    `drips` sends the answer byte by byte.
    """

    url: str = ""
    status: int = 204
    content: bytes = b""
    hangs: float = 0
    drips: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)

    def ids(self) -> list[str]:
        """Of what was received, in that order."""
        return [one.id for one in self.received]


R = TypeVar("R", bound=Receiver)


@contextmanager
def receiving(host: str = "127.0.0.1", port: int = 0, **behaviour: Any) -> Iterator[Receiver]:
    """A receiver on a free port, until the block ends."""
    with served(Receiver(**behaviour), host, port) as receiver:
        yield receiver


@contextmanager
def served(receiver: R, host: str = "127.0.0.1", port: int = 0) -> Iterator[R]:
    """The same for a receiver of some other kind."""
    server = http.server.ThreadingHTTPServer((host, port), _handler(receiver))
    server.daemon_threads = True
    receiver.url = f"http://{host}:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closed.set()
        server.shutdown()
        server.server_close()


def _handler(receiver: Receiver) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(self.path, headers, body, time.time()))
            receiver.closed.wait(receiver.hangs)
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.content)))
            self.end_headers()
            with suppress(OSError):  # the caller may have had enough
                self._write(receiver.content)

        def _write(self, content: bytes) -> None:
            if not receiver.drips:
                self.wfile.write(content)
                return
            for place in range(len(content)):
                self.wfile.write(content[place : place + 1])
                self.wfile.flush()
                if receiver.closed.wait(receiver.drips):
                    return

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: tests read what was received."""

    return Handler
