"""Who is paid: an account or one of its organizers, for the members who see to it."""

from dataclasses import replace
from datetime import datetime

from chalicelib.actions import merchants
from chalicelib.actions.organizers import owned_organizer
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import check_version
from chalicelib.domain.merchants import Merchant, Payee, check_connected, methods_version, paid_on
from chalicelib.domain.orders import PaymentMethod
from chalicelib.kernel.config import config
from chalicelib.kernel.facts import PaymentSettingsChanged
from chalicelib.tables.accounts import get_account
from chalicelib.tables.merchants import get_both, get_merchant
from chalicelib.tables.organizers import get_organizer


def account_of(caller: Caller) -> Payee:
    """The caller's whole account."""
    return Payee(caller.account_id)


def organizer_of(organizer_id: str, caller: Caller) -> Payee:
    """Raises OrganizerNotFound, also for another account's."""
    return Payee(caller.account_id, owned_organizer(organizer_id, caller).organizer_id)


def name_of(payee: Payee) -> str:
    """What they are called."""
    if payee.organizer_id:
        return get_organizer(payee.organizer_id).name
    return get_account(payee.account_id).name


def page_of(payee: Payee) -> str:
    """Where the dashboard shows how somebody is paid."""
    if payee.organizer_id:
        return f"{config().base_url}/dashboard/#/organizers/{payee.organizer_id}/payments"
    return f"{config().base_url}/dashboard/#/payments"


def get_settings(caller: Caller) -> Merchant:
    """The account's settings of money as they were last known."""
    return get_merchant(caller.account_id)


def get_organizer_settings(payee: Payee) -> tuple[Merchant, Merchant]:
    """(what is known of an organizer's own Stripe account, what holds for the organizer's events now)."""
    account, own = get_both(payee)
    return own, paid_on(account, own)


def set_methods(methods: list[PaymentMethod], version: int, caller: Caller, now: datetime) -> Merchant:
    """Say which ways to pay the account's events may offer, the usual one first.

    Raises MethodNotConnected, StaleEdit.
    """

    def chosen(merchant: Merchant) -> Merchant:
        check_version(version, methods_version(merchant))
        check_connected(methods, merchant)
        return replace(merchant, methods=methods)

    fact = PaymentSettingsChanged(caller.account_id, caller.account_id, data={"methods": list(methods)})
    return merchants.edit(caller.account_id, chosen, fact, caller.user_id, now)
