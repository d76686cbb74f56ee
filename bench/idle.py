"""What a month without a single visitor costs: what stands there and what looks around by itself."""

from bench import prices
from infra.functions import FUNCTIONS, QUEUES
from infra.names import Names
from infra.settings import read_stage
from infra.templates import wiring

_MINUTES = 30 * 24 * 60
# Lambda asks each queue with five pollers, each waiting for twenty seconds.
_POLLS_A_MONTH = 5 * 3 * _MINUTES
# A sweep reads how far it came and three minutes of eight spread keys, and writes where it stopped; then the same for
# deliveries to endpoints outside, one minute of them.
_SWEEP_READ_UNITS = 1 + 3 * 8 * 0.5 + 1 + 8 * 0.5
_SWEEP_WRITE_UNITS = 2 + 2
_SWEEP_GB_SECONDS = 0.05
_GB_STORED = 0.1


def month() -> dict[str, float]:
    """By item, USD a month without any free tier."""
    names = Names("example", "123456789012", "eu-central-1")
    resources = wiring.template(names, read_stage("example"))["Resources"]
    alarms = sum(resource["Type"] == "AWS::CloudWatch::Alarm" for resource in resources.values())
    scheduled = sum(bool(function.every) for function in FUNCTIONS)
    sweep = (
        prices.FUNCTION_CALL
        + _SWEEP_GB_SECONDS * prices.FUNCTION_GB_SECOND
        + _SWEEP_READ_UNITS * prices.READ_UNIT
        + _SWEEP_WRITE_UNITS * prices.WRITE_UNIT
    )
    return {
        f"{alarms} alarms": alarms * prices.ALARM_MONTH,
        "the dashboard": prices.DASHBOARD_MONTH,
        "the secret": prices.SECRET_MONTH,
        f"Lambda looking into {len(QUEUES)} queues": len(QUEUES) * _POLLS_A_MONTH * prices.QUEUE_CALL,
        "the sweep of each minute": scheduled * _MINUTES * sweep,
        "storage": _GB_STORED * (prices.TABLE_GB_MONTH + prices.BACKUP_GB_MONTH + prices.S3_GB_MONTH),
    }
