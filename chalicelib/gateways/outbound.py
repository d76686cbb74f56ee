"""Calling addresses that strangers chose, without being led anywhere that is not on the open internet.

A name is resolved once, every address it has is checked, and the connection goes to a checked address: a name that
leads elsewhere a moment later (DNS rebinding) is never asked again. Redirects are not followed. What an endpoint may
cost is limited: 5 s to be found, 5 s to connect, 10 s in all, 64 KB of its answer.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from chalicelib.domain.deliveries import Answer
from chalicelib.domain.endpoints import Address, UnsafeAddress, check_url, is_public
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Unreachable

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
MOST_BYTES = 64 * 1024
_MOST_READ = 4 * 1024 * 1024  # of a provider whose answers we need
_EXCERPT = 1024

Resolve = Callable[[str, int], list[Address]]


def _ask_dns(host: str, port: int) -> list[Address]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(entry[4][0])) for entry in found]


@dataclass(frozen=True)
class Network:
    """Where calls may go: how names are resolved, and which addresses are allowed."""

    resolve: Resolve = _ask_dns
    allows: Callable[[Address], bool] = is_public
    is_open: bool = False

    def addresses_of(self, host: str, port: int) -> list[Address]:
        """Where a name leads. One address that is not allowed spoils them all. Raises UnsafeAddress, OSError."""
        found = self.resolve(host, port)
        if not found or not all(map(self.allows, found)):
            raise UnsafeAddress("The host's address is not on the public internet.")
        return found


def network() -> Network:
    """The open internet; in the local cloud any address, since receivers run on the same computer."""
    if config().webhook_network == "any":
        return Network(allows=lambda address: True, is_open=True)
    return Network()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Pinned(http.client.HTTPConnection):
    """A connection to addresses that were checked before; the certificate is checked for the name."""

    def __init__(self, host: str, port: int, addresses: list[Address], tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._addresses = addresses
        self._context = tls
        self.wire: socket.socket | None = None  # `sock` is forgotten once the answer's head was read

    def connect(self) -> None:
        """The first address that answers; what is left of five seconds for the rest."""
        ends = time.monotonic() + CONNECT_SECONDS
        for place, address in enumerate(self._addresses):
            try:
                left = max(0.1, ends - time.monotonic())
                self.sock = self.wire = socket.create_connection((str(address), self.port), left)
                break
            except OSError:
                if place + 1 == len(self._addresses):
                    raise
        if self._context:
            secure = self._context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.wire = secure
            secure.do_handshake()
        self.sock.settimeout(TOTAL_SECONDS)


def post(url: str, body: bytes, headers: Mapping[str, str], through: Network | None = None) -> Answer:
    """Post JSON. Whatever goes wrong is an answer with status 0 and the reason in words."""
    through = through or network()
    begun = time.monotonic()
    try:
        status, content = _exchange(url, body, headers, through)
    except UnsafeAddress as error:
        return _failed(str(error), begun)
    except TimeoutError:
        return _failed("No answer came in time.", begun)
    except ssl.SSLError as error:
        return _failed(f"The certificate or TLS was not accepted: {error.reason or 'unknown'}.", begun)
    except socket.gaierror:
        return _failed("The host's name could not be resolved.", begun)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _failed(f"The connection failed: {type(error).__name__}.", begun)
    text = content.decode(errors="replace")[:_EXCERPT]
    excerpt = "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)
    error_text = "It answered with a redirect, which is not followed." if 300 <= status < 400 else ""
    return Answer(status, excerpt, _milliseconds(begun), error_text)


def ask(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """(status, body) of a call to a server whose answer is read. Raises UnsafeAddress; Unreachable without answer."""
    try:
        return _exchange(url, body, headers, network(), method, _MOST_READ)
    except UnsafeAddress:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable() from error


def _exchange(
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    through: Network,
    method: str = "POST",
    most_bytes: int = MOST_BYTES,
) -> tuple[int, bytes]:
    check_url(url, is_open=through.is_open)
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if is_secure else 80)
    ends = time.monotonic() + TOTAL_SECONDS
    addresses = _resolved(through, host, port)
    connection = _Pinned(host, port, addresses, _tls() if is_secure else None)
    ran_out = threading.Event()

    def stop() -> None:
        ran_out.set()
        if connection.wire:
            with suppress(OSError):
                connection.wire.shutdown(socket.SHUT_RDWR)

    # Time-outs of sockets begin anew with each byte: only a clock beside them ends an answer that drips.
    deadline = threading.Timer(ends - time.monotonic(), stop)
    deadline.daemon = True
    deadline.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        sent = {"Content-Type": "application/json", "User-Agent": "Foyer-Webhooks/1", "Connection": "close"}
        connection.request(method, target, body, sent | dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read(most_bytes)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if ran_out.is_set():
            raise TimeoutError from error
        raise
    finally:
        deadline.cancel()
        connection.close()


def _resolved(through: Network, host: str, port: int) -> list[Address]:
    """Names are asked for beside us: the system's resolver has no time-out. Raises UnsafeAddress, OSError."""
    answer: Future[list[Address]] = Future()

    def ask() -> None:
        try:
            answer.set_result(through.addresses_of(host, port))
        except (UnsafeAddress, OSError, ValueError) as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answer.result(CONNECT_SECONDS)
    except TimeoutError as error:
        raise socket.gaierror() from error


def _failed(error: str, begun: float) -> Answer:
    return Answer(0, "", _milliseconds(begun), error)


def _milliseconds(begun: float) -> int:
    return round(1000 * (time.monotonic() - begun))
