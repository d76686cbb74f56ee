"""The settings of one deployment, read from the environment once, typed; a missing one fails at the start."""

import os
from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True)
class Config:
    """Field `table` comes from FOYER_TABLE, and so on. Everything without a default must be set."""

    stage: str
    table: str
    files_bucket: str
    web_bucket: str
    secret: str
    base_url: str
    mail_sender: str
    stripe_api: str = "https://api.stripe.com"
    stripe_script: str = "https://js.stripe.com/v3/"
    stripe_publishable_key: str = ""
    distribution: str = ""

    def queue(self, name: str) -> str:
        """The full name of the queue `name` of this deployment."""
        return f"foyer-{self.stage}-{name}"


@cache
def config() -> Config:
    """This deployment's settings. Raises TypeError naming every field that the environment lacks."""
    names = {field.name: f"FOYER_{field.name.upper()}" for field in fields(Config)}
    return Config(**{field: os.environ[name] for field, name in names.items() if name in os.environ})
