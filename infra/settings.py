"""What an operator decides about a stage: one JSON file in infra/stages, and this class that reads it."""

import json
from dataclasses import dataclass, fields
from pathlib import Path

from infra.headers import read_sources
from infra.origins import read_origins

_FOLDER = Path(__file__).parent / "stages"


@dataclass(frozen=True)
class Stage:
    """`base_url` is where buyers find the box office; `stripe_api` and `_script` change only for the local cloud.

    So do `paypal_api` and `webhook_network`. `stripe_connect`, `stripe_custom`, `crypto` and `operators` are explained
    in docs/payments.md, `sign_up`, `lockout_after`, `csp_sources` and `allowed_origins` in docs/deploy.md.
    """

    name: str
    base_url: str
    mail_sender: str
    region: str
    stripe_publishable_key: str = ""
    stripe_api: str = "https://api.stripe.com"
    stripe_script: str = "https://js.stripe.com/v3/"
    stripe_connect: str = "optional"
    stripe_custom: str = ""
    paypal_api: str = ""
    crypto: str = ""
    operators: str = ""
    sign_up: str = "open"
    lockout_after: str = "5"
    csp_sources: str = ""
    allowed_origins: str = ""
    webhook_network: str = "public"
    certificate: str = ""
    alarm_email: str = ""
    retain_data: bool = True

    @property
    def is_local(self) -> bool:
        """Whether it runs on the local cloud."""
        return self.name == "local"


def read_stage(name: str, **overrides: str) -> Stage:
    """The settings in infra/stages/NAME.json. Raises SystemExit with what to do, before anything is deployed."""
    path = _FOLDER / f"{name}.json"
    if not path.exists():
        known = sorted(found.stem for found in _FOLDER.glob("*.json"))
        raise SystemExit(f"There is no {path.name} in infra/stages (there are: {', '.join(known)}). Copy example.json.")
    values = {"name": name} | json.loads(path.read_text()) | {key: value for key, value in overrides.items() if value}
    unknown = set(values) - {field.name for field in fields(Stage)}
    if unknown:
        raise SystemExit(f"{path.name} has settings that Foyer does not know: {', '.join(sorted(unknown))}")
    read_sources(values.get("csp_sources", ""))
    read_origins(values.get("allowed_origins", ""))
    return Stage(**values)
