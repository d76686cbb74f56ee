"""Stripe's sandbox in the place of the local Stripe: which keys it takes, and what it changes."""

import pytest

from infra import sandbox
from infra.settings import read_stage

KEYS = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_PUBLISHABLE_KEY": "pk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}


def test_without_a_key_the_local_stripe_is_used() -> None:
    assert sandbox.read_sandbox({}) is None
    assert sandbox.secrets(None)["stripe_secret_key"] == "sk_test_local"


def test_with_test_keys_the_same_code_talks_to_stripe() -> None:
    found = sandbox.read_sandbox(KEYS)
    assert found
    stage = read_stage("local", **sandbox.settings(found))
    assert (stage.stripe_api, stage.stripe_publishable_key) == ("https://api.stripe.com", "pk_test_1")
    assert sandbox.secrets(found)["stripe_secret_key"] == "sk_test_1"
    assert sandbox.secrets(found)["stripe_webhook_secrets"] == "whsec_1"


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", "pk_test_1", "hello", "sk_test"])
def test_a_key_that_could_move_real_money_is_refused(key: str) -> None:
    with pytest.raises(SystemExit, match="no test key"):
        sandbox.read_sandbox(KEYS | {"STRIPE_SECRET_KEY": key})


@pytest.mark.parametrize("key", ["", "pk_live_1", "sk_test_1"])
def test_the_browsers_key_belongs_to_it(key: str) -> None:
    with pytest.raises(SystemExit, match="STRIPE_PUBLISHABLE_KEY"):
        sandbox.read_sandbox(KEYS | {"STRIPE_PUBLISHABLE_KEY": key})
