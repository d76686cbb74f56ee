"""Starts the whole local cloud in order and stops it again."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from localstack import checks, processes
from localstack.processes import Child
from localstack.settings import HOST, Ports, Settings, read_settings

STRIPE_WEBHOOK_PATH = "/api/stripe/webhook"
STRIPE_THIN_WEBHOOK_PATH = "/api/stripe/thin-webhook"
Report = Callable[[str], None]


@dataclass
class Running:
    """A started local cloud."""

    settings: Settings
    children: list[Child] = field(default_factory=list)

    @property
    def ports(self) -> Ports:
        """The ports in use."""
        return self.settings.ports

    @property
    def url(self) -> str:
        """The front door."""
        return self.settings.url

    def ended_child(self) -> Child | None:
        """Return a process that ended by itself, if there is one."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """Stop all; data is saved by the engine on its way out."""
        processes.stop(list(reversed(self.children)))
        self.children.clear()


def start(
    ports: Ports | None = None,
    state_dir: Path | None = None,
    *,
    deploy: bool = True,
    seed: bool = True,
    wait_scale: float = 1.0,
    functions_endpoint: str = "",
    report: Report = print,
) -> Running:
    """Start everything and return when it is healthy; stop what was started when a step fails."""
    settings = read_settings()
    settings = replace(
        settings,
        ports=ports or settings.ports,
        state=state_dir or settings.state,
        wait_scale=wait_scale,
        functions_endpoint=functions_endpoint,
    )
    with _step(report, "Tools and ports"):
        checks.check(settings)
    running = Running(settings)
    try:
        with _step(report, "Engine, mailbox, local Stripe, PayPal, BTCPay"):
            start_neighbours(running)
        if deploy:
            with _step(report, "Deploy", opening=True):
                run_step(settings, "deploy", ["infra", "deploy", "--stage", "local"])
        if seed:
            with _step(report, "Sample data", opening=True):
                run_step(settings, "seed", ["localstack.seed"])
        with _step(report, "Front door"):
            start_child(running, "front", ["localstack.front"], f"{settings.url}/_local/")
    except BaseException:
        running.stop()
        raise
    return running


def start_neighbours(running: Running) -> None:
    """Start the processes that need nothing from each other, then wait for all of them."""
    settings = running.settings
    state = settings.state
    ports = settings.ports
    engine_command = ["localstack.engine", "--port", str(ports.engine), "--state", str(state / "engine")]
    mailbox_command = ["localstack.mailbox", "--port", str(ports.mail), "--smtp-port", str(ports.smtp)]
    stripe_command = ["localstack.stripe", "--port", str(ports.stripe), "--state", str(state / "stripe.json")]
    stripe_command += ["--webhook-to", settings.url + STRIPE_WEBHOOK_PATH]
    stripe_command += ["--thin-webhook-to", settings.url + STRIPE_THIN_WEBHOOK_PATH]
    commands = {
        "engine": [*engine_command, "--smtp", f"{HOST}:{ports.smtp}"],
        "mailbox": [*mailbox_command, "--state", str(state / "mail")],
        "stripe": stripe_command,
        "paypal": ["localstack.paypal", "--port", str(ports.paypal), "--state", str(state / "paypal.json")],
        "btcpay": ["localstack.btcpay", "--port", str(ports.btcpay), "--state", str(state / "btcpay.json")],
    }
    health = {
        "engine": f"{settings.engine_url}/_ministack/health",
        "mailbox": f"{settings.mail_url}/api/mails",
        "stripe": settings.stripe_url,
        "paypal": settings.paypal_url,
        "btcpay": settings.btcpay_url,
    }
    for name, command in commands.items():
        environment = settings.engine_environment() if name == "engine" else settings.child_environment()
        running.children.append(processes.start(name, command, environment, settings.logs))
    for child in running.children:
        processes.wait_until_healthy(child, health[child.name])


def start_child(running: Running, name: str, command: list[str], health: str) -> None:
    """Start one process and wait for its health."""
    settings = running.settings
    child = processes.start(name, command, settings.child_environment(), settings.logs)
    running.children.append(child)
    processes.wait_until_healthy(child, health)


def run_step(settings: Settings, name: str, command: list[str]) -> None:
    """Run a script of the deployment to its end."""
    processes.run(name, command, settings.child_environment(), settings.logs)


@contextlib.contextmanager
def _step(report: Report, title: str, *, opening: bool = False) -> Iterator[None]:
    """Report a step with its seconds; a step with lines of its own is announced first."""
    if opening:
        report(f"  … {title}")
    begun = time.monotonic()
    yield
    report(f"  ✓ {title:<34} {time.monotonic() - begun:5.1f} s")
