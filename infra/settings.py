"""What an operator decides about a stage: one JSON file in infra/stages, and this class that reads it."""

import json
from dataclasses import dataclass, fields
from pathlib import Path

_FOLDER = Path(__file__).parent / "stages"


@dataclass(frozen=True)
class Stage:
    """`base_url` is where buyers find the box office; `stripe_*` change only for the local cloud."""

    name: str
    base_url: str
    mail_sender: str
    region: str
    stripe_publishable_key: str = ""
    stripe_api: str = "https://api.stripe.com"
    stripe_script: str = "https://js.stripe.com/v3/"
    certificate: str = ""
    alarm_email: str = ""
    retain_data: bool = True

    @property
    def is_local(self) -> bool:
        """Whether it runs on the local cloud."""
        return self.name == "local"


def read_stage(name: str, **overrides: str) -> Stage:
    """The settings in infra/stages/NAME.json. Raises SystemExit with what to do when there is no such file."""
    path = _FOLDER / f"{name}.json"
    if not path.exists():
        known = sorted(found.stem for found in _FOLDER.glob("*.json"))
        raise SystemExit(f"There is no {path.name} in infra/stages (there are: {', '.join(known)}). Copy example.json.")
    values = {"name": name} | json.loads(path.read_text()) | {key: value for key, value in overrides.items() if value}
    unknown = set(values) - {field.name for field in fields(Stage)}
    if unknown:
        raise SystemExit(f"{path.name} has settings that Foyer does not know: {', '.join(sorted(unknown))}")
    return Stage(**values)
