"""`python -m infra COMMAND`: package, deploy and describe Foyer."""

import argparse
import json
import os

from infra.names import Names
from infra.packaging import PROJECT, package
from infra.sandbox import PAYPAL_API, read_paypal_sandbox, read_sandbox, settings
from infra.settings import Stage, read_stage

_NO_ACCOUNT = "000000000000"


def _stage(arguments: argparse.Namespace) -> Stage:
    """The stage's settings; the local cloud's launcher says where its parts have come to listen."""
    stripe, own = os.environ.get("FOYER_STRIPE_URL", ""), read_sandbox()
    overrides = {}
    if arguments.stage == "local":
        overrides = {
            "base_url": os.environ.get("FOYER_URL", ""),
            "stripe_api": stripe,
            "paypal_api": PAYPAL_API if read_paypal_sandbox() else os.environ.get("FOYER_PAYPAL_URL", ""),
            "stripe_script": f"{stripe}/v3/stripe.js" if stripe else "",
        } | (settings(own) if own else {})
    return read_stage(arguments.stage, **overrides)


def _deploy(arguments: argparse.Namespace) -> None:
    from infra.deploy import deploy

    deploy(_stage(arguments))


def _prepare(arguments: argparse.Namespace) -> None:
    from infra.deploy import prepare

    prepare(_stage(arguments))


def _connect(arguments: argparse.Namespace) -> None:
    from infra.deploy import connect_deployed

    connect_deployed(_stage(arguments))


def _reference(arguments: argparse.Namespace) -> None:
    from infra import guides, reference, requirements

    _openapi(arguments)
    reference.write()
    guides.write()
    requirements.write()


def _clients(_: argparse.Namespace) -> None:
    from infra import clients

    clients.make()


def _package(arguments: argparse.Namespace) -> None:
    stage = _stage(arguments)
    out = package(Names(stage.name, _NO_ACCOUNT, stage.region), stage)
    size = (out / "deployment.zip").stat().st_size
    print(f"{(out / 'deployment.zip').relative_to(PROJECT)}: {size / 1e6:.1f} MB")


def _openapi(arguments: argparse.Namespace) -> None:
    import app  # noqa: F401 - registers the routes
    from chalicelib.handlers.openapi import document

    text = json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (PROJECT / "docs" / "openapi.json").write_text(text)


def _release(_: argparse.Namespace) -> None:
    from infra import compatibility

    compatibility.release()


def main() -> None:
    """Read the command and run it."""
    parser = argparse.ArgumentParser(prog="python -m infra", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    stages = {
        "deploy": ("bring a stage up to date", _deploy),
        "package": ("make what would be deployed, without AWS", _package),
        "prepare": ("before `chalice deploy`: data, configuration, policies", _prepare),
        "connect": ("after `chalice deploy`: queues, triggers, workflows, alarms, site", _connect),
    }
    for name, (help_text, run) in stages.items():
        command = commands.add_parser(name, help=help_text)
        command.add_argument("--stage", required=True)
        command.set_defaults(run=run)
    reference = commands.add_parser("reference", help="write docs/reference and the README's picture from the code")
    reference.set_defaults(run=_reference)
    clients = commands.add_parser("clients", help="make the Python client, and what the TypeScript client is made of")
    clients.set_defaults(run=_clients)
    openapi = commands.add_parser("openapi", help="write docs/openapi.json from the typed routes")
    openapi.set_defaults(run=_openapi)
    release = commands.add_parser("release", help="make docs/openapi.json the document that must not break")
    release.set_defaults(run=_release)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
