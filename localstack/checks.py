"""Looks before the start whether tools and ports are there, and says what to do when they are not."""

import importlib.util
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict

from localstack.settings import HOST, PORT_VARIABLES, Ports, Settings

NEEDED_PACKAGES = {
    "ministack": "the AWS engine",
    "chalice": "packages the functions",
    "samtranslator": "CloudFormation's SAM transform",
    "aiohttp": "the front door",
    "aiosmtpd": "the mailbox",
}
PURPOSES = {
    "front": "the front door (pages and API)",
    "engine": "the AWS engine",
    "mail": "the mailbox page",
    "smtp": "the mailbox's SMTP server",
    "stripe": "the local Stripe",
    "paypal": "the local PayPal",
    "btcpay": "the local BTCPay Server",
}


class NotReady(RuntimeError):
    """The local cloud cannot start on this machine as it is."""


def is_free(port: int) -> bool:
    """Whether a server can listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_base(count: int) -> int:
    """The first of so many free ports in a row, from a place of this process's own on: runs go side by side.

    All are below 32768. Those above are given to connections too, and a connection to such a port, as long as nobody
    listens there, may be given that very port: it is then connected to itself, and answered with its own words.
    """
    places = 1000
    own = os.getpid() * 37
    for place in range(own, own + places):
        base = 20000 + place % places * 10
        if all(is_free(base + one) for one in range(count)):
            return base
    raise NotReady(f"There are no {count} free ports in a row.")


def free_ports() -> Ports:
    """Ports for one more local cloud."""
    return Ports.from_base(free_base(len(PURPOSES)))


def obstacles(settings: Settings) -> Iterator[str]:
    """Yield every reason not to start, as a sentence with its remedy."""
    if sys.version_info[:2] != (3, 11):
        found = sys.version.split()[0]
        yield f"Python 3.11 is needed (the Lambda runtime); this is {found}. Run `make setup`."
    for package, purpose in NEEDED_PACKAGES.items():
        if importlib.util.find_spec(package) is None:
            yield f"The package {package} ({purpose}) is not installed. Run `make setup`."
    for name, port in asdict(settings.ports).items():
        if not is_free(port):
            other = port + 1 if port < 65535 else port - 1
            yield (
                f"Port {port}, for {PURPOSES[name]}, is in use by another program. "
                f"Stop that program, or choose another port: {PORT_VARIABLES[name]}={other} make run"
            )


def check(settings: Settings) -> None:
    """Raise NotReady with all obstacles at once."""
    found = list(obstacles(settings))
    if found:
        raise NotReady("\n".join(found))
