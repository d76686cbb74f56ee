"""The served part of the Stripe API: each operation with its parameters' type. The page to read first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stripe import params
from stripe.params.v2 import core as params_v2

from localstack.stripe import accounts, charges, disputes, events, payment_intents, payment_methods, refunds
from localstack.stripe.call import Call
from localstack.stripe.errors import Json


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    params: type
    run: Callable[[Call], Json]
    # May it be called from a page, with a publishable key?
    browser: bool = False


_INTENTS = "/v1/payment_intents"
_FEES = "/v1/application_fees"
_DISPUTES = "/v1/disputes"
_ACCOUNTS = "/v2/core/accounts"

OPERATIONS = (
    Operation("POST", _INTENTS, params.PaymentIntentCreateParams, payment_intents.create),
    Operation("GET", _INTENTS, params.PaymentIntentListParams, payment_intents.list_intents),
    Operation("GET", _INTENTS + "/{id}", params.PaymentIntentRetrieveParams, payment_intents.retrieve, browser=True),
    Operation("POST", _INTENTS + "/{id}", params.PaymentIntentUpdateParams, payment_intents.update),
    Operation(
        "POST",
        _INTENTS + "/{id}/confirm",
        params.PaymentIntentConfirmParams,
        payment_intents.confirm,
        browser=True,
    ),
    Operation("POST", _INTENTS + "/{id}/cancel", params.PaymentIntentCancelParams, payment_intents.cancel),
    Operation("POST", "/v1/payment_methods", params.PaymentMethodCreateParams, payment_methods.create, browser=True),
    Operation("GET", "/v1/payment_methods/{id}", params.PaymentMethodRetrieveParams, payment_methods.retrieve),
    Operation("GET", "/v1/charges", params.ChargeListParams, charges.list_charges),
    Operation("GET", "/v1/charges/{id}", params.ChargeRetrieveParams, charges.retrieve),
    Operation("GET", "/v1/balance_transactions", params.BalanceTransactionListParams, charges.list_transactions),
    Operation(
        "GET",
        "/v1/balance_transactions/{id}",
        params.BalanceTransactionRetrieveParams,
        charges.retrieve_transaction,
    ),
    Operation("POST", "/v1/refunds", params.RefundCreateParams, refunds.create),
    Operation("GET", "/v1/refunds", params.RefundListParams, refunds.list_refunds),
    Operation("GET", "/v1/refunds/{id}", params.RefundRetrieveParams, refunds.retrieve),
    Operation("POST", "/v1/refunds/{id}", params.RefundUpdateParams, refunds.update),
    Operation("GET", _DISPUTES, params.DisputeListParams, disputes.list_disputes),
    Operation("GET", _DISPUTES + "/{id}", params.DisputeRetrieveParams, disputes.retrieve),
    Operation("POST", _DISPUTES + "/{id}", params.DisputeUpdateParams, disputes.update),
    Operation("POST", _DISPUTES + "/{id}/close", params.DisputeCloseParams, disputes.close),
    Operation("GET", _FEES, params.ApplicationFeeListParams, refunds.list_fees),
    Operation("GET", _FEES + "/{id}", params.ApplicationFeeRetrieveParams, refunds.retrieve_fee),
    Operation("POST", _FEES + "/{id}/refunds", params.ApplicationFeeRefundCreateParams, refunds.create_fee_refund),
    Operation("POST", _ACCOUNTS, params_v2.AccountCreateParams, accounts.create),
    Operation("GET", _ACCOUNTS + "/{id}", params_v2.AccountRetrieveParams, accounts.retrieve),
    Operation("POST", "/v2/core/account_links", params_v2.AccountLinkCreateParams, accounts.create_link),
    Operation("GET", "/v1/events", params.EventListParams, events.list_events),
    Operation("GET", "/v1/events/{id}", params.EventRetrieveParams, events.retrieve),
)
