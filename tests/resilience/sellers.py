"""Sellers with a Stripe account of their own, of whose orders the platform takes a fee or none."""

from dataclasses import replace

from chalicelib.domain.platform_fees import FeePlan
from chalicelib.kernel import clock
from chalicelib.tables import merchants
from chalicelib.tables.commit import commit
from localstack.launcher import Running
from tests.api.connecting import connected
from tests.shop import Shop

FEE = 777  # what the platform takes of each order where it takes anything


def seller_with(cloud: Running, plan: FeePlan | None, *, is_exempt: bool = False) -> tuple[Shop, str]:
    """(A connected seller under this plan, its Stripe account.)"""
    shop = Shop.opened(cloud)
    account = connected(shop)
    merchant = merchants.get_merchant(shop.get("/me")["account"]["id"])
    changed = replace(merchant, plan=plan, is_exempt=is_exempt)
    commit([merchants.edited_merchant(changed)], [], now=clock.now(), by="test")
    return shop, account
