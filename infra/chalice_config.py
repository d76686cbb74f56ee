"""Chalice's configuration of one stage, and a policy file for each function: made from the table of functions."""

import json
from pathlib import Path
from typing import Any

from infra.functions import FUNCTIONS
from infra.names import Names
from infra.policies import policy
from infra.settings import Stage


def environment(names: Names, stage: Stage, distribution: str = "") -> dict[str, str]:
    """The variables that `chalicelib.kernel.config` reads."""
    return {
        "FOYER_STAGE": names.stage,
        "FOYER_TABLE": names.table,
        "FOYER_FILES_BUCKET": names.files_bucket,
        "FOYER_WEB_BUCKET": names.web_bucket,
        "FOYER_SECRET": names.secret,
        "FOYER_BASE_URL": stage.base_url,
        "FOYER_MAIL_SENDER": stage.mail_sender,
        "FOYER_STRIPE_PUBLISHABLE_KEY": stage.stripe_publishable_key,
        "FOYER_STRIPE_API": stage.stripe_api,
        "FOYER_STRIPE_SCRIPT": stage.stripe_script,
        "FOYER_STRIPE_CONNECT": stage.stripe_connect,
        "FOYER_STRIPE_CUSTOM": stage.stripe_custom,
        "FOYER_PAYPAL_API": stage.paypal_api,
        "FOYER_CRYPTO": stage.crypto,
        "FOYER_OPERATORS": stage.operators,
        "FOYER_SIGN_UP": stage.sign_up,
        "FOYER_LOCKOUT_AFTER": stage.lockout_after,
        "FOYER_DISTRIBUTION": distribution,
        "FOYER_WEBHOOK_NETWORK": stage.webhook_network,
    }


def write(project: Path, names: Names, stage: Stage, distribution: str = "") -> None:
    """Write .chalice/config.json and the policies beside it."""
    folder = project / ".chalice"
    folder.mkdir(exist_ok=True)
    functions: dict[str, Any] = {}
    for function in FUNCTIONS:
        policy_file = f"policy-{function.name}.json"
        (folder / policy_file).write_text(json.dumps(policy(function, names), indent=1))
        functions[function.name] = {
            "lambda_memory_size": function.memory,
            "lambda_timeout": function.timeout,
            "autogen_policy": False,
            "iam_policy_file": policy_file,
        }
    config = {
        "version": "2.0",
        "app_name": "foyer",
        "stages": {
            names.stage: {
                "api_gateway_stage": "api",
                "api_gateway_endpoint_type": "REGIONAL",
                "minimum_compression_size": 1024,
                "lambda_architecture": "x86_64",
                "autogen_policy": False,
                "iam_policy_file": "policy-api_handler.json",
                "environment_variables": {
                    name: value for name, value in environment(names, stage, distribution).items() if value
                },
                "lambda_functions": functions,
            }
        },
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1))
