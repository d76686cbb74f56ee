"""The local cloud's settings: ports and folders, from the environment or the command line."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
REGION = "eu-central-1"
ACCOUNT = "000000000000"


class BadSetting(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Ports:
    """One port for each process of the local cloud."""

    front: int = 8000
    engine: int = 4566
    mail: int = 8025
    smtp: int = 1025
    stripe: int = 12111
    paypal: int = 12112
    btcpay: int = 12113

    @classmethod
    def from_base(cls, base: int) -> Self:
        """Seven ports in a row, for a second cloud beside a running one."""
        names = ("front", "engine", "mail", "smtp", "stripe", "paypal", "btcpay")
        return cls(**{name: base + place for place, name in enumerate(names)})


PORT_VARIABLES = {
    "front": "FOYER_PORT",
    "engine": "FOYER_ENGINE_PORT",
    "mail": "FOYER_MAIL_PORT",
    "smtp": "FOYER_SMTP_PORT",
    "stripe": "FOYER_STRIPE_PORT",
    "paypal": "FOYER_PAYPAL_PORT",
    "btcpay": "FOYER_BTCPAY_PORT",
}


@dataclass(frozen=True)
class Settings:
    """What every process of the local cloud needs to know.

    `lambda_workers` is how many calls of one function run at once, and `picks_any` gives each to whichever of its
    processes is free instead of the first (see fixes/lambda_pool.py); `wait_scale` shortens the waits of
    workflows, so that a test need not sit out a reservation (0.01 makes 600 seconds 6); `functions_endpoint` is
    where functions find AWS if not at the engine itself: a proxy that injects faults.
    """

    ports: Ports = field(default_factory=Ports)
    state: Path = PROJECT / ".local"
    enforce_iam: bool = False
    lambda_workers: int = 4
    picks_any: bool = False
    delivers_twice: bool = False
    wait_scale: float = 1.0
    functions_endpoint: str = ""

    @property
    def url(self) -> str:
        """The address people open: what CloudFront serves on AWS."""
        return f"http://localhost:{self.ports.front}"

    @property
    def engine_url(self) -> str:
        """The endpoint of every AWS service."""
        return f"http://{HOST}:{self.ports.engine}"

    @property
    def mail_url(self) -> str:
        """The mailbox page."""
        return f"http://localhost:{self.ports.mail}"

    @property
    def stripe_url(self) -> str:
        """The local Stripe."""
        return f"http://localhost:{self.ports.stripe}"

    @property
    def paypal_url(self) -> str:
        """The local PayPal."""
        return f"http://localhost:{self.ports.paypal}"

    @property
    def btcpay_url(self) -> str:
        """The local BTCPay Server."""
        return f"http://localhost:{self.ports.btcpay}"

    @property
    def outputs_path(self) -> Path:
        """Where the deploy script writes what it made."""
        return self.state / "outputs.json"

    @property
    def demo_path(self) -> Path:
        """Where the seed script writes the demo event's page and sign-in."""
        return self.state / "demo.json"

    @property
    def logs(self) -> Path:
        """Where each child process writes its log."""
        return self.state / "logs"

    def engine_environment(self) -> dict[str, str]:
        """The engine's environment. Every Lambda inherits it, so it holds nothing of this user's shell."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
        if self.functions_endpoint:
            kept["AWS_ENDPOINT_URL"] = self.functions_endpoint
        return kept | {
            "AUTH": "true" if self.enforce_iam else "false",
            "FOYER_LAMBDA_WORKERS": str(self.lambda_workers),
            "FOYER_LAMBDA_PICK": "any" if self.picks_any else "first",
            "FOYER_DELIVER": "twice" if self.delivers_twice else "once",
            "SFN_WAIT_SCALE": str(self.wait_scale),
            "PYTHONUTF8": "1",
            "MALLOC_ARENA_MAX": "2",  # else 64 threads keep 64 heaps
        }

    def child_environment(self) -> dict[str, str]:
        """The environment of the deploy and seed scripts: ports, state and the engine's AWS access."""
        return os.environ | {
            "AWS_ENDPOINT_URL": self.engine_url,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "FOYER_STATE": str(self.state),
            "FOYER_OUTPUTS": str(self.outputs_path),
            "FOYER_URL": self.url,
            "FOYER_STRIPE_URL": self.stripe_url,
            "FOYER_PAYPAL_URL": self.paypal_url,
            "FOYER_BTCPAY_URL": self.btcpay_url,
            "FOYER_MAIL_URL": self.mail_url,
            **{variable: str(getattr(self.ports, name)) for name, variable in PORT_VARIABLES.items()},
        }


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Build the settings from FOYER_… variables, naming the variable that is wrong."""
    ports = Ports(
        **{
            name: _number(environment, variable, getattr(Ports(), name), 1, 65535)
            for name, variable in PORT_VARIABLES.items()
        }
    )
    settings = Settings(
        ports=ports,
        enforce_iam=environment.get("FOYER_IAM", "") == "1",
        lambda_workers=_number(environment, "FOYER_LAMBDA_WORKERS", 4, 1, 64),
        picks_any=environment.get("FOYER_LAMBDA_PICK", "") == "any",
        delivers_twice=environment.get("FOYER_DELIVER", "") == "twice",
    )
    state = environment.get("FOYER_STATE")
    return replace(settings, state=Path(state).resolve()) if state else settings


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadSetting(f"{name} is {text!r}: it must be a whole number from {low} to {high}.")
    return int(text)
