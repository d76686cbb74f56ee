"""Which payment methods an account has switched on, and on which domains its wallets may show.

https://docs.stripe.com/payments/payment-method-configurations
https://docs.stripe.com/payments/payment-methods/pmd-registration
"""

from __future__ import annotations

from localstack.stripe import lists
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid
from localstack.stripe.payment_methods import TYPES
from localstack.stripe.shapes import new_object
from localstack.stripe.state import State

WALLETS = ("apple_pay", "google_pay")
_CONFIGURATION = "payment_method_configuration"
_DOMAIN = "payment_method_domain"
_ON_A_DOMAIN = ("amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal")


def default_configuration(state: State, account: str) -> Json:
    """The account's own configuration, made when it is first looked at: everything served is on."""
    for row in state.all(account, _CONFIGURATION):
        if row["is_default"]:
            return row
    configuration = new_object(_CONFIGURATION, 0, name="Default", active=True, is_default=True)
    # The one object of the API that bears no time.
    del configuration["created"]
    for name in (*TYPES, *WALLETS):
        configuration[name] = {
            "available": True,
            "display_preference": {"overridable": True, "preference": "on", "value": "on"},
        }
    return state.put(account, configuration)


def is_on(state: State, account: str, method: str) -> bool:
    setting = default_configuration(state, account)[method]
    return bool(setting["available"] and setting["display_preference"]["value"] == "on")


def list_configurations(call: Call) -> Json:
    default_configuration(call.state, call.account)
    return lists.page(call, call.state.all(call.account, _CONFIGURATION), "/v1/payment_method_configurations")


def retrieve_configuration(call: Call) -> Json:
    default_configuration(call.state, call.account)
    return call.get(_CONFIGURATION, "configuration")


def update_configuration(call: Call) -> Json:
    configuration = retrieve_configuration(call)
    for name, wanted in call.params.items():
        if name in ("name", "active"):
            configuration[name] = wanted
        elif name in (*TYPES, *WALLETS) and "display_preference" in wanted:
            preference = wanted["display_preference"]["preference"]
            value = "on" if preference == "none" else preference
            configuration[name]["display_preference"] |= {"preference": preference, "value": value}
    return configuration


def create_domain(call: Call) -> Json:
    name = call.params["domain_name"]
    if "/" in name or ":" in name or "." not in name:
        raise invalid(f"The domain name '{name}' is not valid.", param="domain_name")
    for known in call.state.all(call.account, _DOMAIN):
        if known["domain_name"] == name:
            return known
    domain = new_object(
        _DOMAIN, call.state.now(), domain_name=name, enabled=call.params.get("enabled", True)
    )  # fmt: skip
    _check(domain)
    return call.state.put(call.account, domain)


def _check(domain: Json) -> None:
    """Stripe looks for its file on the domain; here a name that can never exist (RFC 2606) fails."""
    found = not domain["domain_name"].endswith(".invalid")
    for name in _ON_A_DOMAIN:
        message = f"The verification file was not found on {domain['domain_name']}."
        broken: Json = {"status": "inactive", "status_details": {"error_message": message}}
        domain[name] = {"status": "active"} if found else broken


def validate_domain(call: Call) -> Json:
    domain = call.get(_DOMAIN, "payment_method_domain")
    _check(domain)
    return domain


def update_domain(call: Call) -> Json:
    domain = call.get(_DOMAIN, "payment_method_domain")
    domain["enabled"] = call.params.get("enabled", domain["enabled"])
    return domain


def retrieve_domain(call: Call) -> Json:
    return call.get(_DOMAIN, "payment_method_domain")


def list_domains(call: Call) -> Json:
    filters = {"domain_name": "domain_name", "enabled": "enabled"}
    return lists.all_of(call, _DOMAIN, "/v1/payment_method_domains", **filters)


def shows_wallet(state: State, account: str, wallet: str, host: str) -> bool:
    """[M] On a machine's own names every wallet shows; elsewhere the domain must be registered and checked."""
    if not is_on(state, account, wallet):
        return False
    if host in ("localhost", "127.0.0.1", "[::1]"):
        return True
    return any(
        row["domain_name"] == host and row["enabled"] and row[wallet]["status"] == "active"
        for row in state.all(account, _DOMAIN)
    )
