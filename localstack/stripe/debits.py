"""Bank debits, whose answer comes days later: SEPA and ACH, with the published test accounts.

https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-integration
https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test-account-numbers
[M] A debit of an account that is not published clears; refunds of debits are pending first.
"""

from __future__ import annotations

from typing import NamedTuple

from localstack.stripe.call import Call
from localstack.stripe.card_details import fingerprint
from localstack.stripe.errors import Json, invalid
from localstack.stripe.outcomes import Decline, Outcome

ROUTING_NUMBER = "110000000"


class PublishedAccount(NamedTuple):
    number: str
    token: str
    says: str
    outcome: Outcome


def _clears(**more: object) -> Outcome:
    return Outcome(settles="later", refund="pending", risk="not_assessed", **more)  # type: ignore[arg-type]


def _returned(code: str, message: str) -> Outcome:
    return _clears(decline=Decline(code, None, message))


_REFUSED = _returned("payment_intent_payment_attempt_failed", "The debit was refused by the bank.")
_NO_FUNDS = _returned("insufficient_funds", "The customer's account has insufficient funds to cover this payment.")
_DISPUTED = _clears(dispute="bank_cannot_process", dispute_is_final=True)

SEPA = (
    PublishedAccount("DE89370400440532013000", "pm_sepaDebit_success_de", "Clears", _clears()),
    PublishedAccount("AT611904300234573201", "pm_sepaDebit_success_at", "Clears", _clears()),
    PublishedAccount("DE62370400440532013001", "pm_sepaDebit_failed_de", "Refused by the bank", _REFUSED),
    PublishedAccount("AT861904300235473202", "pm_sepaDebit_failed_at", "Refused by the bank", _REFUSED),
    PublishedAccount("AT981904300002222227", "pm_sepaDebit_insufficientFunds_at", "Insufficient funds", _NO_FUNDS),
    PublishedAccount("AT591904300235473203", "pm_sepaDebit_disputed_at", "Clears, then disputed", _DISPUTED),
)
ACH = (
    PublishedAccount("000123456789", "pm_usBankAccount_success", "Clears", _clears()),
    PublishedAccount(
        "000111111113", "pm_usBankAccount_accountClosed", "Account closed",
        _returned("account_closed", "The customer's bank account has been closed."),
    ),
    PublishedAccount(
        "000111111116", "pm_usBankAccount_noAccount", "No account",
        _returned("no_account", "The customer's bank account could not be located."),
    ),
    PublishedAccount("000222222227", "pm_usBankAccount_insufficientFunds", "Insufficient funds", _NO_FUNDS),
    PublishedAccount(
        "000333333335", "pm_usBankAccount_debitNotAuthorized", "Debits not authorised",
        _returned("debit_not_authorized", "The customer has not authorized this debit."),
    ),
    PublishedAccount("000555555559", "pm_usBankAccount_dispute", "Clears, then disputed", _DISPUTED),
    PublishedAccount("000000004954", "pm_usBankAccount_riskLevelHighest", "Blocked by Radar", Outcome(risk="blocked")),
    PublishedAccount("000000000009", "pm_usBankAccount_processing", "Stays processing", Outcome(settles="never")),
)  # fmt: skip

_BY_NUMBER = {account.number: account for account in (*SEPA, *ACH)}
BY_TOKEN = {account.token: account for account in (*SEPA, *ACH)}


def describe_sepa(call: Call, given: Json) -> Json:
    iban = _plain(given["iban"])
    return {
        "bank_code": iban[4:12],
        "branch_code": None,
        "country": iban[:2],
        "fingerprint": fingerprint(iban),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }


def describe_ach(call: Call, given: Json) -> Json:
    """An account that the buyer typed; [M] the micro-deposits that would verify it are taken for granted."""
    for name in ("account_number", "routing_number"):
        if not given.get(name, "").isdigit():
            param = f"us_bank_account[{name}]"
            raise invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
    number = given["account_number"]
    return {
        "account_holder_type": given.get("account_holder_type", "individual"),
        "account_type": given.get("account_type", "checking"),
        "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None,
        "fingerprint": fingerprint(given["routing_number"] + number),
        "last4": number[-4:],
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": given["routing_number"],
        "status_details": {},
    }


def outcome(kept: Json) -> Outcome:
    number = _plain(kept["iban"]) if "iban" in kept else kept["account_number"]
    known = _BY_NUMBER.get(number)
    return known.outcome if known else _clears()


def typed(account: PublishedAccount) -> Json:
    """What a buyer would type for a published account."""
    who = {"name": "Jenny Rosen", "email": "jenny@example.com"}
    if account in SEPA:
        return {"type": "sepa_debit", "sepa_debit": {"iban": account.number}, "billing_details": who}
    details = {"account_number": account.number, "routing_number": ROUTING_NUMBER, "account_holder_type": "individual"}
    return {"type": "us_bank_account", "us_bank_account": details, "billing_details": who}


def _plain(iban: str) -> str:
    return iban.replace(" ", "").upper()
