"""The served part of the Stripe API: each operation with its parameters' type. The page to read first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stripe import OAuth, params
from stripe.params import radar as params_radar
from stripe.params.v2 import core as params_v2

from localstack.stripe import (
    account_links,
    accounts,
    accounts_v1,
    application_fees,
    balance,
    captures,
    charges,
    confirmations,
    customers,
    disputes,
    events,
    method_settings,
    payment_intents,
    payment_methods,
    payouts,
    radar,
    refunds,
    setup_intents,
    thin_events,
)
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
_INTENT = _INTENTS + "/{id}"
_SETUPS = "/v1/setup_intents"
_SETUP = _SETUPS + "/{id}"
_CUSTOMERS = "/v1/customers"
_METHODS = "/v1/payment_methods"
_FEES = "/v1/application_fees"
_DISPUTES = "/v1/disputes"
_PAYOUTS = "/v1/payouts"
_REVIEWS = "/v1/reviews"
_WARNINGS = "/v1/radar/early_fraud_warnings"
_SETTINGS = "/v1/payment_method_configurations"
_DOMAINS = "/v1/payment_method_domains"
_ACCOUNTS = "/v2/core/accounts"
_TRANSACTIONS = "/v1/balance_transactions"

_PAYMENTS = (
    Operation("POST", _INTENTS, params.PaymentIntentCreateParams, payment_intents.create),
    Operation("GET", _INTENTS, params.PaymentIntentListParams, payment_intents.list_intents),
    Operation("GET", _INTENT, params.PaymentIntentRetrieveParams, payment_intents.retrieve, browser=True),
    Operation("POST", _INTENT, params.PaymentIntentUpdateParams, payment_intents.update),
    Operation(
        "POST", _INTENT + "/confirm", params.PaymentIntentConfirmParams, confirmations.confirm, browser=True
    ),
    Operation("POST", _INTENT + "/capture", params.PaymentIntentCaptureParams, captures.capture),
    Operation("POST", _INTENT + "/cancel", params.PaymentIntentCancelParams, payment_intents.cancel),
    Operation("POST", _METHODS, params.PaymentMethodCreateParams, payment_methods.create, browser=True),
    Operation("GET", _METHODS + "/{id}", params.PaymentMethodRetrieveParams, payment_methods.retrieve),
    Operation("GET", "/v1/charges", params.ChargeListParams, charges.list_charges),
    Operation("GET", "/v1/charges/{id}", params.ChargeRetrieveParams, charges.retrieve),
    Operation("POST", "/v1/refunds", params.RefundCreateParams, refunds.create),
    Operation("GET", "/v1/refunds", params.RefundListParams, refunds.list_refunds),
    Operation("GET", "/v1/refunds/{id}", params.RefundRetrieveParams, refunds.retrieve),
    Operation("POST", "/v1/refunds/{id}", params.RefundUpdateParams, refunds.update),
)  # fmt: skip
_KEPT = (
    Operation("POST", _CUSTOMERS, params.CustomerCreateParams, customers.create),
    Operation("GET", _CUSTOMERS, params.CustomerListParams, customers.list_customers),
    Operation("GET", _CUSTOMERS + "/{id}", params.CustomerRetrieveParams, customers.retrieve),
    Operation("DELETE", _CUSTOMERS + "/{id}", params.CustomerDeleteParams, customers.delete),
    Operation("GET", _METHODS, params.PaymentMethodListParams, customers.list_methods),
    Operation("POST", _METHODS + "/{id}/attach", params.PaymentMethodAttachParams, customers.attach),
    Operation("POST", _METHODS + "/{id}/detach", params.PaymentMethodDetachParams, customers.detach),
    Operation("POST", _SETUPS, params.SetupIntentCreateParams, setup_intents.create),
    Operation("GET", _SETUPS, params.SetupIntentListParams, setup_intents.list_intents),
    Operation("GET", _SETUP, params.SetupIntentRetrieveParams, setup_intents.retrieve, browser=True),
    Operation("POST", _SETUP + "/confirm", params.SetupIntentConfirmParams, setup_intents.confirm, browser=True),
    Operation("POST", _SETUP + "/cancel", params.SetupIntentCancelParams, setup_intents.cancel),
)
_TROUBLE = (
    Operation("GET", _DISPUTES, params.DisputeListParams, disputes.list_disputes),
    Operation("GET", _DISPUTES + "/{id}", params.DisputeRetrieveParams, disputes.retrieve),
    Operation("POST", _DISPUTES + "/{id}", params.DisputeUpdateParams, disputes.update),
    Operation("POST", _DISPUTES + "/{id}/close", params.DisputeCloseParams, disputes.close),
    Operation("GET", _REVIEWS, params.ReviewListParams, radar.list_reviews),
    Operation("GET", _REVIEWS + "/{id}", params.ReviewRetrieveParams, radar.retrieve_review),
    Operation("POST", _REVIEWS + "/{id}/approve", params.ReviewApproveParams, radar.approve),
    Operation("GET", _WARNINGS, params_radar.EarlyFraudWarningListParams, radar.list_warnings),
    Operation("GET", _WARNINGS + "/{id}", params_radar.EarlyFraudWarningRetrieveParams, radar.retrieve_warning),
)
_MONEY = (
    Operation("GET", "/v1/balance", params.BalanceRetrieveParams, balance.retrieve_balance),
    Operation("GET", _TRANSACTIONS, params.BalanceTransactionListParams, balance.list_transactions),
    Operation("GET", _TRANSACTIONS + "/{id}", params.BalanceTransactionRetrieveParams, balance.retrieve),
    Operation("GET", "/v1/balance_settings", params.BalanceSettingsRetrieveParams, payouts.retrieve_settings),
    Operation("POST", "/v1/balance_settings", params.BalanceSettingsUpdateParams, payouts.update_settings),
    Operation("POST", _PAYOUTS, params.PayoutCreateParams, payouts.create),
    Operation("GET", _PAYOUTS, params.PayoutListParams, payouts.list_payouts),
    Operation("GET", _PAYOUTS + "/{id}", params.PayoutRetrieveParams, payouts.retrieve),
    Operation("POST", _PAYOUTS + "/{id}/cancel", params.PayoutCancelParams, payouts.cancel),
    Operation("GET", _FEES, params.ApplicationFeeListParams, application_fees.list_fees),
    Operation("GET", _FEES + "/{id}", params.ApplicationFeeRetrieveParams, application_fees.retrieve),
    Operation(
        "POST", _FEES + "/{id}/refunds", params.ApplicationFeeRefundCreateParams, application_fees.create_refund
    ),
    Operation("GET", _FEES + "/{id}/refunds", params.ApplicationFeeRefundListParams, application_fees.list_refunds),
)  # fmt: skip
_SELLERS = (
    Operation("POST", _ACCOUNTS, params_v2.AccountCreateParams, accounts.create),
    Operation("GET", _ACCOUNTS, params_v2.AccountListParams, accounts.list_accounts),
    Operation("GET", _ACCOUNTS + "/{id}", params_v2.AccountRetrieveParams, accounts.retrieve),
    Operation("POST", _ACCOUNTS + "/{id}", params_v2.AccountUpdateParams, accounts.update),
    Operation("POST", _ACCOUNTS + "/{id}/close", params_v2.AccountCloseParams, accounts.close),
    Operation("POST", "/v2/core/account_links", params_v2.AccountLinkCreateParams, account_links.create),
    Operation("POST", "/v1/accounts", params.AccountCreateParams, accounts_v1.create),
    Operation("GET", "/v1/accounts", params.AccountListParams, accounts_v1.list_accounts),
    Operation("GET", "/v1/accounts/{id}", params.AccountRetrieveParams, accounts_v1.retrieve),
    Operation("GET", "/v1/account", params.AccountRetrieveParams, accounts_v1.retrieve_own),
    Operation("POST", "/v1/account_links", params.AccountLinkCreateParams, accounts_v1.create_link),
    Operation("POST", "/oauth/deauthorize", OAuth.OAuthDeauthorizeParams, accounts_v1.deauthorize),
    Operation("GET", _SETTINGS, params.PaymentMethodConfigurationListParams, method_settings.list_configurations),
    Operation(
        "GET", _SETTINGS + "/{id}", params.PaymentMethodConfigurationRetrieveParams,
        method_settings.retrieve_configuration,
    ),
    Operation(
        "POST", _SETTINGS + "/{id}", params.PaymentMethodConfigurationUpdateParams,
        method_settings.update_configuration,
    ),
    Operation("POST", _DOMAINS, params.PaymentMethodDomainCreateParams, method_settings.create_domain),
    Operation("GET", _DOMAINS, params.PaymentMethodDomainListParams, method_settings.list_domains),
    Operation("GET", _DOMAINS + "/{id}", params.PaymentMethodDomainRetrieveParams, method_settings.retrieve_domain),
    Operation("POST", _DOMAINS + "/{id}", params.PaymentMethodDomainUpdateParams, method_settings.update_domain),
    Operation(
        "POST", _DOMAINS + "/{id}/validate", params.PaymentMethodDomainValidateParams, method_settings.validate_domain
    ),
)  # fmt: skip
_EVENTS = (
    Operation("GET", "/v1/events", params.EventListParams, events.list_events),
    Operation("GET", "/v1/events/{id}", params.EventRetrieveParams, events.retrieve),
    Operation("GET", "/v2/core/events", params_v2.EventListParams, thin_events.list_events),
    Operation("GET", "/v2/core/events/{id}", params_v2.EventRetrieveParams, thin_events.retrieve),
)

OPERATIONS = (*_PAYMENTS, *_KEPT, *_TROUBLE, *_MONEY, *_SELLERS, *_EVENTS)
