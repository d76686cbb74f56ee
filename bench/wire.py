"""A client that costs little: the load must not be what is measured."""

import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

Answer = tuple[int, dict[str, Any]]
NO_ANSWER = 0


@dataclass
class Wire:
    """One kept connection to one server; not for several threads at once."""

    url: str
    timeout: float = 30
    _connection: http.client.HTTPConnection | None = None

    def json(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send JSON; the answer's status (NO_ANSWER if none came) and body."""
        return self._send(method, path, json.dumps(body) if body is not None else None, "application/json", headers)

    def form(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Post a form, as Stripe's script does."""
        return self._send("POST", path, urlencode(fields), "application/x-www-form-urlencoded", headers)

    def hang_up(self, method: str, path: str, body: Any, **headers: str) -> None:
        """Send JSON and go without waiting for the answer."""
        with_type = {"Content-Type": "application/json"} | headers
        connection = self._connect()
        connection.request(method, path, json.dumps(body), with_type)
        self._drop()

    def _send(self, method: str, path: str, body: str | None, kind: str, headers: dict[str, str]) -> Answer:
        try:
            connection = self._connect()
            connection.request(method, path, body, {"Content-Type": kind} | headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self._drop()
            return NO_ANSWER, {}
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.status, json.loads(content) if is_json and content else {}

    def _connect(self) -> http.client.HTTPConnection:
        if self._connection is None:
            place = urlsplit(self.url)
            self._connection = http.client.HTTPConnection(
                place.hostname or "localhost", place.port, timeout=self.timeout
            )
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._connection

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
