"""What everything of a deployment is called. Names are made by rule, so no stack has to ask another for them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """The names of one stage. Buckets are unique in the world, so they carry the account and region."""

    stage: str
    account: str
    region: str

    @property
    def prefix(self) -> str:
        """Every name begins with this."""
        return f"foyer-{self.stage}"

    @property
    def table(self) -> str:
        """The one table."""
        return self.prefix

    @property
    def secret(self) -> str:
        """The JSON object of secrets."""
        return f"{self.prefix}-secrets"

    @property
    def files_bucket(self) -> str:
        """Private files."""
        return f"{self.prefix}-files-{self.account}-{self.region}"

    @property
    def web_bucket(self) -> str:
        """Public pages."""
        return f"{self.prefix}-web-{self.account}-{self.region}"

    @property
    def artifacts_bucket(self) -> str:
        """What deployments upload."""
        return f"{self.prefix}-artifacts-{self.account}-{self.region}"

    def stack(self, part: str) -> str:
        """A CloudFormation stack: data, app, wiring or web."""
        return f"{self.prefix}-{part}"

    def function(self, name: str) -> str:
        """A Lambda function, as Chalice names it when it deploys by itself."""
        return self.prefix if name == "api_handler" else f"{self.prefix}-{name}"

    def queue(self, name: str) -> str:
        """A queue; its dead letters go to the same name with `-dead`."""
        return f"{self.prefix}-{name}"

    def workflow(self, name: str) -> str:
        """A state machine."""
        return f"{self.prefix}-{name.replace('_', '-')}"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something in this account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"
