"""Runs MiniStack, the AWS engine of the local cloud, with our fixes applied first."""

import argparse
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from localstack.settings import REGION

# The engine answers on one thread and works on dozens: after each read or write the first would wait five milliseconds
# for the others.
SWITCH_SECONDS = 0.0002

FIXES = (
    "lambda_code",
    "lambda_fork",
    "lambda_errors",
    "lambda_logs",
    "lambda_pool",
    "deliveries",
    "stream_persistence",
    "api_import",
    "api_payloads",
    "repeated_parsing",
    "http_server",
)


def prepare_environment(port: int, state: Path, smtp: str) -> None:
    """Set what MiniStack reads when it is imported."""
    scratch = state / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    tempfile.tempdir = str(scratch)
    os.environ.update(
        {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "MINISTACK_REGION": REGION,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(state / "services"),
            "S3_DATA_DIR": str(state / "s3"),
            "TMPDIR": str(scratch),
            "SMTP_HOST": smtp,
        }
    )
    os.environ.setdefault("LAMBDA_WARM_TTL_SECONDS", "90")


def apply_fixes() -> None:
    """Apply every fix, or stop with the name of the first that no longer fits."""
    import_module("localstack.fixes.guard").check_version()
    for name in FIXES:
        import_module(f"localstack.fixes.{name}").apply()


def main() -> None:
    """Parse the command line and serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m localstack.engine", description=__doc__)
    parser.add_argument("--port", type=int, default=4566)
    parser.add_argument("--state", type=Path, required=True, help="folder that keeps all data")
    parser.add_argument("--smtp", default="127.0.0.1:1025", help="where SES delivers mail")
    options = parser.parse_args()
    prepare_environment(options.port, options.state.resolve(), options.smtp)
    apply_fixes()
    sys.setswitchinterval(SWITCH_SECONDS)
    sys.argv = ["ministack"]
    import_module("ministack.app").main()


if __name__ == "__main__":
    main()
